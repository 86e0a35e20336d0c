#include "store/result_tables.hpp"

#include "evidence/restoration.hpp"
#include "store/clinical_fields.hpp"
#include "store/statistics_fields.hpp"

#include "asparagate/fcs/number.hpp"

#include <set>
#include <sstream>

namespace asparagate {
namespace {

/// Text columns made from each row's record, put after the first `position` columns.
template <class Record, class Text>
void insert_text(Table& table, std::size_t position, const std::string& name, const std::vector<Record>& records,
                 Text&& text) {
    Column column(name, ColumnType::text);
    for (const Record& record : records) column.texts().push_back(text(record));
    table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(position), std::move(column));
}

std::size_t position_of(const Table& table, const std::string& column) {
    return static_cast<std::size_t>(table.find(column) - table.columns.data());
}

auto group_of(const Evidence& evidence) {
    return [&evidence](const auto& record) {
        const PatientEvidence* patient = evidence.patient(record.patient);
        return patient != nullptr ? group_name(patient->group) : std::string();
    };
}

std::string rule_text(const PatientEvidence& patient, const std::string& rule) {
    const auto found = patient.rules.find(rule);
    return found == patient.rules.end() ? "" : restoration_name(found->second);
}

}  // namespace

std::string populations_csv(const Evidence& evidence) {
    std::ostringstream out;
    write_population_table(out, evidence.populations, TableFormat::csv);
    return std::move(out).str();
}

std::string intensities_csv(const Evidence& evidence) {
    std::ostringstream out;
    write_intensity_table(out, evidence.intensities, TableFormat::csv);
    return std::move(out).str();
}

std::string fold_changes_csv(const Evidence& evidence) {
    Table table = to_table(evidence.fold_changes);
    const auto feature_text = [&](std::string Feature::*member) {
        return [&evidence, member](const FoldChange& change) {
            const Feature* feature = evidence.feature(change.feature);
            return feature != nullptr ? feature->*member : std::string();
        };
    };
    insert_text(table, 2, "group", evidence.fold_changes, group_of(evidence));
    insert_text(table, 1, "measure", evidence.fold_changes, feature_text(&Feature::measure));
    insert_text(table, 1, "family", evidence.fold_changes, feature_text(&Feature::family));
    insert_text(table, 1, "name", evidence.fold_changes, feature_text(&Feature::name));
    return format_csv(table);
}

std::string comparisons_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.comparisons));
}

std::string correlations_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.correlations));
}

std::string influence_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.influences));
}

std::string clustering_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.clustering));
}

std::string activity_csv(const Evidence& evidence) {
    Table table = to_table(evidence.activity);
    insert_text(table, 1, "group", evidence.activity, group_of(evidence));
    insert_text(table, position_of(table, "uloq_iu_l"), "class", evidence.activity,
                [&](const ActivitySample& sample) { return activity_class(sample, evidence.settings); });
    return format_csv(table);
}

std::string antibodies_csv(const Evidence& evidence) {
    Table table = to_table(evidence.antibodies);
    insert_text(table, 1, "group", evidence.antibodies, group_of(evidence));
    return format_csv(table);
}

std::string outcomes_csv(const Evidence& evidence) {
    Table table = to_table(evidence.patients);
    // What later versions added stands behind the columns that scripts know by their place.
    const auto next = [&table] { return position_of(table, "bmi"); };
    for (const std::string rule : {"R-A", "R-B", "R-C"})
        insert_text(table, next(), rule, evidence.patients,
                    [&](const PatientEvidence& patient) { return rule_text(patient, rule); });
    std::set<double> thresholds;
    for (const PatientEvidence& patient : evidence.patients)
        for (const auto& [threshold, restored] : patient.restored_at) thresholds.insert(threshold);
    for (const double threshold : thresholds)
        insert_text(table, next(), "restored_at_" + format_number(threshold) + "_iu_l", evidence.patients,
                    [&](const PatientEvidence& patient) {
                        const auto found = patient.restored_at.find(threshold);
                        return found == patient.restored_at.end() ? "" : restoration_name(found->second);
                    });
    return format_csv(table);
}

}  // namespace asparagate
