#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <cstdint>

namespace asparagate {

/// Chance that the exact two-sided Mann-Whitney test rejects at `alpha` when both groups are normal with equal spread and
/// the true area under the curve is `auc`. The test's distribution is exact; the data are drawn.
struct MannWhitneyPower {
    double power = 0;
    double standard_error = 0;     ///< Monte Carlo; 0 when the test can never reject
    double p_min_attainable = 1;
    double alpha_attained = 0;     ///< the largest attainable p not above alpha; 0 = the test never rejects
};
/// @throws AnalysisError unless 0 < auc < 1, 0 < alpha < 1 and the exact distribution fits (about 210 against 210).
MannWhitneyPower mann_whitney_power(std::uint64_t n_1, std::uint64_t n_2, double auc, double alpha,
                                    const MonteCarlo& settings);

/// Best of `markers` independent null markers: the mean of the apparent AUC, always read in its better direction, and the
/// share of studies in which some marker separates perfectly.
struct BestNullMarker {
    double mean_auc = 0.5, auc_standard_error = 0;
    double perfect = 0, perfect_standard_error = 0;
};
BestNullMarker best_null_marker(std::uint64_t n_1, std::uint64_t n_2, std::uint64_t markers,
                                const MonteCarlo& settings);

}  // namespace asparagate
