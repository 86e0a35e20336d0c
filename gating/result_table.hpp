#pragma once
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/population_table.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace asparagate::detail {

using Json = nlohmann::ordered_json;

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

inline void write_line(std::ostream& out, const Cells& line, char separator, bool header) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) out << separator;
        out << (header ? std::string(line[i].column) : line[i].delimited(separator));
    }
    out << '\n';
}

/// `cells` turns a row into cells with the same columns for every row.
template <typename Row>
void write_table(std::ostream& out, const std::vector<Row>& rows, Cells (*cells)(const Row&), TableFormat format,
                 std::string_view schema) {
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

}  // namespace asparagate::detail
