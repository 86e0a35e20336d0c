#include "keyword_builder.hpp"

#include "asparagate/fcs/number.hpp"
#include "standard_keywords.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <unordered_set>

namespace asparagate::detail {
namespace {

/// True when a different second value would change how DATA is read.
bool steers_decoding(std::string_view key) {
    static const std::unordered_set<std::string> names{"$TOT",        "$PAR",      "$BYTEORD",       "$DATATYPE",
                                                       "$MODE",       "$NEXTDATA", "$BEGINDATA",     "$ENDDATA",
                                                       "$BEGINSTEXT", "$ENDSTEXT", "$BEGINANALYSIS", "$ENDANALYSIS"};
    if (names.contains(upper_case(key))) return true;
    const auto parameter = parse_parameter_key(key);
    if (!parameter) return false;
    const std::string suffix = upper_case(parameter->suffix);
    return suffix == "B" || suffix == "R" || suffix == "E" || suffix == "DATATYPE";
}

/// Latin letters in UTF-16 have a NUL beside each.
bool looks_like_utf16(std::string_view value) {
    if (value.size() < 4 || value.size() % 2 != 0) return false;
    const auto nul_at = [&](std::size_t parity) {
        for (std::size_t i = parity; i < value.size(); i += 2) {
            if (value[i] != '\0' || value[i ^ 1] == '\0') return false;
        }
        return true;
    };
    return nul_at(0) || nul_at(1);
}

/// Control characters other than tabs and line ends.
bool is_unprintable(char c) {
    return (c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

std::string shown_key(std::string_view key) {
    return escape_text(key, 60);
}

}  // namespace

void KeywordBuilder::add_all(Tokens tokens, bool is_utf8) {
    is_utf8_ = is_utf8;
    auto& words = tokens.words;
    if (words.size() % 2 == 1) {
        log_.warn("W-TEXT-NOEND", {segment_, shown_key(words.back())},
                  "the last keyword " + in_quotes(words.back()) + " has no value and is left out");
        words.pop_back();
    }
    for (std::size_t i = 0; i < words.size(); i += 2) add(trim(words[i]), words[i + 1]);
    report();
}

void KeywordBuilder::add(std::string_view raw_key, std::string& value) {
    const std::string key = utf8(raw_key);
    value = utf8(value);
    if (value.size() > limits_.value_bytes)
        log_.refuse({segment_, shown_key(key)}, "a value of " + std::to_string(value.size()) +
                                                    " bytes exceeds the limit of " +
                                                    std::to_string(limits_.value_bytes) + " (--max-value)");
    if (key.empty()) {
        log_.warn("W-TEXT-EMPTY", {segment_, ""},
                  "an empty keyword with the value " + in_quotes(value) + " is left out");
        return;
    }
    note_oddities(key, value);
    const auto before = keywords_.find(key);
    if (!before) {
        keywords_.set(key, value);
    } else if (*before == value) {
        repeated_.add(key);
    } else {
        contradict(key, *before, value);
    }
}

void KeywordBuilder::note_oddities(const std::string& key, std::string_view value) {
    if (std::any_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) > 126; }))
        not_ascii_.add(key);
    if (value.empty()) empty_.add(key);
    if (value.starts_with("\xEF\xBB\xBF")) byte_order_mark_.add(key);
    if (looks_like_utf16(value)) utf16_.add(key);
}

void KeywordBuilder::contradict(const std::string& key, std::string_view before, std::string_view value) {
    const std::string both = in_quotes(before) + " and " + in_quotes(value);
    if (steers_decoding(key) && std::string_view(segment_) == "TEXT") {
        log_.refuse({segment_, key},
                    key + " occurs twice with different values, " + both + ", and decides how DATA is read");
    }
    log_.warn("W-TEXT-DUP", {segment_, shown_key(key)},
              escape_text(key, 60) + " occurs twice, " + both + "; the first is kept");
}

void KeywordBuilder::report() {
    if (!empty_.empty()) log_.warn("W-TEXT-EMPTY", {segment_, empty_.first()}, "empty value of " + empty_.text());
    if (!repeated_.empty())
        log_.warn("W-TEXT-DUP", {segment_, repeated_.first()}, "repeated with the same value: " + repeated_.text());
    const auto warn = [&](const NameList& names, const char* what) {
        if (!names.empty()) log_.warn("W-TEXT-ENC", {segment_, names.first()}, what + names.text());
    };
    warn(not_ascii_, "keywords that are not ASCII: ");
    warn(byte_order_mark_, "a UTF-8 byte order mark starts the value of ");
    warn(utf16_, "values that look like UTF-16 are kept byte for byte: ");
}

std::string KeywordBuilder::utf8(std::string_view text) const {
    return is_utf8_ ? std::string(text) : utf8_from_windows_1252(text);
}

bool check_encoding(const char* segment, std::string_view text, std::uint64_t offset, FindingLog& log) {
    const auto invalid = first_invalid_utf8(text);
    if (invalid)
        log.warn("W-TEXT-ENC", {segment, "", offset + *invalid},
                 "not valid UTF-8; the segment is read as Windows-1252");
    return !invalid;
}

void warn_of_control_characters(const Keywords& keywords, char delimiter, FindingLog& log) {
    const auto is_odd = [&](char c) { return c != delimiter && is_unprintable(c); };
    NameList names;
    for (const auto& [key, value] : keywords.entries()) {
        if (std::any_of(value.begin(), value.end(), is_odd)) names.add(key);
    }
    if (!names.empty())
        log.warn("W-TEXT-ENC", {"TEXT", names.first()}, "values hold control characters: " + names.text());
}

}  // namespace asparagate::detail
