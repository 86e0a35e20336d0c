#pragma once
#include <cstdint>
#include <span>

namespace asparagate {

/// Spearman's rho (Pearson of midranks) with its permutation p: all n! arrangements for n <= 10, else `draws` seeded
/// Monte Carlo permutations with a Clopper-Pearson interval of p (DOMAIN 4.7).
struct Spearman {
    std::size_t n = 0;
    double rho = 0;                ///< NaN when a side is constant; p is then 1
    double p_two_sided = 1;
    double p_min_attainable = 1;
    double p_low = 0, p_high = 1;  ///< equal to p when exact
    bool ties = false;
    bool exact = true;
};
/// @throws AnalysisError when lengths differ, n < 2 or a value is NaN.
Spearman spearman(std::span<const double> x, std::span<const double> y, std::uint64_t seed = 1,
                  std::uint64_t draws = 100000, unsigned threads = 0);

}  // namespace asparagate
