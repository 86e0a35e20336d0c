#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/prediction.hpp"
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <set>

namespace asparagate {
namespace {

/// A table with its columns by name.
class NamedColumns {
public:
    explicit NamedColumns(const std::filesystem::path& path) : table_(read_delimited(path)) {}

    [[nodiscard]] const std::vector<DelimitedText::Row>& rows() const { return table_.rows; }
    [[nodiscard]] std::optional<std::size_t> find(const std::string& column) const {
        const auto found = std::find(table_.columns.begin(), table_.columns.end(), column);
        if (found == table_.columns.end()) return std::nullopt;
        return static_cast<std::size_t>(found - table_.columns.begin());
    }
    [[nodiscard]] std::size_t required(const std::string& column) const {
        if (const auto index = find(column)) return *index;
        throw AnalysisError(table_.path.string(),
                            "has no column " + in_quotes(column) + suggestion(column, table_.columns));
    }
    [[noreturn]] void fail(const DelimitedText::Row& row, std::size_t column, const std::string& expected) const {
        throw AnalysisError(
            table_.path.string() + ":" + std::to_string(row.line) + ": column " + in_quotes(table_.columns[column]),
            "found " + in_quotes(row.cells[column]) + "; expected " + expected);
    }
    /// Empty = missing.
    [[nodiscard]] std::optional<double> number(const DelimitedText::Row& row, std::size_t column) const {
        if (trim(row.cells[column]).empty()) return std::nullopt;
        const auto value = parse_number(row.cells[column]);
        if (!value || !std::isfinite(*value)) fail(row, column, "a finite number, or an empty cell for a missing one");
        return value;
    }
    [[nodiscard]] std::optional<bool> outcome(const DelimitedText::Row& row, std::size_t column) const {
        const std::string text = lower_case(trim(row.cells[column]));
        if (text.empty() || text == "not evaluable") return std::nullopt;
        for (const char* yes : {"yes", "1", "true", "restored"})
            if (text == yes) return true;
        for (const char* no : {"no", "0", "false", "not restored"})
            if (text == no) return false;
        fail(row, column, "yes or no, 1 or 0, restored or not restored, or an empty cell");
    }

private:
    DelimitedText table_;
};

void check_markers(const std::vector<std::string>& markers) {
    if (markers.empty()) throw Error(ErrorKind::usage, "no marker; name at least one with --marker");
    std::set<std::string> seen;
    for (const std::string& marker : markers)
        if (!seen.insert(marker).second) throw Error(ErrorKind::usage, "marker " + in_quotes(marker) + " named twice");
}

/// Takes a patient who has everything, counts one who has not.
void take(PredictionInput& input, const std::string& patient, std::optional<bool> outcome,
          const std::vector<std::optional<double>>& values) {
    std::vector<double> row;
    for (const auto& value : values)
        if (value) row.push_back(*value);
    if (!outcome || row.size() < values.size()) {
        ++input.missing;
        return;
    }
    input.patients.push_back(patient);
    input.data.rows.push_back(std::move(row));
    input.data.outcome.push_back(*outcome);
}

/// log2 fold changes by patient and feature.
using FoldChanges = std::map<std::pair<std::string, std::string>, double>;

FoldChanges read_fold_changes(const std::filesystem::path& path, const std::vector<std::string>& markers) {
    const NamedColumns table(path);
    const std::size_t feature = table.required("feature"), patient = table.required("patient");
    const std::size_t change = table.required("log2fc"), state = table.required("state");
    FoldChanges changes;
    std::vector<std::string> features;
    for (const auto& row : table.rows()) {
        const std::string name = unguarded_cell(row.cells[feature]);
        if (std::find(features.begin(), features.end(), name) == features.end()) features.push_back(name);
        const std::string& found = row.cells[state];
        if (found == "UNRELIABLE" || found == "MISSING") continue;
        if (const auto value = table.number(row, change)) changes[{unguarded_cell(row.cells[patient]), name}] = *value;
    }
    for (const std::string& marker : markers) {
        if (std::find(features.begin(), features.end(), marker) == features.end())
            throw AnalysisError(path.string(), "has no feature " + in_quotes(marker) + suggestion(marker, features));
    }
    return changes;
}

}  // namespace

PredictionInput read_prediction_table(const std::filesystem::path& path, const std::string& outcome,
                                      const std::vector<std::string>& markers) {
    check_markers(markers);
    const NamedColumns table(path);
    const std::size_t outcome_column = table.required(outcome);
    const auto patient_column = table.find("patient");
    std::vector<std::size_t> columns;
    for (const std::string& marker : markers) columns.push_back(table.required(marker));
    PredictionInput input;
    input.markers = markers;
    std::set<std::string> seen;
    for (const auto& row : table.rows()) {
        const std::string patient =
            patient_column ? unguarded_cell(row.cells[*patient_column]) : "line " + std::to_string(row.line);
        if (!seen.insert(patient).second) table.fail(row, *patient_column, "each patient once");
        std::vector<std::optional<double>> values;
        for (const std::size_t column : columns) values.push_back(table.number(row, column));
        take(input, patient, table.outcome(row, outcome_column), values);
    }
    return input;
}

PredictionInput read_prediction_results(const std::filesystem::path& folder, const std::vector<std::string>& markers) {
    check_markers(markers);
    const NamedColumns outcomes(folder / "outcomes.csv");
    const FoldChanges changes = read_fold_changes(folder / "foldchanges.csv", markers);
    const std::size_t patient_column = outcomes.required("patient"), restored = outcomes.required("restored");
    PredictionInput input;
    input.markers = markers;
    for (const auto& row : outcomes.rows()) {
        const std::string patient = unguarded_cell(row.cells[patient_column]);
        std::vector<std::optional<double>> values;
        for (const std::string& marker : markers) {
            const auto found = changes.find({patient, marker});
            values.push_back(found == changes.end() ? std::nullopt : std::optional(found->second));
        }
        take(input, patient, outcomes.outcome(row, restored), values);
    }
    return input;
}

}  // namespace asparagate
