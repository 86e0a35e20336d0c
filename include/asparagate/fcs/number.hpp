#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asparagate {

/// Shortest decimal that reads back to the same double, C locale; whole numbers below 10^15 without an exponent;
/// "inf", "-inf", "nan".
std::string format_number(double value);
/// Whole text as a double in the C locale, blanks around it allowed; nullopt when it is anything else, also for a
/// decimal comma, and when it does not fit a double.
std::optional<double> parse_number(std::string_view text);
/// Whole text as an unsigned integer (digits only), blanks around it allowed; nullopt also when it exceeds 64 bits.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
/// `text` without the blanks, tabs and line ends around it.
std::string_view trim(std::string_view text);

}  // namespace asparagate
