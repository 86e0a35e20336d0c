#pragma once
#include <array>
#include <span>
#include <vector>

namespace asparagate {

/// What a box plot shows, and the quantiles behind it (DOMAIN 4.12).
struct BoxplotSummary {
    std::array<double, 3> type7;          ///< quartiles, R's default
    std::array<double, 3> type6;          ///< quartiles at (n + 1) p
    std::array<double, 5> five_numbers;   ///< minimum, Tukey's hinges and median, maximum
    std::array<double, 2> whiskers;       ///< the furthest values within 1.5 hinge spreads of the hinges
    std::vector<double> outliers;         ///< beyond the whiskers, in input order
    double mean = 0, sd = 0;              ///< sd with n - 1, NaN for one value
};
/// @throws AnalysisError on no values or one that is not finite.
BoxplotSummary boxplot_summary(std::span<const double> values);

/// z-scores with the given delta degrees of freedom (0 or 1); NaN stays NaN. A constant gives 0.
struct ZScores {
    double mean = 0, sd = 0;
    std::vector<double> z;
    bool constant = false;
};
/// @throws AnalysisError when no value is there or one is infinite.
ZScores z_scores(std::span<const double> values, unsigned delta_degrees = 1);

}  // namespace asparagate
