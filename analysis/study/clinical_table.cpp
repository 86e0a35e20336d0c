#include "study/clinical_table.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <chrono>
#include <regex>

namespace asparagate::study_files {
namespace {

constexpr const char* measurement_forms = " (5, <5 or >5)";

std::string range_text(double low, double high) {
    if (std::isinf(high)) return "a number from " + format_number(low);
    return "a number from " + format_number(low) + " to " + format_number(high);
}

constexpr const char* spreadsheet_error_hint =
    ", an error of the spreadsheet; correct it there, or leave the cell empty when the value is missing";

bool spreadsheet_error(std::string_view cell) {
    static const std::set<std::string_view> errors = {"#N/A",  "#NAME?", "#REF!",   "#VALUE!", "#DIV/0!",
                                                      "#NUM!", "#NULL!", "#SPILL!", "#CALC!",  "#GETTING_DATA"};
    return errors.count(cell) > 0;
}

// Serial numbers of 1954-10-03 to 2119-01-09. No timeline of a patient is that long.
constexpr double first_date_serial = 20000, last_date_serial = 80000;
constexpr double serial_of_1970 = 25569;

std::string date_of_serial(double serial) {
    const std::chrono::sys_days day{std::chrono::days(static_cast<int>(std::floor(serial - serial_of_1970)))};
    const std::chrono::year_month_day date(day);
    const auto two_digits = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(static_cast<int>(date.year())) + "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
           two_digits(static_cast<unsigned>(date.day()));
}

bool is_blank(const DelimitedText::Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return trim(cell).empty(); });
}

}  // namespace

std::string not_a_number(const std::string& cell) {
    static const std::regex decimal_comma(R"([<>]?\s*[-+]?[0-9.]*,[0-9,.]*)");
    static const std::regex date(R"([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*)");
    const std::string found = "found " + in_quotes(cell);
    const std::string lower = lower_case(cell);
    if (cell.size() <= 40 && std::regex_match(cell, decimal_comma)) {
        return found + " with a comma; write a decimal point and no thousands separator (1.5, 1500)";
    }
    if (cell.size() <= 40 && std::regex_match(cell, date)) {
        return found + ", a date; expected a number (days count from the start of blinatumomab, day 0)";
    }
    if (lower == "na" || lower == "n/a" || lower == "nan" || lower == "null" || lower == "-" || lower == "?") {
        return found + "; leave the cell empty when the value is missing";
    }
    if (spreadsheet_error(cell)) return found + spreadsheet_error_hint;
    if (cell.starts_with('=')) return found + ", a spreadsheet formula; export the table as values";
    if (cell.starts_with('<') || cell.starts_with('>')) return found + "; this column takes no < or >";
    return found + "; expected a number";
}

std::string TableRow::text(const std::string& column) const {
    const std::string* const cell = table_->cell(*row_, column);
    return cell == nullptr ? std::string() : std::string(trim(*cell));
}

std::string TableRow::required_text(const std::string& column) const {
    std::string cell = text(column);
    if (cell.empty()) fail(column, "is empty; expected a text");
    return cell;
}

std::string TableRow::reference(const std::string& column, const KnownNames& known) const {
    std::string name = required_text(column);
    if (!known.contains(name)) {
        fail(column, "unknown " + known.kind() + " " + in_quotes(name) + suggestion(name, known.names()));
    }
    return name;
}

std::optional<double> TableRow::optional_number(const std::string& column) const {
    const std::string cell = text(column);
    if (cell.empty()) return std::nullopt;
    const std::optional<double> value = parse_number(cell);
    if (!value || !std::isfinite(*value)) fail(column, not_a_number(cell));
    return value;
}

double TableRow::number(const std::string& column) const {
    const std::optional<double> value = optional_number(column);
    if (!value) fail(column, "is empty; expected a number");
    return *value;
}

std::optional<double> TableRow::optional_day(const std::string& column) const {
    const std::optional<double> value = optional_number(column);
    if (value && *value >= first_date_serial && *value <= last_date_serial) {
        fail(column, "found " + format_number(*value) + ", which a spreadsheet shows as " + date_of_serial(*value) +
                         "; expected a number of days from the start of blinatumomab, day 0");
    }
    return value;
}

