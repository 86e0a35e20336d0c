#include "statistics/rank_sums.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

/// Ranks from 0 in steps of 1 as far as they allow: sum of k ranks = k * smallest + unit * sum of k reduced ones.
/// Between untied doubled ranks every other sum is missing, and so need not be held.
struct ReducedRanks {
    std::int64_t smallest = 0, unit = 1;
    std::vector<std::size_t> prefix{0};  ///< sums of the smallest 0, 1, 2, ... reduced ranks

    explicit ReducedRanks(std::span<const std::int64_t> ranks) {
        std::vector<std::int64_t> sorted(ranks.begin(), ranks.end());
        std::sort(sorted.begin(), sorted.end());
        if (sorted.empty()) return;
        smallest = sorted.front();
        std::int64_t common = 0;
        for (const std::int64_t rank : sorted) common = std::gcd(common, rank - smallest);
        unit = std::max<std::int64_t>(common, 1);
        for (const std::int64_t rank : sorted)
            prefix.push_back(prefix.back() + static_cast<std::size_t>((rank - smallest) / unit));
    }

    [[nodiscard]] std::size_t size() const { return prefix.size() - 1; }
    [[nodiscard]] std::size_t rank(std::size_t place) const { return prefix[place + 1] - prefix[place]; }
    /// Sums, less the smallest, that k of the first `taken` ranks can have end here.
    [[nodiscard]] std::size_t width(std::size_t k, std::size_t taken) const {
        return prefix[taken] - prefix[taken - k] - prefix[k] + 1;
    }
};

/// Calls `visit(place, k)` for every step: the rank at `place` joins k - 1 of those before it. Fewer than k are left
/// out where the remaining ranks could not fill up to `size`.
template <class Visit>
void each_step(const ReducedRanks& ranks, std::size_t size, Visit&& visit) {
    for (std::size_t place = 0; place < ranks.size(); ++place) {
        const std::size_t after = ranks.size() - place - 1;
        for (std::size_t k = std::min(size, place + 1); k >= 1 && k + after >= size; --k) visit(place, k);
    }
}

/// Of ranks that are not all 0, else 1.
std::int64_t common_divisor(std::span<const std::int64_t> ranks) {
    std::int64_t common = 0;
    for (const std::int64_t rank : ranks) common = std::gcd(common, rank);
    return std::max<std::int64_t>(common, 1);
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
    constexpr double largest_log_count = 700;  // of a double is 709
    const std::size_t most_ways = std::min(size, ranks.size() / 2);
    if (log_binomial(static_cast<double>(ranks.size()), static_cast<double>(most_ways)) > largest_log_count)
        return std::numeric_limits<double>::infinity();
    const ReducedRanks reduced(ranks);
    double work = 0;
    each_step(reduced, size,
              [&](std::size_t place, std::size_t k) { work += static_cast<double>(reduced.width(k - 1, place)); });
    return work;
}

SumDistribution subset_sums(std::span<const std::int64_t> ranks, std::size_t size) {
    const ReducedRanks reduced(ranks);
    // ways[k][s]: subsets of k ranks whose reduced sum is s above the smallest. Counts stay exact integers below 2^53.
    std::vector<std::vector<double>> ways;
    for (std::size_t k = 0; k <= size; ++k) ways.emplace_back(reduced.width(k, reduced.size()), 0.0);
    ways[0][0] = 1;
    each_step(reduced, size, [&](std::size_t place, std::size_t k) {
        const double* const from = ways[k - 1].data();
        double* const into = ways[k].data() + (reduced.rank(place) - reduced.rank(k - 1));
        const std::size_t width = reduced.width(k - 1, place);
        for (std::size_t s = 0; s < width; ++s) into[s] += from[s];
    });
    const double all = std::accumulate(ways[size].begin(), ways[size].end(), 0.0);
    const auto unit = static_cast<std::size_t>(reduced.unit);
    SumDistribution sums;
    sums.offset = static_cast<std::int64_t>(size) * reduced.smallest +
                  reduced.unit * static_cast<std::int64_t>(reduced.prefix[size]);
    sums.probability.assign((ways[size].size() - 1) * unit + 1, 0.0);
    for (std::size_t s = 0; s < ways[size].size(); ++s) sums.probability[s * unit] = ways[size][s] / all;
    return sums;
}

double sign_sums_work(std::span<const std::int64_t> ranks) {
    double total = 0, work = 0;
    for (const std::int64_t rank : ranks) {
        total += static_cast<double>(rank);
        work += total + 1;
    }
    return work / static_cast<double>(common_divisor(ranks));
}

SumDistribution sign_sums(std::span<const std::int64_t> ranks) {
    const std::int64_t unit = common_divisor(ranks);
    std::vector<double> probability{1}, next;
    for (const std::int64_t value : ranks) {
        const auto rank = static_cast<std::size_t>(value / unit);
        next.assign(probability.size() + rank, 0.0);
        // Halving is exact, so the probabilities are as exact as counts would be and cannot overflow.
        for (std::size_t s = 0; s < probability.size(); ++s) next[s] = 0.5 * probability[s];
        for (std::size_t s = 0; s < probability.size(); ++s) next[s + rank] += 0.5 * probability[s];
        probability.swap(next);
    }
    SumDistribution sums;
    sums.probability.assign((probability.size() - 1) * static_cast<std::size_t>(unit) + 1, 0.0);
    for (std::size_t s = 0; s < probability.size(); ++s)
        sums.probability[s * static_cast<std::size_t>(unit)] = probability[s];
    return sums;
}

double log_binomial(double n, double k) {
    return boost::math::lgamma(n + 1) - boost::math::lgamma(k + 1) - boost::math::lgamma(n - k + 1);
}

}  // namespace asparagate
