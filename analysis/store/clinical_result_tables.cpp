#include "store/clinical_fields.hpp"
#include "store/gating_fields.hpp"
#include "store/result_tables.hpp"
#include "store/study_fields.hpp"

namespace asparagate {
namespace {

/// One patient under one rule of restoration.
struct RestorationRow {
    std::string patient, group, label, rule;
    bool study_rule = false;
    std::optional<bool> inactive_before;
    std::string result;                   ///< empty for R-D, which is a number
    std::optional<bool> flips;            ///< another answer than R-A, where both have one
    std::optional<bool> label_disagrees;  ///< with the label supplied
    std::optional<double> log2_change;
    std::string bound;
};

void fields(RecordTable& column, RestorationRow& row) {
    column("patient", row.patient);
    column("group", row.group);
    column("label", row.label);
    column("rule", row.rule);
    column("study_rule", row.study_rule);
    column("inactive_before", row.inactive_before);
    column("result", row.result);
    column("flips", row.flips);
    column("label_disagrees", row.label_disagrees);
    column("log2_change", row.log2_change);
    column("bound", row.bound);
}

/// Two rules on the patients that both can judge.
struct ConcordanceRow {
    std::string rule_1, rule_2;
    std::uint64_t both = 0, only_1 = 0, only_2 = 0, neither = 0, not_evaluable = 0;
    std::vector<std::string> flips;  ///< patients on whom they differ
};

void fields(RecordTable& column, ConcordanceRow& row) {
    column("rule_1", row.rule_1);
    column("rule_2", row.rule_2);
    column("both_restored", row.both);
    column("only_1", row.only_1);
    column("only_2", row.only_2);
    column("neither", row.neither);
    column("not_evaluable", row.not_evaluable);
    column("flips", row.flips);
}

std::optional<bool> differ(Restoration a, Restoration b) {
    if (a == Restoration::not_evaluable || b == Restoration::not_evaluable) return std::nullopt;
    return a != b;
}

std::optional<bool> disagrees_with_label(const PatientEvidence& patient, Restoration restored) {
    if (patient.label.empty()) return std::nullopt;
    return differ(restored, patient.label == "AAR" ? Restoration::restored : Restoration::not_restored);
}

Restoration result_of(const PatientEvidence& patient, const std::string& rule) {
    const auto found = patient.rules.find(rule);
    return found == patient.rules.end() ? Restoration::not_evaluable : found->second;
}

RestorationRow row_of(const PatientEvidence& patient, const std::string& rule, const Evidence& evidence) {
    RestorationRow row;
    row.patient = patient.patient.id;
    row.group = group_name(patient.group);
    row.label = patient.label;
    row.rule = rule;
    row.study_rule = rule == evidence.settings.restoration_rule;
    row.inactive_before = patient.inactive_before;
    return row;
}

void add_patient(std::vector<RestorationRow>& rows, const PatientEvidence& patient, const Evidence& evidence) {
    for (const auto& [rule, restored] : patient.rules) {
        RestorationRow row = row_of(patient, rule, evidence);
        row.result = restoration_name(restored);
        row.flips = differ(restored, result_of(patient, "R-A"));
        row.label_disagrees = disagrees_with_label(patient, restored);
        rows.push_back(std::move(row));
    }
    RestorationRow change = row_of(patient, "R-D", evidence);
    change.log2_change = patient.log2_activity_change_d7;
    change.bound = patient.log2_activity_change_bound;
    rows.push_back(std::move(change));
}

ConcordanceRow concordance_of(const std::vector<PatientEvidence>& patients, const std::string& rule_1,
                              const std::string& rule_2) {
    ConcordanceRow row{rule_1, rule_2, 0, 0, 0, 0, 0, {}};
    for (const PatientEvidence& patient : patients) {
        const Restoration a = result_of(patient, rule_1), b = result_of(patient, rule_2);
        const std::optional<bool> flips = differ(a, b);
        row.not_evaluable += !flips;
        if (!flips) continue;
        const bool first = a == Restoration::restored, second = b == Restoration::restored;
        row.both += first && second;
        row.only_1 += first && !second;
        row.only_2 += !first && second;
        row.neither += !first && !second;
        if (*flips) row.flips.push_back(patient.patient.id);
    }
    return row;
}

/// Columns worked out from each dose, behind its own.
void add_dose_columns(Table& table, const std::vector<Dose>& doses) {
    Column family("family", ColumnType::text), percent("percent_of_planned", ColumnType::number);
    for (const Dose& dose : doses) {
        family.texts().push_back(dose.family());
        percent.numbers().push_back(dose.planned_dose ? 100 * dose.dose / *dose.planned_dose
                                                      : std::numeric_limits<double>::quiet_NaN());
    }
    table.columns.push_back(std::move(family));
    table.columns.push_back(std::move(percent));
}

template <auto Member>
std::string records_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.*Member));
}

std::string rules_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.settings.rules));
}

std::string doses_csv(const Evidence& evidence) {
    Table table = to_table(evidence.doses);
    add_dose_columns(table, evidence.doses);
    return format_csv(table);
}

/// Every patient under every restoration rule, and which rules differ from R-A or from the label.
std::string restoration_csv(const Evidence& evidence) {
    std::vector<RestorationRow> rows;
    for (const PatientEvidence& patient : evidence.patients) add_patient(rows, patient, evidence);
    return format_csv(to_table(rows));
}

/// Each pair of restoration rules: on how many patients they agree.
std::string concordance_csv(const Evidence& evidence) {
    const std::vector<std::string> rules = {"R-A", "R-B", "R-C"};
    std::vector<ConcordanceRow> rows;
    for (std::size_t i = 0; i < rules.size(); ++i)
        for (std::size_t j = i + 1; j < rules.size(); ++j)
            rows.push_back(concordance_of(evidence.patients, rules[i], rules[j]));
    return format_csv(to_table(rows));
}

}  // namespace

const std::vector<std::pair<const char*, std::string (*)(const Evidence&)>>& clinical_result_tables() {
    static const std::vector<std::pair<const char*, std::string (*)(const Evidence&)>> tables = {
        {"rules.csv", rules_csv},
        {"kinetics.csv", records_csv<&Evidence::kinetics>},
        {"restoration.csv", restoration_csv},
        {"concordance.csv", concordance_csv},
        {"doses.csv", doses_csv},
        {"reactions.csv", records_csv<&Evidence::reactions>},
        {"concomitant.csv", records_csv<&Evidence::concomitants>},
        {"liver.csv", records_csv<&Evidence::liver>},
        {"ammonia.csv", records_csv<&Evidence::ammonia>},
        {"cohort.csv", records_csv<&Evidence::cohort>},
        {"analyses.csv", records_csv<&Evidence::analyses>},
        {"claims.csv", records_csv<&Evidence::claims>},
        {"claim_tests.csv", records_csv<&Evidence::claim_tests>},
        {"detection.csv", records_csv<&Evidence::detection>},
        {"threshold_sensitivity.csv", records_csv<&Evidence::threshold_sensitivity>},
        {"cd19_pairs.csv", records_csv<&Evidence::cd19_pairs>}};
    return tables;
}

}  // namespace asparagate
