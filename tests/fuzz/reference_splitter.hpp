#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::fuzz {

/// Keys and values of a TEXT segment by the rules that leave no choice: the first byte is the delimiter, a pair of them
/// inside a word is one of its characters, the last byte is a delimiter. nullopt where writers are known to mean
/// different things: an odd run of three or more, a word that is empty or begins or ends with the delimiter, no
/// delimiter at the end.
inline std::optional<std::vector<std::string>> split_by_the_book(std::string_view text) {
    const char delimiter = text.front();
    if (text.size() < 3 || text.back() != delimiter || text[1] == delimiter) return std::nullopt;
    std::vector<std::string> words(1);
    std::size_t delimiters = 0;  // in a row, just before this byte
    for (const char c : text.substr(1)) {
        if (c == delimiter) {
            ++delimiters;
            continue;
        }
        if (delimiters == 1) {
            words.emplace_back();
        } else if (delimiters % 2 == 1) {
            return std::nullopt;
        }
        if (delimiters != 1) words.back().append(delimiters / 2, delimiter);
        words.back() += c;
        delimiters = 0;
    }
    if (delimiters != 1) return std::nullopt;
    return words;
}

/// The segment that holds these words.
inline std::string join(const std::vector<std::string>& words, char delimiter) {
    std::string text(1, delimiter);
    for (const std::string& word : words) {
        for (const char c : word) text.append(c == delimiter ? 2 : 1, c);
        text += delimiter;
    }
    return text;
}

}  // namespace asparagate::fuzz
