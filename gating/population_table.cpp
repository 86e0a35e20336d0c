#include "asparagate/gating/population_table.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

namespace asparagate {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> percent(std::optional<std::uint64_t> count, std::optional<std::uint64_t> of) {
    if (!count || !of || *of == 0) return std::nullopt;
    return 100.0 * static_cast<double>(*count) / static_cast<double>(*of);
}

/// One cell of a row: text, a count or a number that may be missing.
struct Cell {
    std::string_view column;
    std::variant<std::string_view, std::optional<std::uint64_t>, std::optional<double>> value;

    [[nodiscard]] std::string delimited(char separator) const {
        if (const auto* text = std::get_if<std::string_view>(&value)) return delimited_cell(*text, separator);
        if (const auto* count = std::get_if<std::optional<std::uint64_t>>(&value))
            return *count ? std::to_string(**count) : "";
        const auto& number = std::get<std::optional<double>>(value);
        return number && std::isfinite(*number) ? format_number(*number) : "";
    }
    [[nodiscard]] Json json() const {
        if (const auto* text = std::get_if<std::string_view>(&value)) return Json(*text);
        if (const auto* count = std::get_if<std::optional<std::uint64_t>>(&value))
            return *count ? Json(**count) : Json(nullptr);
        const auto& number = std::get<std::optional<double>>(value);
        return number && std::isfinite(*number) ? Json(*number) : Json(nullptr);
    }
};

using Cells = std::vector<Cell>;

Cells cells(const PopulationRow& row) {
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

Cells cells(const IntensityRow& row) {
    return {{"sample", row.sample}, {"population", row.population}, {"channel", row.channel},
            {"marker", row.marker}, {"statistic", row.statistic},   {"value", row.value}};
}

void write_line(std::ostream& out, const Cells& line, char separator, bool header) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) out << separator;
        out << (header ? std::string(line[i].column) : line[i].delimited(separator));
    }
    out << '\n';
}

template <typename Row>
void write_table(std::ostream& out, const std::vector<Row>& rows, TableFormat format, std::string_view schema) {
    if (format != TableFormat::json) {
        const char separator = format == TableFormat::csv ? ',' : '\t';
        write_line(out, cells(Row{}), separator, true);
        for (const Row& row : rows) write_line(out, cells(row), separator, false);
        return;
    }
    out << "{\"schema\":\"" << schema << "\",\"rows\":[";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Json object;
        for (const Cell& cell : cells(rows[i])) object[std::string(cell.column)] = cell.json();
        // Names come from files: bytes that are no UTF-8 are replaced, never a reason to lose the table.
        out << (i > 0 ? ",\n" : "\n") << object.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    out << "\n]}\n";
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
    write_table(out, rows, format, "asparagate.gate/1");
}

void write_intensity_table(std::ostream& out, const std::vector<IntensityRow>& rows, TableFormat format) {
    write_table(out, rows, format, "asparagate.intensities/1");
}

}  // namespace asparagate
