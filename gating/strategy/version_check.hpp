#pragma once
#include "validation.hpp"

namespace asparagate::detail {

/// The checks of groups and tailored versions, for a strategy whose tree is sound. @throws GatingError
void check_versions(const GatingStrategy& strategy, const StrategyPlaces& places);

}  // namespace asparagate::detail
