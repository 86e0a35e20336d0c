#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// How delimiters that stand next to each other are understood.
enum class TokenMode {
    escaped,  ///< two are one delimiter inside a key or value, as the standard says
    mixed,    ///< as escaped in values; after a key they enclose an empty value
    literal   ///< every delimiter ends a token, so two enclose an empty one
};

const char* token_mode_name(TokenMode mode);

/// Keys and values of a TEXT segment in turn.
struct Tokens {
    std::vector<std::string> words;
    bool no_final_delimiter = false;
    bool extra_final_delimiter = false;  ///< two delimiters at the very end
    bool boundary_run = false;           ///< an odd run of three or more: the escapes were kept on the word before
    bool too_many = false;               ///< more than `max_words`; the rest is missing
};

/// Splits `text`, what follows the leading delimiter of a segment. Blanks, line ends and NULs after the last delimiter
/// are dropped.
Tokens tokenise(std::string_view text, char delimiter, TokenMode mode, std::size_t max_words);

}  // namespace asparagate::detail
