#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"

#include <span>

namespace asparagate {

/// Kendall's tau-b with its permutation p: all n! orders for n <= 9, without ties exact to about n = 1250, else
/// seeded draws; fewer of them where they would take more than 2.5e8 comparisons, at least 1000 (DOMAIN 4.7).
struct Kendall {
    std::size_t n = 0;
    double tau_b = 0;         ///< NaN when a side is constant; p is then 1
    PermutationP two_sided;   ///< P(|S| >= |observed S|), S = concordant - discordant pairs
};
/// @throws AnalysisError when lengths differ, n < 2 or a value is NaN.
Kendall kendall(std::span<const double> x, std::span<const double> y, const MonteCarlo& settings = {});

/// Pearson's r; NaN below two pairs or when a side is constant. @throws AnalysisError when lengths differ.
double pearson_r(std::span<const double> x, std::span<const double> y);
/// 95 % interval of a correlation by Fisher's z; NaN below four pairs, closed at r = -1 and 1.
ConfidenceInterval fisher_z_interval(double r, std::size_t n);

}  // namespace asparagate
