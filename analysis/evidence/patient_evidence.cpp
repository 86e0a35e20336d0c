#include "evidence/patient_flags.hpp"
#include "evidence/rechallenge.hpp"
#include "evidence/restoration.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

constexpr std::array<const char*, 3> rules = {"R-A", "R-B", "R-C"};

Outcome outcome_of(const Study& study, const std::string& patient) {
    const auto found = std::find_if(study.outcomes.begin(), study.outcomes.end(),
                                    [&](const Outcome& outcome) { return outcome.patient == patient; });
    return found == study.outcomes.end() ? Outcome{} : *found;
}

Group group_of(const std::string& label, Restoration restored) {
    if (label == "AAR") return Group::aar;
    if (label == "AANR") return Group::aanr;
    switch (restored) {
        case Restoration::restored:
            return Group::aar;
        case Restoration::not_restored:
            return Group::aanr;
        case Restoration::not_evaluable:
            return Group::unclassified;
    }
    return Group::unclassified;
}

bool conflicts(const PatientEvidence& patient) {
    return (patient.label == "AAR" && patient.restored == Restoration::not_restored) ||
           (patient.label == "AANR" && patient.restored == Restoration::restored);
}

void evaluate_rules(const StudySettings& settings, const ActivityCourse& before, const ActivityCourse& after,
                    PatientEvidence& patient) {
    for (const char* rule : rules) patient.rules[rule] = restoration(rule, before, after, settings.threshold_iu_l);
    patient.restored = restoration(settings.restoration_rule, before, after, settings.threshold_iu_l);
    for (const double threshold : settings.domain.sensitivity_thresholds_iu_l)
        patient.restored_at[threshold] = restoration(settings.restoration_rule, before, after, threshold);
    const ActivityChange change = activity_change(before.day7, after.day7);
    patient.log2_activity_change_d7 = change.log2_change;
    patient.log2_activity_change_bound = change.bound;
}

void report_conflicts(const StudySettings& settings, PatientEvidence& patient, Findings& findings) {
    const std::string& id = patient.patient.id;
    if (conflicts(patient)) {
        patient.flags.emplace_back("LABEL_CONFLICT");
        findings.push_back({"LABEL_CONFLICT",
                            Severity::warning,
                            id,
                            "outcomes",
                            "label",
                            {},
                            "the label says " + patient.label + ", but by rule " + settings.restoration_rule +
                                " the activity is " + restoration_name(patient.restored) +
                                "; the label decides the group"});
    }
    std::string listing;
    bool some_restored = false, some_not = false;
    for (const auto& [rule, restored] : patient.rules) {
        some_restored = some_restored || restored == Restoration::restored;
        some_not = some_not || restored == Restoration::not_restored;
        listing += (listing.empty() ? "" : ", ") + rule + " " + restoration_name(restored);
    }
    if (some_restored && some_not)
        findings.push_back(
            {"RULES_DISAGREE", Severity::note, id, "activity", "", {}, "the restoration rules differ: " + listing});
    if (patient.tolerated && *patient.tolerated && patient.restored == Restoration::not_restored)
        findings.push_back({"TOLERATED_NOT_RESTORED",
                            Severity::note,
                            id,
                            "outcomes",
                            "tolerated",
                            {},
                            "tolerated, but the activity is not restored; these are separate outcomes"});
}

}  // namespace

std::vector<PatientEvidence> patient_evidence(const Study& study, const std::vector<LiverSample>& liver,
                                              Findings& findings) {
    const DomainRules& domain = study.settings.domain;
    std::map<std::string, std::vector<ActivitySample>> activity;
    for (const ActivitySample& sample : study.activity) activity[sample.patient].push_back(sample);
    const std::set<std::string> unit_suspects = patients_with_unit_suspects(study);
    std::vector<PatientEvidence> patients;
    for (const Patient& record : study.patients) {
        PatientEvidence patient;
        patient.patient = record;
        const Outcome outcome = outcome_of(study, record.id);
        const ActivityCourse before = activity_course(activity[record.id], record.id, Period::before, domain, findings);
        const ActivityCourse after = activity_course(activity[record.id], record.id, Period::after, domain, findings);
        evaluate_rules(study.settings, before, after, patient);
        patient.label = outcome.label;
        patient.tolerated = outcome.tolerated;
        patient.group = group_of(patient.label, patient.restored);
        patient.inactive_before = is_inactive(before, study.settings.threshold_iu_l);
        patient.symptoms = symptoms_at_rechallenge(study, outcome, record.id, findings);
        patient.premedicated = premedicated_at_rechallenge(study, outcome, record.id);
        patient.status = activity_status(patient.symptoms, after, study.settings.threshold_iu_l);
        patient.has_flow = std::any_of(study.samples.begin(), study.samples.end(), [&](const StudySample& sample) {
            return sample.patient == record.id && sample.control.empty();
        });
        patient.has_antibodies = std::any_of(study.antibodies.begin(), study.antibodies.end(),
                                             [&](const AntibodySample& sample) { return sample.patient == record.id; });
        patient.flags = patient_flags(study, patient, liver, before, after, unit_suspects);
        report_conflicts(study.settings, patient, findings);
        patients.push_back(std::move(patient));
    }
    return patients;
}

}  // namespace asparagate
