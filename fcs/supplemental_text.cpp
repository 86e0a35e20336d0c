#include "supplemental_text.hpp"

#include "asparagate/fcs/number.hpp"
#include "keyword_builder.hpp"
#include "tokeniser.hpp"

#include <algorithm>
#include <string>

namespace asparagate::detail {
namespace {

/// Words of a segment, and what is odd about its delimiter.
struct Words {
    Tokens tokens;
    char delimiter;
    const char* oddity = nullptr;
};

bool starts_like_key(char first) {
    return (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '$' || first == ' ';
}

Words split(std::string_view text, char primary_delimiter, const ReadLimits& limits) {
    const std::size_t most = 2 * limits.keywords;
    const char first = text.front();
    if (first == primary_delimiter) return {tokenise(text.substr(1), first, TokenMode::escaped, most), first};
    Tokens own = tokenise(text.substr(1), first, TokenMode::escaped, most);
    if (!starts_like_key(first) && !own.words.empty() && own.words.size() % 2 == 0 && !own.no_final_delimiter)
        return {std::move(own), first, "uses a delimiter of its own"};
    // Bio-Rad S3 leaves out the leading delimiter.
    return {tokenise(text, primary_delimiter, TokenMode::escaped, most), primary_delimiter,
            "lacks its leading delimiter"};
}

/// Some writers point these segments at a picture or an archive. The delimiter may be a control character, which a key
/// then holds when it was doubled.
bool holds_keywords(const Tokens& tokens, char delimiter) {
    if (tokens.too_many || tokens.words.size() < 2) return false;
    const auto printable = [&](char c) { return (c >= 0x20 && c <= 0x7E) || c == delimiter; };
    for (std::size_t i = 0; i + 1 < tokens.words.size(); i += 2) {
        const std::string_view key = trim(tokens.words[i]);  // Partec writes each on a line of its own
        if (!std::all_of(key.begin(), key.end(), printable)) return false;
    }
    return true;
}

/// Where keywords are read from, and the code of what is odd there.
struct Source {
    const char* segment;
    const char* name;
    const char* code;
    const char* otherwise;    ///< what happens to a segment that holds no keywords
    const char* oddity_code;  ///< note for a delimiter other than that of TEXT; null when it is a warning
};
constexpr Source supplement{"STEXT", "supplemental TEXT", "W-STEXT", "and is ignored", nullptr};
// ANALYSIS may be anything, and a rewrite keeps its bytes whatever delimiter TEXT gets.
constexpr Source analysis{"ANALYSIS", "ANALYSIS", "W-ANALYSIS", "and is kept as bytes only", "I-ANALYSIS"};

bool read_keywords(const Source& source, std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                   const ReadLimits& limits, Keywords& keywords, FindingLog& log) {
    const LogPlace place{source.segment, "", offset_bytes};
    if (text.size() > limits.text_bytes) {
        log.warn(source.code, place,
                 std::string(source.name) + " has " + std::to_string(text.size()) +
                     " bytes, more than the limit (--max-text), " + source.otherwise);
        return false;
    }
    Words words = split(text, primary_delimiter, limits);
    if (!holds_keywords(words.tokens, words.delimiter)) {
        log.warn(source.code, place,
                 std::string(source.name) + " holds something else than keywords " + source.otherwise);
        return false;
    }
    if (words.oddity && source.oddity_code)
        log.note(source.oddity_code, place, std::string(source.name) + ' ' + words.oddity);
    else if (words.oddity)
        log.warn(source.code, place, std::string(source.name) + ' ' + words.oddity);
    const bool is_utf8 = check_encoding(source.segment, text, offset_bytes, log);
    KeywordBuilder(source.segment, limits, keywords, log).add_all(std::move(words.tokens), is_utf8);
    return true;
}

}  // namespace

void read_supplemental_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                            const ReadLimits& limits, Keywords& keywords, FindingLog& log) {
    read_keywords(supplement, text, offset_bytes, primary_delimiter, limits, keywords, log);
}

std::optional<Keywords> read_analysis_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                                           const ReadLimits& limits, FindingLog& log) {
    Keywords keywords;
    if (!read_keywords(analysis, text, offset_bytes, primary_delimiter, limits, keywords, log)) return std::nullopt;
    return keywords;
}

}  // namespace asparagate::detail
