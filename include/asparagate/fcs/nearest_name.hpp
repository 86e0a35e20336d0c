#pragma once
#include <span>
#include <string>
#include <string_view>

namespace asparagate {

/// Damerau-Levenshtein distance without case (optimal string alignment): insertions, deletions, replacements and
/// swaps of neighbours. Texts are cut at 100 characters.
std::size_t name_distance(std::string_view a, std::string_view b);

/// The candidate at the smallest distance, the first of equals; empty without candidates.
std::string nearest_name(std::string_view found, std::span<const std::string> candidates);

/// `; did you mean "x"?` when a candidate is near, else `; expected "a", "b" or "c"`. Empty without candidates.
std::string suggestion(std::string_view found, std::span<const std::string> candidates);

/// Text from a file in double quotes, escaped for a terminal.
std::string in_quotes(std::string_view text);

std::string lower_case(std::string_view text);

}  // namespace asparagate
