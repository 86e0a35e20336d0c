#pragma once
#include <span>
#include <vector>

namespace asparagate {

/// A value for a rank test that may be known only to lie below a limit (`<20`).
struct CensoredValue {
    double value = 0;    ///< the value, or the limit
    bool below = false;  ///< known only to lie below `value`
};

/// The same values for rank tests over all groups together (DOMAIN 4.13): whatever lies below the highest limit of any
/// group becomes -infinity, tied at the lowest rank; the others stay. Same shape as the input.
/// @throws AnalysisError on NaN.
std::vector<std::vector<double>> rank_values(const std::vector<std::vector<CensoredValue>>& groups);

}  // namespace asparagate
