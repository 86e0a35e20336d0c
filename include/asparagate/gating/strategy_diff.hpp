#pragma once
#include "asparagate/gating/strategy.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// One difference between two strategies, in words.
struct StrategyChange {
    enum class Kind { added, removed, moved, changed };
    Kind kind = Kind::changed;
    std::string subject;  ///< path of a population, or `transform NAME`, `matrix NAME`, ...
    std::string text;     ///< "x_min of CD3: 900 -> 950"
};

/// What makes `after` out of `before`, population by population. Empty exactly when every population has the same
/// definition; order, notes and custom XML do not count.
std::vector<StrategyChange> strategy_changes(const GatingStrategy& before, const GatingStrategy& after);

/// "changed /T: min of CD3: 900 -> 950".
std::string describe(const StrategyChange& change);

/// What is sound but hardly meant: gates that can hold no event of their parent, polygons that cross themselves,
/// ellipses without a covariance (G-EMPTY, G-CROSSING, G-ELLIPSE).
Findings strategy_findings(const GatingStrategy& strategy, const std::string& where);

}  // namespace asparagate
