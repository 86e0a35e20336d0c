#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace asparagate::detail {

/// A value of `$DATATYPE/A`. The standard knows unsigned integers; signs, fractions and exponents are tolerated.
struct TextNumber {
    double value = 0;
    std::uint64_t integer = 0;  ///< exact where the text is an unsigned integer, else `value` cut to what fits
    bool unsigned_integer = true;
};

/// The whole of `text`, blanks and line ends around it allowed; nullopt when it is no finite number.
std::optional<TextNumber> parse_text_number(std::string_view text);

}  // namespace asparagate::detail
