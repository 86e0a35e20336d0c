#include "evidence/antibody_change.hpp"
#include "evidence/cd19_pairs.hpp"
#include "evidence/claims.hpp"
#include "evidence/cluster_statistics.hpp"
#include "evidence/cohort.hpp"
#include "evidence/comparison.hpp"
#include "evidence/correlations.hpp"
#include "evidence/course_kinetics.hpp"
#include "evidence/detection.hpp"
#include "evidence/family_max_t.hpp"
#include "evidence/fold_change.hpp"
#include "evidence/heatmap.hpp"
#include "evidence/influence.hpp"
#include "evidence/liver.hpp"
#include "evidence/restoration.hpp"

namespace asparagate {
namespace {

void hide_groups(Evidence& evidence) {
    for (PatientEvidence& patient : evidence.patients) {
        patient.group = Group::unclassified;
        patient.label.clear();
        std::erase(patient.flags, "LABEL_CONFLICT");
    }
    std::erase_if(evidence.findings, [](const Finding& finding) { return finding.code == "LABEL_CONFLICT"; });
    evidence.findings.push_back({"BLINDED",
                                 Severity::note,
                                 "",
                                 "study",
                                 "blind",
                                 {},
                                 "groups are hidden: labels are left out, no group is compared and nothing is set "
                                 "against the activity that returned"});
}

void report_size(const Evidence& evidence, Findings& findings) {
    std::size_t aar = 0, aanr = 0;
    for (const PatientEvidence& patient : evidence.patients) {
        aar += patient.group == Group::aar;
        aanr += patient.group == Group::aanr;
    }
    const DomainRules& rules = evidence.settings.domain;
    const bool enough = aar + aanr >= rules.model_patients && std::min(aar, aanr) >= rules.model_smaller_group;
    if (aar + aanr == 0 || enough) return;
    findings.push_back({"N_TOO_SMALL_FOR_MODEL",
                        Severity::note,
                        "",
                        "patients",
                        "",
                        {},
                        "patients that can be described: " + std::to_string(aar) + " AAR and " + std::to_string(aanr) +
                            " AANR; no predictor, threshold or probability can be learnt from "
                            "fewer than " +
                            std::to_string(rules.model_patients) + " patients or " +
                            std::to_string(rules.model_smaller_group) + " in the smaller group"});
}

/// What follows from the clinical tables alone.
void add_clinical_records(const Study& study, Evidence& evidence) {
    evidence.reactions = study.reactions;
    evidence.concomitants = study.concomitants;
    evidence.ammonia = study.ammonia;
    evidence.not_done = study.not_done;
    evidence.kinetics = course_kinetics(study);
    evidence.cohort = cohort_rows(evidence.patients);
    evidence.analyses = analysis_sizes(study, evidence.patients);
    evidence.claims = claim_versions(study, evidence.patients, evidence.findings);
    evidence.claim_tests = claim_tests(study.claims, evidence.claims);
}

/// Tells the next step and stops where that was asked for.
class Steps {
public:
    explicit Steps(const TaskControl& control) : control_(control) {}
    void next(const char* item) {
        control_.throw_if_stopped();
        control_.update({"compare", item, "steps", done_++, all});
    }
    void finish() const { control_.update({"compare", "", "steps", all, all}); }

private:
    static constexpr std::uint64_t all = 8;
    const TaskControl& control_;
    std::uint64_t done_ = 0;
};

/// Every test, what it is worth beside the others of its family and without each of its patients.
void add_tests(Evidence& evidence, Steps& steps, const TaskControl& control) {
    steps.next("comparisons");
    const std::vector<PlannedComparison> compared = planned_comparisons(evidence);
    evidence.comparisons = comparisons(evidence, compared, evidence.findings, control);
    steps.next("correlations");
    const std::vector<PlannedCorrelation> correlated = planned_correlations(evidence);
    evidence.correlations = correlations(evidence, correlated, control);
    steps.next("intervals");
    add_intervals(evidence, correlated, control);
    steps.next("families");
    add_max_t(evidence, compared, correlated, control);
    steps.next("single patients");
    evidence.influences = influences(evidence, compared, correlated, evidence.findings, control);
}

}  // namespace

Evidence compute_evidence(const Study& study, GatedStudy gated, const TaskControl& control) {
    Steps steps(control);
    steps.next("patients");
    Evidence evidence;
    evidence.settings = study.settings;
    if (evidence.settings.rules.empty()) evidence.settings.rules = default_rules(evidence.settings);
    evidence.findings = study.findings;
    evidence.findings.insert(evidence.findings.end(), gated.findings.begin(), gated.findings.end());
    evidence.liver = graded_liver(study);
    evidence.patients = patient_evidence(study, evidence.liver, evidence.findings);
    if (study.settings.blind) hide_groups(evidence);
    evidence.doses = study.doses;
    evidence.activity = study.activity;
    evidence.features = study.features;
    evidence.antibodies = antibody_changes(study, evidence.findings);
    add_clinical_records(study, evidence);
    steps.next("populations");
    const GatedIndex index(study, gated);
    evidence.fold_changes = fold_changes(study, index, evidence.findings);
    evidence.cd19_pairs = cd19_pairs(study, evidence.fold_changes);
    evidence.detection = detection_rows(study, gated, index, evidence.findings);
    evidence.samples = std::move(gated.samples);
    evidence.populations = std::move(gated.populations);
    evidence.intensities = std::move(gated.intensities);
    evidence.thresholds = std::move(gated.thresholds);
    evidence.threshold_sensitivity = std::move(gated.threshold_sensitivity);
    evidence.histograms = std::move(gated.histograms);
    evidence.gate_plots = std::move(gated.gate_plots);
    add_tests(evidence, steps, control);
    steps.next("clusters");
    evidence.heatmap = heatmap(evidence);
    evidence.clustering = cluster_statistics(evidence);
    report_size(evidence, evidence.findings);
    steps.finish();
    return evidence;
}

}  // namespace asparagate
