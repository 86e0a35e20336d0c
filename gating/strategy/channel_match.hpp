#pragma once
#include "asparagate/gating/strategy.hpp"

namespace asparagate::detail {

/// Positions of the parameters that `name` means on the best level at which any does; empty when none does.
std::vector<std::size_t> matching_parameters(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                             std::string_view name);

/// Level at which `name` means `parameter`: 0 is the exact channel; nullopt when it does not.
std::optional<int> match_level(const GatingStrategy& strategy, const Parameter& parameter, std::string_view name);

}  // namespace asparagate::detail
