#include "evidence/antibody_change.hpp"

namespace asparagate {
namespace {

constexpr double igg_half_life_days = 21;  // DOMAIN 2.5

std::optional<AntibodySample> nearest(const Study& study, const std::string& patient, const std::string& specificity,
                                      Period period) {
    std::optional<AntibodySample> best;
    for (const AntibodySample& sample : study.antibodies) {
        if (sample.patient != patient || sample.specificity != specificity || sample.period != period) continue;
        const bool nearer = best && (period == Period::before ? sample.day > best->day : sample.day < best->day);
        if (!best || nearer) best = sample;
    }
    return best;
}

std::vector<std::string> specificities(const Study& study) {
    std::vector<std::string> names;
    for (const AntibodySample& sample : study.antibodies)
        if (std::find(names.begin(), names.end(), sample.specificity) == names.end())
            names.push_back(sample.specificity);
    return names;
}

/// Why the two sides cannot be divided; empty when they can.
std::string obstacle(const AntibodySample& before, const AntibodySample& after) {
    if (before.result.unit != after.result.unit)
        return "is given in " + before.result.unit + " before and " + after.result.unit + " after";
    if (before.result.qualifier != '=' || after.result.qualifier != '=')
        return "is known only as a bound on one side, so that no change is computed";
    return {};
}

void compute_change(AntibodyChange& change, Findings& findings) {
    if (!change.before || !change.after) return;
    const double from = change.before->result.value;
    const double to = change.after->result.value;
    const double days = change.after->day - change.before->day;
    if (days > 0) change.catabolism_percent = 100 * (1 - std::exp2(-days / igg_half_life_days));
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
}

}  // namespace

std::vector<AntibodyChange> antibody_changes(const Study& study, Findings& findings) {
    std::vector<AntibodyChange> changes;
    for (const std::string& specificity : specificities(study))
        for (const Patient& patient : study.patients) {
            AntibodyChange change;
            change.patient = patient.id;
            change.specificity = specificity;
            change.before = nearest(study, patient.id, specificity, Period::before);
            change.after = nearest(study, patient.id, specificity, Period::after);
            if (!change.before && !change.after) continue;
            compute_change(change, findings);
            changes.push_back(std::move(change));
        }
    return changes;
}

}  // namespace asparagate
