#include "evidence/cohort.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

namespace asparagate {
namespace {

using LevelOf = std::function<std::string(const PatientEvidence&)>;
using NumberOf = std::function<std::optional<double>(const PatientEvidence&)>;

void add_levels(std::vector<CohortRow>& rows, const std::string& characteristic,
                const std::vector<PatientEvidence>& patients, const LevelOf& level_of) {
    std::map<std::string, std::uint64_t> levels;
    std::uint64_t n = 0;
    for (const PatientEvidence& patient : patients) {
        const std::string level = level_of(patient);
        if (level.empty()) continue;
        ++levels[level];
        ++n;
    }
    for (const auto& [level, k] : levels) {
        CohortRow row;
        row.characteristic = characteristic;
        row.level = level;
        row.k = k;
        row.n = n;
        const ConfidenceInterval interval = clopper_pearson(k, n);
        row.percent = 100 * static_cast<double>(k) / static_cast<double>(n);
        row.low = 100 * interval.low;
        row.high = 100 * interval.high;
        rows.push_back(std::move(row));
    }
}

void add_number(std::vector<CohortRow>& rows, const std::string& characteristic,
                const std::vector<PatientEvidence>& patients, const NumberOf& number_of) {
    std::vector<double> values;
    for (const PatientEvidence& patient : patients)
        if (const auto value = number_of(patient)) values.push_back(*value);
    if (values.empty()) return;
    CohortRow row;
    row.characteristic = characteristic;
    row.k = row.n = values.size();
    row.median = median(values);
    row.first_quartile = quantile(values, 0.25);
    row.third_quartile = quantile(values, 0.75);
    row.minimum = *std::min_element(values.begin(), values.end());
    row.maximum = *std::max_element(values.begin(), values.end());
    rows.push_back(std::move(row));
}

std::string yes_no(const std::optional<bool>& value) {
    if (!value) return {};
    return *value ? "yes" : "no";
}

/// 2 / C(n, k): both extreme arrangements of a tie-free Mann-Whitney test.
std::optional<double> smallest_between(std::uint64_t first, std::uint64_t second) {
    if (first == 0 || second == 0) return std::nullopt;
    double arrangements = 1;
    for (std::uint64_t i = 1; i <= std::min(first, second); ++i)
        arrangements = arrangements * static_cast<double>(first + second - i + 1) / static_cast<double>(i);
    return std::min(1.0, 2 / arrangements);
}

/// 2 / 2^n: all differences of one sign.
std::optional<double> smallest_paired(std::uint64_t n) {
    if (n == 0) return std::nullopt;
    return std::min(1.0, std::exp2(1 - static_cast<double>(n)));
}

bool has_item(const Study& study, const PatientEvidence& patient, const std::string& item) {
    if (item == "antibodies") return patient.has_antibodies;
    if (item == "flow") return patient.has_flow;
    if (item == "activity")
        return std::any_of(study.activity.begin(), study.activity.end(),
                           [&](const ActivitySample& sample) { return sample.patient == patient.patient.id; });
    return !patient.label.empty() || patient.tolerated || patient.symptoms;
}

}  // namespace

std::vector<CohortRow> cohort_rows(const std::vector<PatientEvidence>& patients) {
    std::vector<CohortRow> rows;
    add_levels(rows, "sex", patients, [](const PatientEvidence& p) { return p.patient.sex; });
    add_levels(rows, "risk", patients, [](const PatientEvidence& p) { return p.patient.risk; });
    add_levels(rows, "reaction", patients, [](const PatientEvidence& p) { return p.patient.reaction; });
    add_levels(rows, "group", patients, [](const PatientEvidence& p) {
        return p.group == Group::unclassified ? std::string() : group_name(p.group);
    });
    add_levels(rows, "restored", patients, [](const PatientEvidence& p) {
        return p.restored == Restoration::not_evaluable ? std::string() : restoration_name(p.restored);
    });
    add_levels(rows, "tolerated", patients, [](const PatientEvidence& p) { return yes_no(p.tolerated); });
    add_number(rows, "age_years", patients, [](const PatientEvidence& p) { return p.patient.age_years; });
    add_number(rows, "bmi", patients, [](const PatientEvidence& p) { return p.patient.bmi; });
    add_number(rows, "cd19_percent", patients, [](const PatientEvidence& p) { return p.patient.cd19_percent; });
    add_number(rows, "blinatumomab_days", patients,
               [](const PatientEvidence& p) { return p.patient.blinatumomab_days; });
    return rows;
}

std::vector<AnalysisSize> analysis_sizes(const Study& study, const std::vector<PatientEvidence>& patients) {
    std::vector<AnalysisSize> sizes;
    for (const char* item : {"activity", "antibodies", "flow", "outcome"}) {
        AnalysisSize size;
        size.analysis = item;
        for (const PatientEvidence& patient : patients) {
            const bool done = has_item(study, patient, item);
            const bool not_done = !done && study.is_not_done(patient.patient.id, item);
            size.n += done;
            size.not_done += not_done;
            size.missing += !done && !not_done;
            if (not_done) size.not_done_patients.push_back(patient.patient.id);
            size.possible_aar += !not_done && patient.group == Group::aar;
            size.possible_aanr += !not_done && patient.group == Group::aanr;
        }
        size.p_min_between = smallest_between(size.possible_aar, size.possible_aanr);
        size.p_min_paired = smallest_paired(patients.size() - size.not_done);
        size.p_min_paired_aar = smallest_paired(size.possible_aar);
        sizes.push_back(std::move(size));
    }
    return sizes;
}

}  // namespace asparagate
