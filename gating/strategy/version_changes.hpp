#pragma once
#include "asparagate/gating/strategy_diff.hpp"

namespace asparagate::detail {

/// Appends what differs in the groups and tailored versions of two strategies. The order of samples does not count.
void add_version_changes(const GatingStrategy& before, const GatingStrategy& after,
                         std::vector<StrategyChange>& changes);

}  // namespace asparagate::detail
