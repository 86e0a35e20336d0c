#include "store/table.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

std::string integer_cell(std::int64_t value, ColumnType type) {
    if (type == ColumnType::yes_no) return value < 0 ? "" : value != 0 ? "yes" : "no";
    if (type == ColumnType::optional_integer && value < 0) return "";
    return std::to_string(value);
}

std::string cell(const Column& column, std::size_t row) {
    switch (column.type) {
        case ColumnType::text:
            return delimited_cell(column.texts()[row], ',');
        case ColumnType::number: {
            const double value = column.numbers()[row];
            return std::isnan(value) ? "" : format_number(value);
        }
        case ColumnType::integer:
        case ColumnType::optional_integer:
        case ColumnType::yes_no:
            return integer_cell(column.integers()[row], column.type);
    }
    return {};
}

Column::Values empty_values(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return std::vector<std::string>{};
        case ColumnType::number:
            return std::vector<double>{};
        case ColumnType::integer:
        case ColumnType::optional_integer:
        case ColumnType::yes_no:
            return std::vector<std::int64_t>{};
    }
    return {};
}

}  // namespace

Column::Column(std::string column_name, ColumnType column_type)
    : name(std::move(column_name)), type(column_type), values(empty_values(column_type)) {}

std::size_t Column::size() const {
    return std::visit([](const auto& list) { return list.size(); }, values);
}

const Column* Table::find(const std::string& name) const {
    for (const Column& column : columns)
        if (column.name == name) return &column;
    return nullptr;
}

std::string format_csv(const Table& table) {
    std::string text;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (c) text += ',';
        text += delimited_cell(table.columns[c].name, ',');
    }
    text += '\n';
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (c) text += ',';
            text += cell(table.columns[c], row);
        }
        text += '\n';
    }
    return text;
}

}  // namespace asparagate
