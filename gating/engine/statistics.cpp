#include "statistics.hpp"

#include <algorithm>
#include <array>
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

}  // namespace

std::vector<std::optional<double>> percentiles(std::span<double> values, std::span<const double> percents) {
    std::vector<std::optional<double>> result(percents.size());
    if (values.empty()) return result;
    auto sorted_until = values.begin();  // what lies before is smaller than what follows
    for (std::size_t i = 0; i < percents.size(); ++i) {
        const double position = percents[i] / 100 * static_cast<double>(values.size() - 1);
        const auto rank = std::min(static_cast<std::size_t>(position), values.size() - 1);
        const double fraction = position - static_cast<double>(rank);
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
        if (at >= sorted_until) std::nth_element(sorted_until, at, values.end());
        sorted_until = std::max(sorted_until, at);
        const double upper = fraction > 0 && at + 1 < values.end() ? *std::min_element(at + 1, values.end()) : *at;
        result[i] = *at + fraction * (upper - *at);
    }
    return result;
}

std::vector<std::pair<std::string, std::optional<double>>> channel_statistics(std::vector<double>& values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    // Sums run in event order, before the percentiles reorder.
    const auto average = mean(values), deviation = standard_deviation(values, average);
    const auto geometric = geometric_mean_positive(values);
    constexpr std::array<double, 5> percents = {5, 15.87, 50, 84.13, 95};
    const auto p = percentiles(values, percents);
    return {{"median", p[2]},
            {"mean", average},
            {"geometric_mean_positive", geometric},
            {"robust_cv", robust_cv(p[1], p[2], p[3])},
            {"p05", p[0]},
            {"p95", p[4]},
            {"sd", deviation}};
}

}  // namespace asparagate::detail
