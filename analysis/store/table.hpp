#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace asparagate {

/// How a column's values are meant. Missing values: empty text stays empty text, NaN for numbers, -1 for optional
/// integers and for yes_no.
enum class ColumnType { text, number, integer, optional_integer, yes_no };

struct Column {
    using Values = std::variant<std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>>;
    std::string name;
    ColumnType type = ColumnType::text;
    Values values;

    Column(std::string column_name, ColumnType column_type);
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::vector<std::string>& texts() { return std::get<0>(values); }
    [[nodiscard]] const std::vector<std::string>& texts() const { return std::get<0>(values); }
    [[nodiscard]] std::vector<double>& numbers() { return std::get<1>(values); }
    [[nodiscard]] const std::vector<double>& numbers() const { return std::get<1>(values); }
    [[nodiscard]] std::vector<std::int64_t>& integers() { return std::get<2>(values); }
    [[nodiscard]] const std::vector<std::int64_t>& integers() const { return std::get<2>(values); }
};

/// Named columns of equal length: the form in which every list of records is stored (HDF5, JSON, CSV).
struct Table {
    std::vector<Column> columns;

    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
    [[nodiscard]] const Column* find(const std::string& name) const;
};

/// CSV with a header line; missing values are empty cells, yes_no is `yes` or `no`.
std::string format_csv(const Table& table);

}  // namespace asparagate
