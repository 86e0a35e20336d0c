#pragma once
#include "asparagate/analysis/statistics/mann_whitney.hpp"

#include <span>

namespace asparagate {

/// Exact Wilcoxon signed-rank test (DOMAIN 4.2): zeros dropped, and Pratt's version that ranks them.
struct SignedRank {
    std::size_t n = 0;             ///< non-zero differences
    std::size_t zeros = 0;
    double v = 0;                  ///< sum of positive ranks, zeros dropped
    double p_two_sided = 1;
    double p_min_attainable = 1;   ///< of this tie pattern, zeros dropped
    double v_pratt = 0;
    double p_two_sided_pratt = 1;
    bool ties = false;
    bool exact = true;
};
/// @throws AnalysisError on no differences or NaN.
SignedRank signed_rank(std::span<const double> differences);

/// Pseudomedian (Walsh averages) with its exact interval (DOMAIN 4.3).
HodgesLehmann pseudomedian(std::span<const double> differences, double confidence = 0.95);

}  // namespace asparagate
