#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <vector>

namespace asparagate {

// Step-down max-T of rank tests within a family (Westfall and Young 1993): patients are rearranged for all features at
// once, so that their correlation is kept. `features` are rows with one value for each patient; NaN is missing: the
// feature's statistic is made, in every arrangement, from the patients that have it. Each statistic is a rank sum over
// its standard deviation given how many of the feature's patients fall into which group, so that features with more
// patients do not outweigh the others. With complete features this ranks arrangements as the exact tests do. Valid when
// what is missing does not depend on the outcome.
//
// All arrangements are gone through while that takes at most 1e8 steps, else seeded ones. A feature that cannot be
// tested has p = 1. @throws AnalysisError on no features, unequal lengths or an infinity.

/// Group labels are rearranged; the Mann-Whitney rank sum. @throws AnalysisError when a group is empty
std::vector<PermutationP> max_t_groups(const std::vector<std::vector<double>>& features,
                                       const std::vector<bool>& in_group, const MonteCarlo& settings = {});
/// Signs of differences are turned, one sign for each patient; the signed-rank sum, zeros dropped.
std::vector<PermutationP> max_t_pairs(const std::vector<std::vector<double>>& differences,
                                      const MonteCarlo& settings = {});
/// `outcome` is rearranged over the patients; Spearman's rho times sqrt(n - 1). @throws AnalysisError on NaN in
/// `outcome`
std::vector<PermutationP> max_t_orders(const std::vector<std::vector<double>>& features,
                                       const std::vector<double>& outcome, const MonteCarlo& settings = {});

}  // namespace asparagate
