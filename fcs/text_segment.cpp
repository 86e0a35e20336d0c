#include "text_segment.hpp"

#include "asparagate/fcs/number.hpp"
#include "name_list.hpp"
#include "standard_keywords.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <unordered_set>

namespace asparagate::detail {
namespace {

/// Standard keywords never hold a delimiter, so one inside a key that starts with $, or before a $, shows an empty
/// value that was taken for an escape. Private keys such as `LAB/PATH` may hold it.
bool swallowed_a_keyword(std::string_view key, char delimiter) {
    const auto at = key.find(delimiter);
    return at != std::string_view::npos && (key.starts_with('$') || key.find(std::string{delimiter, '$'}) != key.npos);
}

/// How far a reading of TEXT is from what a data set must hold.
std::size_t count_problems(const Tokens& tokens, char delimiter) {
    std::size_t problems = tokens.words.size() % 2;
    Keywords found;  // only the keys that prove a layout
    for (std::size_t i = 0; i + 1 < tokens.words.size(); i += 2) {
        const std::string_view key = trim(tokens.words[i]);
        problems += key.empty();
        problems += swallowed_a_keyword(key, delimiter);
        if (key.starts_with('$')) found.set(key, tokens.words[i + 1]);
    }
    for (const char* key : {"$PAR", "$BYTEORD", "$DATATYPE", "$NEXTDATA", "$TOT", "$MODE", "$BEGINDATA", "$ENDDATA"}) {
        problems += !found.contains(key);
    }
    const std::uint64_t n = std::min(parse_unsigned(found.find("$PAR").value_or("")).value_or(0), max_parameters);
    for (std::uint64_t p = 1; p <= n; ++p) {
        problems += !found.contains("$P" + std::to_string(p) + "B");
        problems += !found.contains("$P" + std::to_string(p) + "R");
    }
    return problems;
}

bool has_doubled_delimiter(std::string_view text, char delimiter) {
    const std::string doubled(2, delimiter);
    return text.find(doubled) != std::string_view::npos;
}

struct Reading {
    TokenMode mode;
    Tokens tokens;
};

Reading choose_reading(std::string_view text) {
    const char delimiter = text.front();
    Reading best{TokenMode::escaped, tokenise(text, TokenMode::escaped, 2 * max_keywords)};
    if (!has_doubled_delimiter(text, delimiter)) return best;
    std::size_t fewest = count_problems(best.tokens, delimiter);
    for (const TokenMode mode : {TokenMode::mixed, TokenMode::literal}) {
        if (fewest == 0) break;
        Tokens tokens = tokenise(text, mode, 2 * max_keywords);
        const std::size_t problems = count_problems(tokens, delimiter);
        if (problems >= fewest) continue;
        fewest = problems;
        best = {mode, std::move(tokens)};
    }
    return best;
}

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

/// Turns words into keywords and reports everything odd about them.
class KeywordBuilder {
public:
    KeywordBuilder(const char* segment, Keywords& keywords, FindingLog& log)
        : segment_(segment), keywords_(keywords), log_(log) {}

