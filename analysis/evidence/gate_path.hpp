#pragma once
#include "asparagate/gating/strategy.hpp"

namespace asparagate {

/// Whether a population rests on cells being positive for `marker`: some gate on its path takes them from above a
/// bound on that marker (range, rectangle, quadrant), or lies wholly above zero on it (polygon, ellipse); booleans ask
/// their operands. The marker is known by its name or the strategy's panel.
bool requires_positive(const GatingStrategy& strategy, const std::string& population, const std::string& marker);

/// Whether some gate on the path reads `marker` at all.
bool reads_marker(const GatingStrategy& strategy, const std::string& population, const std::string& marker);

}  // namespace asparagate
