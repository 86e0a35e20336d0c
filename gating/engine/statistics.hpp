#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace asparagate::detail {

/// Quantiles of type 7 (Hyndman and Fan 1996; R's default) at `percents` (0-100, ascending). Reorders `values`, which
/// must hold no NaN. Empty optionals when there are no values.
std::vector<std::optional<double>> percentiles(std::span<double> values, std::span<const double> percents);

/// The median of the events whose bits are set, as percentiles() gives it; values that are not finite are left out.
std::optional<double> member_median(std::span<const double> column, std::span<const std::uint64_t> members);

/// The percents that channel_statistics() reads, ascending.
inline constexpr std::array<double, 5> statistics_percents = {5, 15.87, 50, 84.13, 95};

/// Where a quantile of type 7 lies among n > 0 sorted values: between ranks `rank` and `rank` + 1.
struct QuantilePlace {
    std::uint64_t rank = 0;
    double fraction = 0;
};
QuantilePlace quantile_place(double percent, std::uint64_t n);

/// The values by which the statistics are defined; empty where undefined.
struct StatisticsParts {
    std::optional<double> mean, standard_deviation, geometric_mean_positive;
    std::array<std::optional<double>, statistics_percents.size()> percentiles;
};
/// Names and values of docs/gate-semantics.md.
std::vector<std::pair<std::string, std::optional<double>>> named_statistics(const StatisticsParts& parts);

/// Statistics of one channel in one population by the names of docs/gate-semantics.md; values that are not finite are
/// left out. Reorders and shortens `values`.
std::vector<std::pair<std::string, std::optional<double>>> channel_statistics(std::vector<double>& values);

}  // namespace asparagate::detail
