#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"

#include <span>

namespace asparagate {

/// Bootstrap of the mean: every one of the n^n resamples up to n = 10 (as multisets with their weights), else seeded ones
/// (DOMAIN 4.7). Quantiles are type 7 of the resampled means; BCa after Efron 1987.
struct MeanBootstrap {
    double resamples = 0;
    bool exact = true;
    ConfidenceInterval percentile{0, 0};  ///< 95 %
    double z0 = 0;                        ///< bias correction; means equal to the estimate count half
    double acceleration = 0;
    ConfidenceInterval bca_levels{0, 0};  ///< probabilities that BCa takes
    ConfidenceInterval bca{0, 0};
    double standard_error = 0;
};
/// A constant sample has every interval at its value. @throws AnalysisError below two values or on one not finite.
MeanBootstrap bootstrap_mean(std::span<const double> values, const MonteCarlo& settings = {});

}  // namespace asparagate
