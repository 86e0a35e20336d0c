#include "report/other_outcomes.hpp"

namespace asparagate {

Evidence with_other_outcomes(Evidence evidence) {
    for (PatientEvidence& patient : evidence.patients) {
        patient.group = patient.group == Group::aar ? Group::aanr : Group::aar;
        patient.label = group_name(patient.group);
        patient.restored =
            patient.restored == Restoration::restored ? Restoration::not_restored : Restoration::restored;
        for (auto& [rule, restored] : patient.rules) restored = patient.restored;
        for (auto& [threshold, restored] : patient.restored_at) restored = patient.restored;
        patient.log2_activity_change_d7 = 9.5;
        patient.log2_activity_change_bound = "at most";
        patient.status = "another status";
        patient.tolerated = patient.symptoms = patient.premedicated = false;
        for (const char* flag : {"LABEL_CONFLICT", "PREMED_MASKS", "SINGLE_SAMPLE_SI", "SYMPTOMS_BUT_ADEQUATE",
                                 "WINDOW_MISS", "LFT_HIGH_AFTER_ASP"})
            patient.flags.emplace_back(flag);
        if (std::find(patient.flags.begin(), patient.flags.end(), "STEATOSIS_PRESENT") == patient.flags.end())
            patient.flags.emplace_back("STEATOSIS_PRESENT");
        LiverSample liver;
        liver.patient = patient.patient.id, liver.day = 60, liver.steatosis = "yes";
        evidence.liver.push_back(liver);
        Dose dose;
        dose.patient = patient.patient.id, dose.day = 70, dose.product = "erwinia";
        evidence.doses.push_back(dose);
        evidence.ammonia.push_back({patient.patient.id, 75, 99, "umol/L", true});
        Reaction reaction;
        reaction.patient = patient.patient.id, reaction.day = 60, reaction.term = "anaphylaxis";
        evidence.reactions.push_back(reaction);
        evidence.findings.push_back({"TOLERATED_NOT_RESTORED",
                                     Severity::note,
                                     patient.patient.id,
                                     "outcomes",
                                     "tolerated",
                                     {},
                                     "tolerated, but the activity is not restored"});
        evidence.findings.push_back(
            {"RULES_DISAGREE", Severity::note, patient.patient.id, "activity", "", {}, "the rules differ"});
    }
    for (ActivitySample& sample : evidence.activity)
        if (sample.period == Period::after) sample.iu_l = sample.given.value = 7.25;
    for (ActivityKinetics& course : evidence.kinetics) course.half_life_days = 3.3;
    for (Comparison& comparison : evidence.comparisons)
        if (comparison.sample != "all") comparison.p = comparison.p_holm = comparison.estimate = 0.123;
    for (Correlation& correlation : evidence.correlations) correlation.rho = correlation.p = 0.123;
    for (Influence& influence : evidence.influences) influence.changes_verdict = !influence.changes_verdict;
    for (ConclusionBand& band : evidence.uncertainty.conclusions) band.estimate = band.p = 0.123;
    for (ClusterStatistic& statistic : evidence.clustering) statistic.value = 0.123;
    for (ClaimVersion& claim : evidence.claims) claim.k = 1;
    evidence.claim_tests.clear();
    for (CohortRow& row : evidence.cohort)
        if (row.characteristic == "group") row.k = 5;
    return evidence;
}

}  // namespace asparagate
