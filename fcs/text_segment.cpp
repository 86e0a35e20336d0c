#include "text_segment.hpp"

#include "asparagate/fcs/number.hpp"
#include "keyword_builder.hpp"
#include "tokeniser.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

/// Standard keywords never hold a delimiter, so one inside a key that starts with $, or before a $, shows an empty
/// value that was taken for an escape. Private keys such as `LAB/PATH` may hold it.
bool swallowed_a_keyword(std::string_view key, char delimiter) {
    const auto at = key.find(delimiter);
    return at != std::string_view::npos && (key.starts_with('$') || key.find(std::string{delimiter, '$'}) != key.npos);
}

/// How far a reading of TEXT is from what a data set must hold.
std::size_t count_problems(const Tokens& tokens, char delimiter, std::uint64_t max_parameters) {
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

/// Words by the rule that a doubled delimiter ends none, counted without keeping them: a million strings cost a lot
/// more memory than the text they come from.
std::size_t count_words(std::string_view text, char delimiter) {
    std::size_t n_words = 0, run = 0;
    for (const char c : text) {
        if (c == delimiter) {
            ++run;
            continue;
        }
        n_words += run % 2;
        run = 0;
    }
    return n_words + run % 2;
}

struct Reading {
    TokenMode mode;
    Tokens tokens;
};

Reading choose_reading(std::string_view text, char delimiter, const ReadLimits& limits) {
    const auto read = [&](TokenMode mode) { return tokenise(text, delimiter, mode, 2 * limits.keywords); };
    // `$P1B/8/$P1R/1/` is the shortest parameter: $PAR may say a lot more than TEXT can hold.
    const std::uint64_t most_parameters = std::min<std::uint64_t>(limits.parameters, text.size() / 14 + 1);
    Reading best{TokenMode::escaped, read(TokenMode::escaped)};
    if (!has_doubled_delimiter(text, delimiter)) return best;
    std::size_t fewest = count_problems(best.tokens, delimiter, most_parameters);
    for (const TokenMode mode : {TokenMode::mixed, TokenMode::literal}) {
        if (fewest == 0) break;
        Tokens tokens = read(mode);
        const std::size_t problems = count_problems(tokens, delimiter, most_parameters);
        if (problems >= fewest) continue;
        fewest = problems;
        best = {mode, std::move(tokens)};
    }
    return best;
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

char find_delimiter(std::string_view text, const LogPlace& place, const ReadOptions& options, FindingLog& log) {
    const auto first = static_cast<unsigned char>(text.front());
    const bool usable = first != 0 && first <= 126;
    if (options.delimiter) {
        if (*options.delimiter != first || !usable)
            log.note("I-OVERRIDE", place,
                     "--delimiter: byte " + std::to_string(*options.delimiter) +
                         " delimits TEXT, which starts with byte " + std::to_string(first));
        return static_cast<char>(*options.delimiter);
    }
    if (!usable) {
        log.refuse(place, "the delimiter is byte " + std::to_string(first) +
                              "; expected an ASCII character from 1 to 126 (--delimiter=" + std::to_string(first) +
                              " reads it nevertheless)");
    }
    return text.front();
}

}  // namespace

PrimaryText read_primary_text(std::string_view text, std::uint64_t offset_bytes, const ReadOptions& options,
                              FindingLog& log) {
    const LogPlace place{"TEXT", "", offset_bytes};
    const ReadLimits& limits = options.limits;
    if (text.size() > limits.text_bytes) {
        log.refuse(place, "TEXT has " + std::to_string(text.size()) + " bytes; the limit is " +
                              std::to_string(limits.text_bytes) + " (--max-text)");
    }
    PrimaryText primary{{}, find_delimiter(text, place, options, log)};
    const auto refuse_if = [&](bool too_many) {
        if (too_many)
            log.refuse(place, "TEXT holds more than " + std::to_string(limits.keywords) + " keywords (--max-keywords)");
    };
    refuse_if(count_words(text.substr(1), primary.delimiter) > 2 * limits.keywords);
    Reading reading = choose_reading(text.substr(1), primary.delimiter, limits);
    refuse_if(reading.tokens.too_many);
    report_reading(reading, offset_bytes + text.size() - 1, log);
    const bool is_utf8 = check_encoding("TEXT", text.substr(1), offset_bytes + 1, log);
    KeywordBuilder("TEXT", limits, primary.keywords, log).add_all(std::move(reading.tokens), is_utf8);
    if (primary.keywords.contains("$UNICODE"))
        log.warn("W-TEXT-ENC", {"TEXT", "$UNICODE"},
                 "$UNICODE names code pages, which are not applied; values are read as UTF-8 or Windows-1252");
    return primary;
}

}  // namespace asparagate::detail
