#pragma once
#include <span>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// `; did you mean 'x'?` with the candidate at the smallest edit distance, or a list of what is valid when none is
/// near. Empty without candidates.
std::string suggestion(std::string_view found, std::span<const std::string> candidates);

}  // namespace asparagate::detail