double TableRow::day(const std::string& column) const {
    const std::optional<double> value = optional_day(column);
    if (!value) fail(column, "is empty; expected a number");
    return *value;
}

std::optional<double> TableRow::optional_number_within(const std::string& column, double low, double high) const {
    const std::optional<double> value = optional_number(column);
    if (value && (*value < low || *value > high)) {
        fail(column, "found " + format_number(*value) + "; expected " + range_text(low, high));
    }
    return value;
}

double TableRow::number_within(const std::string& column, double low, double high) const {
    const std::optional<double> value = optional_number_within(column, low, high);
    if (!value) fail(column, "is empty; expected " + range_text(low, high));
    return *value;
}

std::optional<bool> TableRow::yes_or_no(const std::string& column) const {
    const std::string cell = choice(column, {"yes", "no"}, "");
    return cell.empty() ? std::nullopt : std::optional(cell == "yes");
}

std::string TableRow::choice(const std::string& column, const std::vector<std::string>& choices,
                             const std::string& fallback) const {
    const std::string cell = text(column);
    if (cell.empty()) return fallback;
    for (const std::string& choice : choices) {
        if (lower_case(choice) == lower_case(cell)) return choice;
    }
    fail(column, "found " + in_quotes(cell) + suggestion(cell, choices));
}

std::string TableRow::required_choice(const std::string& column, const std::vector<std::string>& choices) const {
    std::string chosen = choice(column, choices, "");
    if (chosen.empty()) fail(column, "is empty" + suggestion("", choices));
    return chosen;
}

Measurement TableRow::measurement(const std::string& column, const std::string& unit_column) const {
    const std::string cell = required_text(column);
    Measurement result;
    std::string_view digits = cell;
    if (cell[0] == '<' || cell[0] == '>') {
        result.qualifier = cell[0];
        digits = trim(digits.substr(1));
    }
    const std::optional<double> value = parse_number(digits);
    if (!value || !std::isfinite(*value)) fail(column, not_a_number(std::string(digits)) + measurement_forms);
    if (*value < 0) fail(column, "found " + in_quotes(cell) + "; expected a number from 0");
    result.value = *value;
    result.unit = required_text(unit_column);
    return result;
}

void TableRow::fail(const std::string& column, const std::string& message) const {
    throw AnalysisError(
        table_->file().path.string() + ":" + std::to_string(row_->line) + ": column " + in_quotes(column), message);
}

Finding TableRow::finding(const std::string& code, Severity severity, const std::string& column,
                          const std::string& message) const {
    return {code, severity, table_->file().name, "line " + std::to_string(row_->line), column, std::nullopt, message};
}

ClinicalTable::ClinicalTable(TableFile file, const std::vector<Column>& columns)
    : file_(std::move(file)), text_(read_delimited(file_.path)) {
    std::vector<std::string> valid;
    for (const Column& column : columns) valid.push_back(column.name);
    const std::string header = file_.path.string() + ":1: column ";
    for (std::size_t i = 0; i < text_.columns.size(); ++i) {
        const std::string& name = text_.columns[i];
        if (std::find(valid.begin(), valid.end(), name) == valid.end()) {
            throw AnalysisError(header + in_quotes(name), "unknown column" + suggestion(name, valid));
        }
        positions_[name] = i;
    }
    for (const Column& column : columns) {
        if (!column.required || positions_.count(column.name) > 0) continue;
        throw AnalysisError(header + in_quotes(column.name), "is missing; the table has no such column");
    }
    std::erase_if(text_.rows, is_blank);
    for (const DelimitedText::Row& row : text_.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string_view cell = trim(row.cells[i]);
            if (spreadsheet_error(cell))
                TableRow(*this, row).fail(text_.columns[i], "found " + in_quotes(cell) + spreadsheet_error_hint);
        }
    }
}

const std::string* ClinicalTable::cell(const DelimitedText::Row& row, const std::string& column) const {
    const auto position = positions_.find(column);
    return position == positions_.end() ? nullptr : &row.cells[position->second];
}

void UniqueRows::add(const TableRow& row, const std::string& column, const std::string& key, const std::string& what) {
    const auto [first, is_new] = lines_.emplace(key, row.line());
    if (!is_new) row.fail(column, what + " is already in line " + std::to_string(first->second));
}

}  // namespace asparagate::study_files
