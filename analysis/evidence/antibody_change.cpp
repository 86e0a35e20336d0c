#include "evidence/antibody_change.hpp"

#include "evidence/patient_flags.hpp"

namespace asparagate {
namespace {

/// Antibodies of one specificity and isotype are one series.
std::string series_of(const AntibodySample& sample) {
    return sample.isotype.empty() ? sample.specificity : sample.specificity + " " + sample.isotype;
}

std::optional<AntibodySample> nearest(const Study& study, const std::string& patient, const std::string& series,
                                      Period period) {
    std::optional<AntibodySample> best;
    for (const AntibodySample& sample : study.antibodies) {
        if (sample.patient != patient || series_of(sample) != series || sample.period != period) continue;
        const bool nearer = best && (period == Period::before ? sample.day > best->day : sample.day < best->day);
        if (!best || nearer) best = sample;
    }
    return best;
}

std::vector<std::string> series(const Study& study) {
    std::vector<std::string> names;
    for (const AntibodySample& sample : study.antibodies)
        if (std::find(names.begin(), names.end(), series_of(sample)) == names.end()) names.push_back(series_of(sample));
    return names;
}

/// Why the two sides cannot be divided; empty when they can.
std::string obstacle(const AntibodySample& before, const AntibodySample& after) {
    if (before.result.unit != after.result.unit)
        return "is given in " + before.result.unit + " before and " + after.result.unit + " after";
    if (before.kind != after.kind && !before.kind.empty() && !after.kind.empty())
        return "is a " + before.kind + " before and a " + after.kind + " after";
    if (before.bound() != '=' || after.bound() != '=')
        return "is known only as a bound on one side, so that no change is computed";
    return {};
}

void compute_change(const Study& study, AntibodyChange& change, Findings& findings) {
    if (!change.before || !change.after) return;
    const double from = change.before->result.value;
    const double to = change.after->result.value;
    const double days = change.after->day - change.before->day;
    const double half_lives = days / study.settings.domain.igg_half_life_days;
    if (days > 0) change.catabolism_percent = 100 * (1 - std::exp2(-half_lives));
    if (treated_with(study, change.patient, immunoglobulin_words(), change.before->day, change.after->day))
        change.flags.emplace_back("CONFOUND_IVIG");
    if (const std::string reason = obstacle(*change.before, *change.after); !reason.empty()) {
        findings.push_back({"ANTIBODY_NOT_COMPARABLE",
                            Severity::warning,
                            change.patient,
                            "antibodies",
                            change.specificity,
                            {},
                            change.specificity + " " + reason});
        return;
    }
    const bool positive_before = from > 0 && (!change.before->cutoff || from > *change.before->cutoff);
    if (positive_before) change.percent_reduction = 100 * (from - to) / from;
    if (from > 0 && to > 0) change.log2_ratio = std::log2(to / from);
    if (change.log2_ratio && days > 0 && positive_before)
        change.against_catabolism = *change.log2_ratio > -half_lives ? "falls less" : "falls as much or more";
}

}  // namespace

std::vector<AntibodyChange> antibody_changes(const Study& study, Findings& findings) {
    std::vector<AntibodyChange> changes;
    for (const std::string& specificity : series(study))
        for (const Patient& patient : study.patients) {
            AntibodyChange change;
            change.patient = patient.id;
            change.specificity = specificity;
            change.before = nearest(study, patient.id, specificity, Period::before);
            change.after = nearest(study, patient.id, specificity, Period::after);
            if (!change.before && !change.after) continue;
            compute_change(study, change, findings);
            changes.push_back(std::move(change));
        }
    return changes;
}

}  // namespace asparagate
