#include "statistics/rank_sums.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <numeric>

namespace asparagate {
namespace {

/// Sums of the `size` smallest and largest ranks.
std::pair<std::int64_t, std::int64_t> extreme_sums(std::span<const std::int64_t> ranks, std::size_t size) {
    std::vector<std::int64_t> sorted(ranks.begin(), ranks.end());
    std::sort(sorted.begin(), sorted.end());
    const auto count = static_cast<std::ptrdiff_t>(size);
    return {std::accumulate(sorted.begin(), sorted.begin() + count, std::int64_t{0}),
            std::accumulate(sorted.end() - count, sorted.end(), std::int64_t{0})};
}

}  // namespace

double SumDistribution::at_least(std::int64_t sum) const {
    double total = 0;
    for (std::size_t s = probability.size(); s-- > 0;) {
        if (offset + static_cast<std::int64_t>(s) >= sum) total += probability[s];
    }
    return std::min(total, 1.0);
}

double SumDistribution::at_most(std::int64_t sum) const {
    double total = 0;
    for (std::size_t s = 0; s < probability.size(); ++s) {
        if (offset + static_cast<std::int64_t>(s) <= sum) total += probability[s];
    }
    return std::min(total, 1.0);
}

double SumDistribution::exactly(std::int64_t sum) const {
    const std::int64_t index = sum - offset;
    if (index < 0 || index >= static_cast<std::int64_t>(probability.size())) return 0;
    return probability[static_cast<std::size_t>(index)];
}

double SumDistribution::at_least_as_far(std::int64_t twice_mean, std::int64_t distance) const {
    double total = 0;
    for (std::size_t s = 0; s < probability.size(); ++s) {
        const std::int64_t sum = offset + static_cast<std::int64_t>(s);
        if (std::abs(2 * sum - twice_mean) >= distance) total += probability[s];
    }
    return std::min(total, 1.0);
}

double subset_sums_work(std::span<const std::int64_t> ranks, std::size_t size) {
    const double width = static_cast<double>(extreme_sums(ranks, size).second) + 1;
    return static_cast<double>(ranks.size()) * static_cast<double>(size) * width;
}

SumDistribution subset_sums(std::span<const std::int64_t> ranks, std::size_t size) {
    const auto [lowest, highest] = extreme_sums(ranks, size);
    const auto width = static_cast<std::size_t>(highest) + 1;
    // ways[k * width + s]: subsets of k ranks with sum s. Counts stay exact integers below 2^53.
    std::vector<double> ways((size + 1) * width, 0.0);
    ways[0] = 1;
    for (std::size_t taken = 0; taken < ranks.size(); ++taken) {
        const auto rank = static_cast<std::size_t>(ranks[taken]);
        for (std::size_t k = std::min(size, taken + 1); k >= 1; --k) {
            double* const into = ways.data() + k * width;
            const double* const from = into - width;
            for (std::size_t s = rank; s < width; ++s) into[s] += from[s - rank];
        }
    }
    SumDistribution sums;
    sums.offset = lowest;
    const auto begin = ways.begin() + static_cast<std::ptrdiff_t>(size * width);
    sums.probability.assign(begin + static_cast<std::ptrdiff_t>(lowest), begin + static_cast<std::ptrdiff_t>(width));
    const double all = std::accumulate(sums.probability.begin(), sums.probability.end(), 0.0);
    for (double& p : sums.probability) p /= all;
    return sums;
}

double sign_sums_work(std::span<const std::int64_t> ranks) {
    const double total = static_cast<double>(std::accumulate(ranks.begin(), ranks.end(), std::int64_t{0}));
    return static_cast<double>(ranks.size()) * (total + 1);
}

SumDistribution sign_sums(std::span<const std::int64_t> ranks) {
    SumDistribution sums;
    sums.probability.assign(static_cast<std::size_t>(std::accumulate(ranks.begin(), ranks.end(), std::int64_t{0})) + 1,
                            0.0);
    sums.probability[0] = 1;
    for (const std::int64_t value : ranks) {
        const auto rank = static_cast<std::size_t>(value);
        // Halving is exact, so the probabilities are as exact as counts would be and cannot overflow.
        for (std::size_t s = sums.probability.size(); s-- > 0;) {
            const double kept = s >= rank ? sums.probability[s - rank] : 0.0;
            sums.probability[s] = 0.5 * (sums.probability[s] + kept);
        }
    }
    return sums;
}

double log_binomial(double n, double k) {
    return boost::math::lgamma(n + 1) - boost::math::lgamma(k + 1) - boost::math::lgamma(n - k + 1);
}

}  // namespace asparagate
