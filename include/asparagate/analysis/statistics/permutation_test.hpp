#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <span>
#include <vector>

namespace asparagate {

/// Permutation test of the difference of means (DOMAIN 4.4): all C(N, n_x) assignments up to 5e6, else seeded draws.
/// Its attainable minimum is not that of Mann-Whitney: unequal groups have no mirror arrangement.
struct MeanDifference {
    std::size_t n_x = 0, n_y = 0;
    double difference = 0;     ///< mean of x - mean of y
    PermutationP two_sided;    ///< P(|difference| >= |observed|)
    PermutationP greater;
    PermutationP less;
    double p_min_attainable = 1;  ///< of the two-sided p
};
/// @throws AnalysisError on an empty group or a value that is not finite.
MeanDifference permutation_mean_difference(std::span<const double> x, std::span<const double> y,
                                           const MonteCarlo& settings = {});

/// Paired test of the mean by flipping signs: all 2^n up to n = 40 (sums of two halves meet in the middle), else
/// seeded draws.
struct SignFlip {
    std::size_t n = 0;
    double mean = 0;
    PermutationP two_sided;
    double p_min_attainable = 1;
};
/// @throws AnalysisError on no differences or a value that is not finite.
SignFlip sign_flip_mean(std::span<const double> differences, const MonteCarlo& settings = {});

/// Westfall-Young max-T (1993) with the absolute pooled-variance t: labels are permuted for all features at once, so
/// their correlation is kept. All C(N, n_1) assignments up to 5e6, else seeded draws.
struct MaxT {
    std::vector<double> t_abs;
    std::vector<PermutationP> raw;
    std::vector<PermutationP> single_step;
    std::vector<PermutationP> step_down;  ///< monotone in |t|
    double arrangements = 1;
    bool exact = true;
};
/// `features` are rows, `in_group` one flag per column; NaN is missing and left out of its feature's t. A feature
/// that is constant, or whose group is empty, has t = 0. @throws AnalysisError on unequal lengths, an empty group, an
/// infinity.
MaxT westfall_young(const std::vector<std::vector<double>>& features, const std::vector<bool>& in_group,
                    const MonteCarlo& settings = {});

}  // namespace asparagate
