#pragma once
#include "asparagate/gating/strategy.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// One difference between two strategies, in words.
struct StrategyChange {
    enum class Kind { added, removed, moved, changed };
    Kind kind = Kind::changed;
    std::string subject;  ///< path of a population, or `transform NAME`, `version NAME`, ...
    std::string text;     ///< "x_min of CD3: 900 -> 950"
};

/// What makes `after` out of `before`: settings, populations, groups and tailored versions. Empty exactly when every
/// population has the same definition in every sample; order, notes and custom XML do not count.
std::vector<StrategyChange> strategy_changes(const GatingStrategy& before, const GatingStrategy& after);

/// "changed /T: min of CD3: 900 -> 950".
std::string describe(const StrategyChange& change);

}  // namespace asparagate
