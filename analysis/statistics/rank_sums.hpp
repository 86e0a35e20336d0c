#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace asparagate {

/// Steps of dynamic programming above which tests turn to the normal approximation.
constexpr double exact_work_limit = 5e8;

/// Null distribution of an integer sum: probability[s] belongs to the sum `offset + s`.
struct SumDistribution {
    std::int64_t offset = 0;
    std::vector<double> probability;

    [[nodiscard]] double at_least(std::int64_t sum) const;
    [[nodiscard]] double at_most(std::int64_t sum) const;
    [[nodiscard]] double exactly(std::int64_t sum) const;
    /// P(|2 S - twice_mean| >= distance)
    [[nodiscard]] double at_least_as_far(std::int64_t twice_mean, std::int64_t distance) const;
};

/// Steps that subset_sums(ranks, size) takes; infinite where there are more subsets than a double can count.
double subset_sums_work(std::span<const std::int64_t> ranks, std::size_t size);
/// Sum of a random subset of `size` of the (non-negative) ranks, each subset equally likely.
SumDistribution subset_sums(std::span<const std::int64_t> ranks, std::size_t size);

/// Steps that sign_sums(ranks) takes.
double sign_sums_work(std::span<const std::int64_t> ranks);
/// Sum of the ranks that a fair coin keeps, one throw per rank.
SumDistribution sign_sums(std::span<const std::int64_t> ranks);

/// Natural logarithm of n over k.
double log_binomial(double n, double k);

}  // namespace asparagate
