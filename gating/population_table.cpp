#include "asparagate/gating/population_table.hpp"

#include "result_table.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using detail::Cells;

std::optional<double> percent(std::optional<std::uint64_t> count, std::optional<std::uint64_t> of) {
    if (!count || !of || *of == 0) return std::nullopt;
    return 100.0 * static_cast<double>(*count) / static_cast<double>(*of);
}

Cells cells_of_population(const PopulationRow& row) {
    std::optional<ProportionInterval> interval;
    if (row.count && row.parent_count) interval = wilson_interval(*row.count, *row.parent_count);
    const auto bound = [&](double ProportionInterval::*side) {
        return interval ? std::optional(100 * ((*interval).*side)) : std::nullopt;
    };
    return {{"sample", row.sample},
            {"population", row.population},
            {"parent", row.parent},
            {"gate", row.gate},
            {"count", row.count},
            {"parent_count", row.parent_count},
            {"total_count", std::optional(row.total_count)},
            {"percent_of_parent", row.percent_of_parent()},
            {"percent_of_total", row.percent_of_total()},
            {"ci_low", bound(&ProportionInterval::low)},
            {"ci_high", bound(&ProportionInterval::high)},
            {"state", row.state}};
}

Cells cells_of_intensity(const IntensityRow& row) {
    return {{"sample", row.sample}, {"population", row.population}, {"channel", row.channel},
            {"marker", row.marker}, {"statistic", row.statistic},   {"value", row.value}};
}

}  // namespace

std::string detection_state(std::uint64_t count, const DetectionLimits& limits) {
    if (count == 0) return "ND";
    if (count < limits.lod) return "trace";
    return count < limits.lloq ? "detected, not quantified" : "quantified";
}

std::optional<ProportionInterval> wilson_interval(std::uint64_t count, std::uint64_t n) {
    if (n == 0) return std::nullopt;
    constexpr double z = 1.959963984540054;  // 97.5 % quantile of the normal distribution
    const double total = static_cast<double>(n), p = static_cast<double>(count) / total, z2 = z * z;
    const double centre = (p + z2 / (2 * total)) / (1 + z2 / total);
    const double half = z / (1 + z2 / total) * std::sqrt(p * (1 - p) / total + z2 / (4 * total * total));
    // At the ends the bound is exactly 0 or 1; rounding would leave 1e-18.
    return ProportionInterval{count == 0 ? 0.0 : std::max(0.0, centre - half),
                              count == n ? 1.0 : std::min(1.0, centre + half)};
}

std::optional<double> PopulationRow::percent_of_parent() const {
    return percent(count, parent_count);
}

std::optional<double> PopulationRow::percent_of_total() const {
    return percent(count, total_count);
}

void write_population_table(std::ostream& out, const std::vector<PopulationRow>& rows, TableFormat format) {
    detail::write_table(out, rows, cells_of_population, format, "asparagate.gate/1");
}

void write_intensity_table(std::ostream& out, const std::vector<IntensityRow>& rows, TableFormat format) {
    detail::write_table(out, rows, cells_of_intensity, format, "asparagate.intensities/1");
}

}  // namespace asparagate
