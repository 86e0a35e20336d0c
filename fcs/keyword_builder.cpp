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
    if (std::any_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) > 126; }))
        not_ascii_.add(key);
    if (value.empty()) empty_.add(key);
    if (value.starts_with("\xEF\xBB\xBF")) byte_order_mark_.add(key);
    const auto before = keywords_.find(key);
    if (!before) {
        keywords_.set(key, value);
    } else if (*before == value) {
        repeated_.add(key);
    } else {
        contradict(key, *before, value);
    }
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
    if (!not_ascii_.empty())
        log_.warn("W-TEXT-ENC", {segment_, not_ascii_.first()}, "keywords that are not ASCII: " + not_ascii_.text());
    if (!byte_order_mark_.empty())
        log_.warn("W-TEXT-ENC", {segment_, byte_order_mark_.first()},
                  "a UTF-8 byte order mark starts the value of " + byte_order_mark_.text());
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

}  // namespace asparagate::detail