    void add_all(Tokens tokens, bool is_utf8) {
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

private:
    void add(std::string_view raw_key, std::string& value) {
        const std::string key = utf8(raw_key);
        value = utf8(value);
        if (value.size() > max_value_bytes)
            log_.refuse({segment_, shown_key(key)},
                        "a value of " + std::to_string(value.size()) + " bytes exceeds the limit of 16 MiB");
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

    void contradict(const std::string& key, std::string_view before, std::string_view value) {
        const std::string both = in_quotes(before) + " and " + in_quotes(value);
        if (steers_decoding(key) && std::string_view(segment_) == "TEXT") {
            log_.refuse({segment_, key},
                        key + " occurs twice with different values, " + both + ", and decides how DATA is read");
        }
        log_.warn("W-TEXT-DUP", {segment_, shown_key(key)},
                  escape_text(key, 60) + " occurs twice, " + both + "; the first is kept");
    }

    void report() {
        if (!empty_.empty()) log_.warn("W-TEXT-EMPTY", {segment_, empty_.first()}, "empty value of " + empty_.text());
        if (!repeated_.empty())
            log_.warn("W-TEXT-DUP", {segment_, repeated_.first()}, "repeated with the same value: " + repeated_.text());
        if (!not_ascii_.empty())
            log_.warn("W-TEXT-ENC", {segment_, not_ascii_.first()},
                      "keywords that are not ASCII: " + not_ascii_.text());
        if (!byte_order_mark_.empty())
            log_.warn("W-TEXT-ENC", {segment_, byte_order_mark_.first()},
                      "a UTF-8 byte order mark starts the value of " + byte_order_mark_.text());
    }

    [[nodiscard]] std::string utf8(std::string_view text) const {
        return is_utf8_ ? std::string(text) : utf8_from_windows_1252(text);
    }
    static std::string shown_key(std::string_view key) { return escape_text(key, 60); }

    const char* segment_;
    Keywords& keywords_;
    FindingLog& log_;
    bool is_utf8_ = true;
    NameList empty_, repeated_, not_ascii_, byte_order_mark_;
};

bool check_encoding(const char* segment, std::string_view text, std::uint64_t offset, FindingLog& log) {
    const auto invalid = first_invalid_utf8(text);
    if (invalid)
        log.warn("W-TEXT-ENC", {segment, "", offset + *invalid},
                 "not valid UTF-8; the segment is read as Windows-1252");
    return !invalid;
}

void report_reading(const Reading& reading, std::uint64_t end, FindingLog& log) {
    if (reading.mode != TokenMode::escaped) {
        log.warn("W-TEXT-LITERAL", {"TEXT", ""},
                 std::string("doubled delimiters are read in ") + token_mode_name(reading.mode) +
                     " mode, as enclosing empty values, since escaping leaves keywords missing");
    }
    if (reading.tokens.no_final_delimiter)
        log.warn("W-TEXT-NOEND", {"TEXT", "", end}, "the final delimiter is missing");
    if (reading.tokens.extra_final_delimiter)
        log.warn("W-TEXT-NOEND", {"TEXT", "", end}, "two delimiters at the end; one is ignored");
    if (reading.tokens.boundary_run) {
        log.warn("W-TEXT-BOUNDARY", {"TEXT", ""},
                 "three or more delimiters in a row; the escaped ones are kept on the word before");
    }
}

/// Words of supplemental TEXT, and what is odd about its delimiter.
struct SupplementalWords {
    Tokens tokens;
    const char* oddity = nullptr;
};

SupplementalWords split_supplement(std::string_view text, char primary_delimiter) {
    if (text.front() == primary_delimiter) return {tokenise(text, TokenMode::escaped, 2 * max_keywords)};
    const char first = text.front();
    const bool starts_key =
        (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '$' || first == ' ';
    Tokens own = tokenise(text, TokenMode::escaped, 2 * max_keywords);
    if (!starts_key && !own.words.empty() && own.words.size() % 2 == 0 && !own.no_final_delimiter) {
        return {std::move(own), "supplemental TEXT uses a delimiter of its own"};
    }
    // Bio-Rad S3 leaves out the leading delimiter.
    std::string completed(1, primary_delimiter);
    completed += text;
    return {tokenise(completed, TokenMode::escaped, 2 * max_keywords), "supplemental TEXT lacks its leading delimiter"};
}

/// Some writers point supplemental TEXT at a picture or an archive.
bool holds_keywords(const Tokens& tokens) {
    if (tokens.too_many || tokens.words.size() < 2) return false;
    for (std::size_t i = 0; i + 1 < tokens.words.size(); i += 2) {
        const std::string& key = tokens.words[i];
        const auto printable = [](char c) { return c >= 0x20 && c <= 0x7E; };
        if (!std::all_of(key.begin(), key.end(), printable)) return false;
    }
    return true;
}

}  // namespace

Keywords read_primary_text(std::string_view text, std::uint64_t offset_bytes, FindingLog& log) {
    if (text.size() > max_text_bytes) {
        log.refuse({"TEXT", "", offset_bytes},
                   "TEXT has " + std::to_string(text.size()) + " bytes; the limit is 64 MiB");
    }
    const auto delimiter = static_cast<unsigned char>(text.front());
    if (delimiter == 0 || delimiter > 126) {
        log.refuse({"TEXT", "", offset_bytes}, "the delimiter is byte " + std::to_string(delimiter) +
                                                   "; expected an ASCII character from 1 to 126");
    }
    Reading reading = choose_reading(text);
    if (reading.tokens.too_many) log.refuse({"TEXT", "", offset_bytes}, "TEXT holds more than 1,000,000 keywords");
    report_reading(reading, offset_bytes + text.size() - 1, log);
    Keywords keywords;
    const bool is_utf8 = check_encoding("TEXT", text, offset_bytes, log);
    KeywordBuilder("TEXT", keywords, log).add_all(std::move(reading.tokens), is_utf8);
    return keywords;
}

void read_supplemental_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                            Keywords& keywords, FindingLog& log) {
    const LogPlace place{"STEXT", "", offset_bytes};
    if (text.size() > max_text_bytes)
        return log.warn("W-STEXT", place, "supplemental TEXT exceeds 64 MiB and is ignored");
    const SupplementalWords supplement = split_supplement(text, primary_delimiter);
    if (!holds_keywords(supplement.tokens)) {
        return log.warn("W-STEXT", place, "supplemental TEXT holds something else than keywords and is ignored");
    }
    if (supplement.oddity) log.warn("W-STEXT", place, supplement.oddity);
    const bool is_utf8 = check_encoding("STEXT", text, offset_bytes, log);
    KeywordBuilder("STEXT", keywords, log).add_all(supplement.tokens, is_utf8);
}

}  // namespace asparagate::detail
