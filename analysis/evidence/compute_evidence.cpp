#include "evidence/antibody_change.hpp"
#include "evidence/cluster_statistics.hpp"
#include "evidence/comparison.hpp"
#include "evidence/correlations.hpp"
#include "evidence/family_max_t.hpp"
#include "evidence/fold_change.hpp"
#include "evidence/heatmap.hpp"
#include "evidence/influence.hpp"
#include "evidence/restoration.hpp"

namespace asparagate {
namespace {

// DOMAIN section 5: below these numbers only description is allowed.
constexpr std::size_t fewest_for_model = 20;
constexpr std::size_t fewest_in_minority = 5;

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
    if (aar + aanr == 0 || (aar + aanr >= fewest_for_model && std::min(aar, aanr) >= fewest_in_minority)) return;
    findings.push_back(
        {"N_TOO_SMALL_FOR_MODEL",
         Severity::note,
         "",
         "patients",
         "",
         {},
         std::to_string(aar) + " AAR and " + std::to_string(aanr) +
             " AANR patients can be described; no predictor, threshold or probability can be learnt from "
             "fewer than 20 patients or 5 in the smaller group"});
}

}  // namespace

Evidence compute_evidence(const Study& study, GatedStudy gated) {
    Evidence evidence;
    evidence.settings = study.settings;
    evidence.findings = study.findings;
    evidence.findings.insert(evidence.findings.end(), gated.findings.begin(), gated.findings.end());
    evidence.patients = patient_evidence(study, evidence.findings);
    if (study.settings.blind) hide_groups(evidence);
    evidence.doses = study.doses;
    evidence.activity = study.activity;
    evidence.features = study.features;
    evidence.antibodies = antibody_changes(study, evidence.findings);
    evidence.fold_changes = fold_changes(study, GatedIndex(study, gated), evidence.findings);
    evidence.samples = std::move(gated.samples);
    evidence.populations = std::move(gated.populations);
    evidence.intensities = std::move(gated.intensities);
    evidence.thresholds = std::move(gated.thresholds);
    evidence.histograms = std::move(gated.histograms);
    evidence.comparisons = comparisons(evidence, evidence.findings);
    evidence.correlations = correlations(evidence);
    add_intervals(evidence);
    add_max_t(evidence);
    evidence.influences = influences(evidence, evidence.findings);
    evidence.heatmap = heatmap(evidence);
    evidence.clustering = cluster_statistics(evidence);
    report_size(evidence, evidence.findings);
    return evidence;
}

}  // namespace asparagate
