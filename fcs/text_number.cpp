#include "text_number.hpp"

#include "asparagate/fcs/number.hpp"

#include <cmath>

namespace asparagate::detail {

std::optional<TextNumber> parse_text_number(std::string_view text) {
    if (const auto integer = parse_unsigned(text)) return TextNumber{static_cast<double>(*integer), *integer, true};
    const auto value = parse_number(text);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    const std::uint64_t integer = *value <= 0        ? 0
                                  : *value >= 0x1p64 ? ~std::uint64_t{0}
                                                     : static_cast<std::uint64_t>(*value);
    return TextNumber{*value, integer, false};
}

}  // namespace asparagate::detail
