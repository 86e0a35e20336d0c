#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <span>

namespace asparagate {

// Permutation p of the rank tests by seeded draws, for groups too large for their exact distribution. Draws times values
// are kept below 2.5e8, with at least 1000 draws.

struct MannWhitneyDraws {
    PermutationP two_sided, greater, less;
};
/// @throws AnalysisError on an empty group or NaN.
MannWhitneyDraws mann_whitney_draws(std::span<const double> x, std::span<const double> y, const MonteCarlo& settings);

struct SignedRankDraws {
    PermutationP dropped;  ///< zeros dropped before ranking
    PermutationP pratt;    ///< ranked and then dropped
};
/// @throws AnalysisError on no differences or NaN.
SignedRankDraws signed_rank_draws(std::span<const double> differences, const MonteCarlo& settings);

}  // namespace asparagate
