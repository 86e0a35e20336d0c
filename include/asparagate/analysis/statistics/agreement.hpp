#pragma once
#include "asparagate/analysis/statistics/proportion.hpp"

#include <span>

namespace asparagate {

/// Agreement of two measurements of the same things (DOMAIN 4.12). What n does not allow is NaN.
struct Agreement {
    double concordance = 0;               ///< Lin 1989, moments with n in the denominator
    double bias = 0;                      ///< mean of x - y
    double sd_difference = 0;             ///< with n - 1
    ConfidenceInterval limits{0, 0};      ///< bias +- 1.96 sd (Bland and Altman 1986)
    ConfidenceInterval bias_interval{0, 0};  ///< 95 %, t
};
/// @throws AnalysisError when lengths differ, there are none, or a value is not finite.
Agreement agreement(std::span<const double> x, std::span<const double> y);

}  // namespace asparagate
