#include "statistics.hpp"

#include "bitmap.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace asparagate::detail {
namespace {

std::optional<double> mean(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

std::optional<double> standard_deviation(std::span<const double> values, std::optional<double> centre) {
    if (values.size() < 2) return std::nullopt;
    double sum = 0;
    for (const double value : values) sum += (value - *centre) * (value - *centre);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::optional<double> geometric_mean_positive(std::span<const double> values) {
    double sum = 0;
    std::size_t n = 0;
    for (const double value : values)
        if (value > 0) sum += std::log(value), ++n;
    if (n == 0) return std::nullopt;
    return std::exp(sum / static_cast<double>(n));
}

/// A spread relative to a median of zero or below says nothing.
std::optional<double> robust_cv(std::optional<double> low, std::optional<double> median, std::optional<double> high) {
    if (!median || !(*median > 0)) return std::nullopt;
    return 100 * 0.5 * (*high - *low) / *median;
}

constexpr double half[] = {50};

/// Values from which counting in buckets beats taking all of them apart.
constexpr std::size_t fewest_for_buckets = 1 << 16;
constexpr std::size_t n_buckets = 1 << 16;

/// Sign, exponent and first bits of the fraction: ascending with the value, sixteen buckets for each power of two.
std::size_t bucket_of(double value) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return (bits & sign ? ~bits : bits | sign) >> 48;
}

template <class Visit>
void for_each_finite(std::span<const double> column, std::span<const std::uint64_t> members, Visit visit) {
    for_each_bit(members, [&](std::size_t event) {
        if (std::isfinite(column[event])) visit(column[event]);
    });
}

/// First non-empty bucket that reaches beyond `rank`, and the number of values in the buckets below it.
struct RankBucket {
    std::size_t bucket;
    std::uint64_t below;
};
RankBucket bucket_at(const std::vector<std::uint64_t>& counts, std::uint64_t rank) {
    std::uint64_t below = 0;
    std::size_t bucket = 0;
    while (below + counts[bucket] <= rank) below += counts[bucket++];
    return {bucket, below};
}

/// Only the one or two buckets that hold the middle are taken apart.
std::optional<double> median_by_buckets(std::span<const double> column, std::span<const std::uint64_t> members) {
    std::vector<std::uint64_t> counts(n_buckets);
    for_each_finite(column, members, [&](double value) { ++counts[bucket_of(value)]; });
    std::uint64_t n = 0;
    for (const std::uint64_t count : counts) n += count;
    if (n == 0) return std::nullopt;
    const auto [rank, fraction] = quantile_place(half[0], n);
    const RankBucket first = bucket_at(counts, rank), last = bucket_at(counts, std::min(rank + 1, n - 1));
    std::vector<double> middle;
    middle.reserve(counts[first.bucket] + counts[last.bucket]);
    for_each_finite(column, members, [&](double value) {
        const std::size_t bucket = bucket_of(value);
        if (bucket == first.bucket || bucket == last.bucket) middle.push_back(value);
    });
    const auto at = middle.begin() + static_cast<std::ptrdiff_t>(rank - first.below);
    std::nth_element(middle.begin(), at, middle.end());
    const double upper = fraction > 0 ? *std::min_element(at + 1, middle.end()) : *at;
    return *at + fraction * (upper - *at);
}

}  // namespace

QuantilePlace quantile_place(double percent, std::uint64_t n) {
    const double position = percent / 100 * static_cast<double>(n - 1);
    const std::uint64_t rank = std::min(static_cast<std::uint64_t>(position), n - 1);
    return {rank, position - static_cast<double>(rank)};
}

std::vector<std::optional<double>> percentiles(std::span<double> values, std::span<const double> percents) {
    std::vector<std::optional<double>> result(percents.size());
    if (values.empty()) return result;
    auto sorted_until = values.begin();  // what lies before is smaller than what follows
    for (std::size_t i = 0; i < percents.size(); ++i) {
        const auto [rank, fraction] = quantile_place(percents[i], values.size());
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
        if (at >= sorted_until) std::nth_element(sorted_until, at, values.end());
        sorted_until = std::max(sorted_until, at);
        const double upper = fraction > 0 && at + 1 < values.end() ? *std::min_element(at + 1, values.end()) : *at;
        result[i] = *at + fraction * (upper - *at);
    }
    return result;
}

std::optional<double> member_median(std::span<const double> column, std::span<const std::uint64_t> members) {
    const std::size_t n = count_bits(members);
    if (n >= fewest_for_buckets) return median_by_buckets(column, members);
    std::vector<double> values;
    values.reserve(n);
    for_each_finite(column, members, [&](double value) { values.push_back(value); });
    return percentiles(values, half).front();
}

std::vector<std::pair<std::string, std::optional<double>>> channel_statistics(std::vector<double>& values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    // Sums run in event order, before the percentiles reorder.
    StatisticsParts parts;
    parts.mean = mean(values);
    parts.standard_deviation = standard_deviation(values, parts.mean);
    parts.geometric_mean_positive = geometric_mean_positive(values);
    const auto found = percentiles(values, statistics_percents);
    std::copy(found.begin(), found.end(), parts.percentiles.begin());
    return named_statistics(parts);
}

std::vector<std::pair<std::string, std::optional<double>>> named_statistics(const StatisticsParts& parts) {
    const auto& [p05, low, median, high, p95] = parts.percentiles;
    return {{"median", median},
            {"mean", parts.mean},
            {"geometric_mean_positive", parts.geometric_mean_positive},
            {"robust_cv", robust_cv(low, median, high)},
            {"p05", p05},
            {"p95", p95},
            {"sd", parts.standard_deviation}};
}

}  // namespace asparagate::detail
