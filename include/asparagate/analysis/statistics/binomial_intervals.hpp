#pragma once
#include "asparagate/analysis/statistics/proportion.hpp"

namespace asparagate {

/// 95 % intervals of x of n (DOMAIN 4.8; Brown, Cai and DasGupta 2001), all within 0 to 1.
struct BinomialIntervals {
    double estimate = 0;
    ConfidenceInterval clopper_pearson{0, 1};
    ConfidenceInterval wilson{0, 1};
    ConfidenceInterval jeffreys{0, 1};        ///< closed at 0 of n and n of n
    ConfidenceInterval agresti_coull{0, 1};
    ConfidenceInterval mid_p{0, 1};           ///< x itself counts half in the tails
};
/// @throws AnalysisError unless 0 <= x <= n and n >= 1.
BinomialIntervals binomial_intervals(std::uint64_t x, std::uint64_t n);

/// Exact interval of a Poisson rate: events per exposure (DOMAIN 4.12).
struct PoissonRate {
    double rate = 0;
    ConfidenceInterval interval{0, 0};     ///< 95 %, two-sided
    double one_sided_upper = 0;            ///< 95 %
    double coefficient_of_variation = 0;   ///< 1/sqrt(events); NaN without events
};
/// @throws AnalysisError unless the exposure is positive and finite.
PoissonRate poisson_rate(std::uint64_t events, double exposure);

}  // namespace asparagate
