#include "figures/blind_findings.hpp"
#include "figures/painters.hpp"

#include <set>

namespace asparagate {

namespace {

/// What is known of a patient before the outcome; a member added later is hidden until it is named here.
PatientEvidence blinded(const PatientEvidence& patient) {
    static const std::set<std::string> shown{"BLINA_INCOMPLETE", "CONFOUND_IVIG", "CONFOUND_RITUX_BORTEZ",
                                             "STEATOSIS_PRESENT"};
    PatientEvidence result;
    result.patient = patient.patient;
    result.has_flow = patient.has_flow;
    result.has_antibodies = patient.has_antibodies;
    result.inactive_before = patient.inactive_before;
    std::copy_if(patient.flags.begin(), patient.flags.end(), std::back_inserter(result.flags),
                 [&](const std::string& flag) { return shown.contains(flag); });
    return result;
}

/// Reactions, ammonia, liver values and what was given next tell whether the asparaginase given again was active.
template <typename Records>
void leave_out_since_blinatumomab(Records& records) {
    std::erase_if(records, [](const auto& record) { return record.day >= 0; });
}

bool steatosis_on_record(const std::vector<LiverSample>& liver, const std::string& patient) {
    return std::any_of(liver.begin(), liver.end(), [&](const LiverSample& sample) {
        return sample.patient == patient && sample.steatosis == "yes";
    });
}

bool tells_outcome(const std::string& analysis) {
    return analysis == "activity" || analysis == "outcome";
}

void hide_clinic(Evidence& result) {
    std::erase_if(result.activity, [](const ActivitySample& sample) { return sample.period == Period::after; });
    std::erase_if(result.kinetics, [](const ActivityKinetics& course) { return course.period == Period::after; });
    leave_out_since_blinatumomab(result.reactions);
    leave_out_since_blinatumomab(result.ammonia);
    leave_out_since_blinatumomab(result.liver);
    std::erase_if(result.doses, [](const Dose& dose) { return dose.is_asparaginase() && dose.day >= 0; });
    for (PatientEvidence& patient : result.patients)
        if (!steatosis_on_record(result.liver, patient.patient.id)) std::erase(patient.flags, "STEATOSIS_PRESENT");
    static const std::set<std::string> described{"sex",          "age_years",        "risk", "reaction", "bmi",
                                                 "cd19_percent", "blinatumomab_days"};
    std::erase_if(result.cohort, [](const CohortRow& row) { return !described.contains(row.characteristic); });
    std::erase_if(result.not_done, [](const NotDone& item) { return tells_outcome(item.item); });
    std::erase_if(result.analyses, [](const AnalysisSize& size) { return tells_outcome(size.analysis); });
    for (AnalysisSize& size : result.analyses) {
        size.possible_aar = size.possible_aanr = 0;
        size.p_min_between.reset();
        size.p_min_paired_aar.reset();
    }
    result.claims.clear();
    result.claim_tests.clear();
}

/// Tests stay that are over all patients and not about activity.
void hide_tests(Evidence& result) {
    std::erase_if(result.comparisons,
                  [](const Comparison& c) { return c.n_2 > 0 || c.sample != "all" || c.family == "activity"; });
    result.correlations.clear();
    std::erase_if(result.influences, [](const Influence& i) { return i.subject != "all" || i.family == "activity"; });
    std::erase_if(result.uncertainty.conclusions,
                  [](const ConclusionBand& c) { return c.subject != "all" || c.family == "activity"; });
    std::erase_if(result.clustering,
                  [](const ClusterStatistic& statistic) { return statistic.quantity.starts_with("adjusted Rand"); });
}

}  // namespace

Evidence blinded(const Evidence& evidence) {
    Evidence result = evidence;
    std::transform(evidence.patients.begin(), evidence.patients.end(), result.patients.begin(),
                   [](const PatientEvidence& patient) { return blinded(patient); });
    hide_clinic(result);
    hide_tests(result);
    result.findings = blind_findings(evidence.findings);
    return result;
}

}  // namespace asparagate
