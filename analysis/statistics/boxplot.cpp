#include "asparagate/analysis/statistics/boxplot.hpp"

#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"
#include "statistics/midranks.hpp"

namespace asparagate {
namespace {

/// The value at a position from 1, between two values the mean of them weighted by nearness.
double at_position(const std::vector<double>& sorted, double position) {
    const double clamped = std::clamp(position, 1.0, static_cast<double>(sorted.size()));
    const auto below = static_cast<std::size_t>(clamped);
    const double share = clamped - static_cast<double>(below);
    if (share == 0) return sorted[below - 1];
    return (1 - share) * sorted[below - 1] + share * sorted[below];
}

/// Tukey: depth of the hinge is half of (depth of the median rounded down, plus 1).
std::array<double, 5> five_numbers(const std::vector<double>& sorted) {
    const auto n = static_cast<double>(sorted.size());
    const double hinge = std::floor((n + 3) / 2) / 2;
    // A depth of k + 1/2 is the plain mean of the two values.
    return {sorted.front(), at_position(sorted, hinge), at_position(sorted, (n + 1) / 2),
            at_position(sorted, n + 1 - hinge), sorted.back()};
}

}  // namespace

BoxplotSummary boxplot_summary(std::span<const double> values) {
    const Moments m = moments(values);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(sorted.size());
    BoxplotSummary summary;
    for (std::size_t i = 0; i < 3; ++i) {
        const double share = 0.25 * static_cast<double>(i + 1);
        summary.type7[i] = quantile(sorted, share);
        summary.type6[i] = at_position(sorted, share * (n + 1));
    }
    summary.five_numbers = five_numbers(sorted);
    const double reach = 1.5 * (summary.five_numbers[3] - summary.five_numbers[1]);
    const double low = summary.five_numbers[1] - reach, high = summary.five_numbers[3] + reach;
    const auto inside = [&](double value) { return value >= low && value <= high; };
    summary.whiskers = {*std::find_if(sorted.begin(), sorted.end(), inside),
                        *std::find_if(sorted.rbegin(), sorted.rend(), inside)};
    std::copy_if(values.begin(), values.end(), std::back_inserter(summary.outliers),
                 [&](double value) { return !inside(value); });
    summary.mean = m.mean;
    summary.sd = m.sd;
    return summary;
}

ZScores z_scores(std::span<const double> values, unsigned delta_degrees) {
    std::vector<double> present;
    std::copy_if(values.begin(), values.end(), std::back_inserter(present), [](double v) { return !std::isnan(v); });
    const Moments m = moments(present);
    ZScores scores;
    scores.mean = m.mean;
    scores.sd = m.sd;
    if (delta_degrees == 0) scores.sd = present.size() > 1 ? m.sd * std::sqrt((m.n - 1) / m.n) : 0;
    const auto [low, high] = std::minmax_element(present.begin(), present.end());
    scores.constant = values_tied(*low, *high);
    for (const double value : values)
        scores.z.push_back(scores.constant && !std::isnan(value) ? 0 : (value - scores.mean) / scores.sd);
    return scores;
}

}  // namespace asparagate
