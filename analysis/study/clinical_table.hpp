#pragma once
#include "asparagate/analysis/study.hpp"
#include "asparagate/fcs/delimited_text.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace asparagate::study_files {

/// Where a table is: its path for errors, and the name relative to the study's folder for findings, which travel with
/// the results and must not depend on the machine.
struct TableFile {
    std::filesystem::path path;
    std::string name;
};

struct Column {
    std::string name;
    bool required = true;  ///< the column must be there; whether a cell may be empty is up to the reader
};

/// Names that other tables may refer to.
class KnownNames {
public:
    KnownNames(std::string kind, std::vector<std::string> names)
        : kind_(std::move(kind)), names_(std::move(names)), lookup_(names_.begin(), names_.end()) {}
    [[nodiscard]] bool contains(const std::string& name) const { return lookup_.count(name) > 0; }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] const std::string& kind() const { return kind_; }

private:
    std::string kind_;
    std::vector<std::string> names_;
    std::set<std::string> lookup_;
};

class ClinicalTable;

/// One row of a table. Cells are trimmed; an absent optional column reads as empty. Every error is an AnalysisError at
/// `file:line: column "x"`.
class TableRow {
public:
    TableRow(const ClinicalTable& table, const DelimitedText::Row& row) : table_(&table), row_(&row) {}

    [[nodiscard]] std::string text(const std::string& column) const;
    [[nodiscard]] std::string required_text(const std::string& column) const;
    /// A name that must be among `known`.
    [[nodiscard]] std::string reference(const std::string& column, const KnownNames& known) const;
    [[nodiscard]] double number(const std::string& column) const;
    [[nodiscard]] std::optional<double> optional_number(const std::string& column) const;
    /// A day of the patient's timeline; the serial number of a spreadsheet date is refused by name.
    [[nodiscard]] double day(const std::string& column) const;
    [[nodiscard]] std::optional<double> optional_day(const std::string& column) const;
    [[nodiscard]] double number_within(const std::string& column, double low, double high) const;
    [[nodiscard]] std::optional<double> optional_number_within(const std::string& column, double low,
                                                               double high) const;
    /// `yes`, `no` or empty.
    [[nodiscard]] std::optional<bool> yes_or_no(const std::string& column) const;
    /// One of `choices` in the spelling given here; the cell's case does not matter. Empty is `fallback`.
    [[nodiscard]] std::string choice(const std::string& column, const std::vector<std::string>& choices,
                                     const std::string& fallback) const;
    /// The same for a cell that must not be empty.
    [[nodiscard]] std::string required_choice(const std::string& column, const std::vector<std::string>& choices) const;
    /// A number of 0 or more that may carry `<` or `>`; the unit comes from `unit_column`.
    [[nodiscard]] Measurement measurement(const std::string& column, const std::string& unit_column) const;

    [[nodiscard]] std::size_t line() const { return row_->line; }
    [[noreturn]] void fail(const std::string& column, const std::string& message) const;
    [[nodiscard]] Finding finding(const std::string& code, Severity severity, const std::string& column,
                                  const std::string& message) const;

private:
    const ClinicalTable* table_;
    const DelimitedText::Row* row_;
};

/// A table of the study whose columns are known. Rows of empty cells, as spreadsheets leave them behind a table, are
/// left out; an error of a spreadsheet (`#N/A`) is refused wherever it stands.
class ClinicalTable {
public:
    /// @throws AnalysisError on an unknown column (with the nearest valid name) or a missing one; Error(input) as
    /// read_delimited.
    ClinicalTable(TableFile file, const std::vector<Column>& columns);

    [[nodiscard]] const TableFile& file() const { return file_; }
    [[nodiscard]] std::size_t size() const { return text_.rows.size(); }
    [[nodiscard]] TableRow row(std::size_t i) const { return {*this, text_.rows[i]}; }
    /// nullptr for an optional column that is not there.
    [[nodiscard]] const std::string* cell(const DelimitedText::Row& row, const std::string& column) const;

private:
    TableFile file_;
    DelimitedText text_;
    std::map<std::string, std::size_t> positions_;
};

/// Refuses a second row with the same key.
class UniqueRows {
public:
    /// @throws AnalysisError naming the first line with the key. `column` is where the error points.
    void add(const TableRow& row, const std::string& column, const std::string& key, const std::string& what);

private:
    std::map<std::string, std::size_t> lines_;
};

/// Why a cell is not a number, for messages: decimal comma, date, formula, a word for missing.
std::string not_a_number(const std::string& cell);

}  // namespace asparagate::study_files
