#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asparagate {

/// Shortest decimal that reads back to the same double, C locale; "inf", "-inf", "nan".
std::string format_number(double value);
/// Whole text as a double in the C locale, blanks around it allowed; nullopt when it is anything else, also for a
/// decimal comma.
std::optional<double> parse_number(std::string_view text);
/// Whole text as an unsigned integer, blanks around it allowed.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::string_view trim(std::string_view text);

}  // namespace asparagate
