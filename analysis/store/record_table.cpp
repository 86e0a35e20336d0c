#include "store/record_table.hpp"

namespace asparagate {
namespace {

constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t missing_integer = -1;

std::string join(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ";") + item;
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> items;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(';', begin), text.size());
        items.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return items;
}

}  // namespace

Column& RecordTable::declared(const char* name, ColumnType type) {
    if (declaring_) return table_.columns.emplace_back(name, type);
    return table_.columns[position_++];
}

const Column& RecordTable::expected(const char* name, ColumnType type) {
    // Columns usually come in the order of the fields; a file written by another version may differ.
    const Column* column = position_ < source_->columns.size() && source_->columns[position_].name == name
                               ? &source_->columns[position_]
                               : source_->find(name);
    ++position_;
    if (column == nullptr || column->values.index() != Column(name, type).values.index())
        throw Error(ErrorKind::input, place_ + ": column \"" + name +
                                          "\" is missing or of another type; the results "
                                          "come from another version: run the study again");
    return *column;
}

void RecordTable::text(const char* name, std::string& value) {
    if (source_ != nullptr) {
        value = expected(name, ColumnType::text).texts()[row_];
        return;
    }
    Column& column = declared(name, ColumnType::text);
    if (!declaring_) column.texts().push_back(value);
}

void RecordTable::number(const char* name, double& value) {
    if (source_ != nullptr) {
        value = expected(name, ColumnType::number).numbers()[row_];
        return;
    }
    Column& column = declared(name, ColumnType::number);
    if (!declaring_) column.numbers().push_back(value);
}

void RecordTable::integer(const char* name, std::int64_t& value, ColumnType type) {
    if (source_ != nullptr) {
        value = expected(name, type).integers()[row_];
        return;
    }
    Column& column = declared(name, type);
    if (!declaring_) column.integers().push_back(value);
}

void RecordTable::choose(const char* name, std::size_t& index, std::initializer_list<const char*> names) {
    std::string value = source_ != nullptr ? "" : std::data(names)[index];
    text(name, value);
    if (source_ == nullptr) return;
    for (index = 0; index < names.size(); ++index)
        if (value == std::data(names)[index]) return;
    throw Error(ErrorKind::input, place_ + ": column \"" + name + "\": unknown value \"" + value + "\"");
}

void RecordTable::operator()(const char* name, std::string& value) {
    text(name, value);
}

void RecordTable::operator()(const char* name, std::filesystem::path& value) {
    std::string generic = value.generic_string();
    text(name, generic);
    value = generic;
}

void RecordTable::operator()(const char* name, std::vector<std::string>& value) {
    std::string joined = join(value);
    text(name, joined);
    value = split(joined);
}

void RecordTable::operator()(const char* name, char& value) {
    // A lone '=' would be escaped as a spreadsheet formula; an empty cell says the same.
    std::string one = value == '=' ? std::string() : std::string(1, value);
    text(name, one);
    value = one.empty() ? '=' : one.front();
}

void RecordTable::operator()(const char* name, double& value) {
    number(name, value);
}

void RecordTable::operator()(const char* name, std::optional<double>& value) {
    double cell = value.value_or(missing_number);
    number(name, cell);
    value = std::isnan(cell) ? std::nullopt : std::optional(cell);
}

void RecordTable::operator()(const char* name, bool& value) {
    std::int64_t cell = value;
    integer(name, cell, ColumnType::yes_no);
    value = cell > 0;
}

void RecordTable::operator()(const char* name, std::optional<bool>& value) {
    std::int64_t cell = value ? *value : missing_integer;
    integer(name, cell, ColumnType::yes_no);
    value = cell < 0 ? std::nullopt : std::optional(cell > 0);
}

void RecordTable::operator()(const char* name, int& value) {
    std::int64_t cell = value;
    integer(name, cell, ColumnType::integer);
    value = static_cast<int>(cell);
}

void RecordTable::operator()(const char* name, unsigned& value) {
    std::int64_t cell = value;
    integer(name, cell, ColumnType::integer);
    value = static_cast<unsigned>(cell);
}

void RecordTable::operator()(const char* name, std::uint64_t& value) {
    // Two's complement keeps every bit of a 64-bit seed.
    auto cell = static_cast<std::int64_t>(value);
    integer(name, cell, ColumnType::integer);
    value = static_cast<std::uint64_t>(cell);
}

void RecordTable::operator()(const char* name, std::optional<std::uint64_t>& value) {
    std::int64_t cell = value ? static_cast<std::int64_t>(*value) : missing_integer;
    integer(name, cell, ColumnType::optional_integer);
    value = cell < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(cell));
}

}  // namespace asparagate
