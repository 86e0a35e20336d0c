#pragma once
// A list of records as a Table and back. Each record type says its columns once, in a header of fields
// (clinical_fields.hpp and its siblings).
#include "store/table.hpp"

#include "asparagate/fcs/error.hpp"

#include <filesystem>
#include <initializer_list>
#include <limits>
#include <string_view>

namespace asparagate {

/// What the fields() of a record talk to: one call per column, always in the same order. With `reading`, values go from
/// the table into the record, else from the record into the table. The first pass over a record declares the columns.
class RecordTable {
public:
    RecordTable() = default;
    /// @throws Error(input) naming `place` when a column is missing or of another type.
    RecordTable(const Table& table, std::string place) : source_(&table), place_(std::move(place)) {}

    void declare_only(bool value) { declaring_ = value; }
    void next_row() { ++row_, position_ = 0; }
    [[nodiscard]] Table take() { return std::move(table_); }

    void operator()(const char* name, std::string& value);
    void operator()(const char* name, std::filesystem::path& value);
    void operator()(const char* name, std::vector<std::string>& value);  ///< joined by `;`
    void operator()(const char* name, char& value);  ///< a qualifier: empty for `=`, else `<` or `>`
    void operator()(const char* name, double& value);
    void operator()(const char* name, std::optional<double>& value);
    void operator()(const char* name, bool& value);
    void operator()(const char* name, std::optional<bool>& value);
    void operator()(const char* name, int& value);
    void operator()(const char* name, unsigned& value);
    void operator()(const char* name, std::uint64_t& value);
    void operator()(const char* name, std::optional<std::uint64_t>& value);
    /// An enumeration stored by name; `names` follow the enumerators.
    template <class Enumeration>
    void choice(const char* name, Enumeration& value, std::initializer_list<const char*> names) {
        auto index = static_cast<std::size_t>(value);
        choose(name, index, names);
        value = static_cast<Enumeration>(index);
    }

private:
    void choose(const char* name, std::size_t& index, std::initializer_list<const char*> names);
    void text(const char* name, std::string& value);
    void number(const char* name, double& value);
    void integer(const char* name, std::int64_t& value, ColumnType type);
    Column& declared(const char* name, ColumnType type);
    const Column& expected(const char* name, ColumnType type);

    const Table* source_ = nullptr;
    std::string place_;
    Table table_;
    bool declaring_ = false;
    std::size_t row_ = 0;
    std::size_t position_ = 0;
};

template <class Record>
Table to_table(const std::vector<Record>& records) {
    RecordTable columns;
    columns.declare_only(true);
    Record blank{};
    fields(columns, blank);
    columns.declare_only(false);
    for (Record record : records) {
        columns.next_row();
        fields(columns, record);
    }
    return columns.take();
}

/// @throws Error(input) naming `place`.
template <class Record>
std::vector<Record> from_table(const Table& table, const std::string& place) {
    RecordTable columns(table, place);
    std::vector<Record> records(table.rows());
    for (Record& record : records) {
        fields(columns, record);
        columns.next_row();
    }
    return records;
}

}  // namespace asparagate
