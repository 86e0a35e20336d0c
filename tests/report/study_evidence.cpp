#include "report/study_evidence_parts.hpp"

#include <algorithm>

namespace asparagate {

namespace {

void add_patients(Evidence& evidence, const StudyShape& shape) {
    for (std::size_t i = 0; i < shape.patients; ++i) {
        PatientEvidence patient;
        patient.patient = {patient_id(i),
                           i % 4 == 1 ? "female" : "male",
                           3.5 + static_cast<double>(i),
                           i % 3 == 0 ? "IR" : "LR",
                           i % 4 == 2 ? "clinical hypersensitivity" : "silent inactivation",
                           98.0,
                           i == 4 ? 14.0 : 28.0};
        patient.group = is_restored(i) ? Group::aar : Group::aanr;
        patient.label = group_name(patient.group);
        patient.restored = is_restored(i) ? Restoration::restored : Restoration::not_restored;
        patient.rules = {{"R-A", patient.restored},
                         {"R-B", i == 7 ? Restoration::restored : patient.restored},
                         {"R-C", i == 3 ? Restoration::not_evaluable : patient.restored}};
        patient.log2_activity_change_d7 = is_restored(i) ? 4.2 + scatter(i, 1) : 0.4;
        patient.log2_activity_change_bound = "at least";
        patient.tolerated = i == 6 ? std::nullopt : std::optional<bool>(true);
        patient.status = is_restored(i) ? "tolerant" : "silent inactivation";
        patient.has_flow = shape.flow && i != 5;
        patient.has_antibodies = shape.antibodies && i != 5;
        patient.flags = i == 4 ? std::vector<std::string>{"BLINA_INCOMPLETE"} : std::vector<std::string>{};
        evidence.patients.push_back(patient);
        evidence.doses.push_back({patient_id(i), -30, {}, "pegaspargase", 2000, "U/m2"});
        evidence.doses.push_back({patient_id(i), 0, i == 4 ? 14.0 : 28.0, "blinatumomab", 15, "ug/m2/d"});
        evidence.doses.push_back({patient_id(i), 60, {}, "pegaspargase", 2000, "U/m2"});
    }
}

ActivitySample activity_of(std::size_t patient, Period period, int day, double level) {
    ActivitySample sample;
    sample.patient = patient_id(patient);
    sample.period = period;
    sample.nominal_day = day;
    sample.day = (period == Period::before ? -30.0 : 60.0) + day;
    sample.given.qualifier = level < 20 ? '<' : '=';
    sample.given.value = sample.iu_l = std::max(20.0, std::round(level));
    sample.given.unit = "IU/L";
    sample.lloq_iu_l = 20;
    sample.method = "enzymatic";
    sample.attributed_product = "pegaspargase";
    return sample;
}

void add_activity(Evidence& evidence, const StudyShape& shape) {
    for (std::size_t i = 0; i < shape.patients; ++i) {
        for (const int day : {7, 14, 21}) {
            const bool overlap = i == 0 && day == 21, detectable = day == 7 && i % 3 == 0;
            ActivitySample before = activity_of(i, Period::before, day,
                                                overlap      ? 310
                                                : detectable ? 34 + static_cast<double>(i)
                                                             : 0);
            before.other_asparaginase = overlap;
            if (overlap) before.attributed_product = "erwinia";
            evidence.activity.push_back(before);
            const double peak = is_restored(i) ? 700 + 600 * scatter(i, 2) : 48 + 20 * scatter(i, 3);
            if (!(i == 3 && day == 21))
                evidence.activity.push_back(activity_of(i, Period::after, day, peak * std::exp(-0.09 * (day - 7))));
        }
    }
}

void add_antibodies(Evidence& evidence, const StudyShape& shape) {
    std::size_t k = 0;
    for (const std::string specificity : {"anti-PEG", "anti-ASP", "anti-PEG-ASP"}) {
        ++k;
        for (std::size_t i = 0; i < shape.patients; ++i) {
            if (i == 5) continue;
            AntibodyChange change;
            change.patient = patient_id(i);
            change.specificity = specificity;
            const double before = 200 * std::exp(3 * scatter(i, 10 + k)),
                         share = is_restored(i) ? 0.05 + 0.4 * scatter(i, 20 + k) : 0.5 + 0.7 * scatter(i, 30 + k);
            change.before = AntibodySample{
                change.patient, Period::before, -5, specificity, {'=', std::round(before), "AU/mL"}, 40.0};
            change.after = AntibodySample{
                change.patient, Period::after, 32, specificity, {'=', std::round(before * share), "AU/mL"}, 40.0};
            if (i == 2 && k == 2) change.after.reset();
            if (change.after) {
                change.percent_reduction = 100 * (1 - change.after->result.value / change.before->result.value);
                change.log2_ratio = std::log2(change.after->result.value / change.before->result.value);
                change.catabolism_percent = 100 * (1 - std::exp2(-37.0 / 21));
            }
            evidence.antibodies.push_back(change);
        }
    }
}

}  // namespace

Evidence study_evidence(const StudyShape& shape) {
    Evidence evidence;
    evidence.settings.title = "Asparaginase after blinatumomab";
    evidence.settings.synthetic = true;
    evidence.settings.visit_days = {{"day 0", 0}, {"day 14", 14}};
    evidence.provenance.program_version = "0.1.0";
    evidence.provenance.command = "asparagate run study.toml -o results";
    evidence.provenance.started_utc = "2026-01-02T03:04:05Z";
    evidence.provenance.study_sha256 = std::string(64, 'c');
    evidence.provenance.input_sha256 = {{"tables/patients.csv", std::string(64, 'd')}};
    evidence.provenance.seed = 1;
    evidence.provenance.threads = 2;
    add_patients(evidence, shape);
    add_activity(evidence, shape);
    if (shape.antibodies) add_antibodies(evidence, shape);
    if (shape.flow) add_flow(evidence, shape);
    add_comparisons(evidence);
    if (shape.placement) add_placement(evidence);
    evidence.findings = {
        {"ATTAINABLE_P_ABOVE_ALPHA",
         Severity::warning,
         "",
         "comparisons",
         "",
         {},
         "exact Mann-Whitney, n = 5 against 2: no result can reach p <= 0.05"},
        {"SAA_AFTER_OTHER_ASP", Severity::note, "P1", "activity", "day 21", {}, "drawn after a dose of erwinia"}};
    return evidence;
}

void add_clinic(Evidence& evidence) {
    for (const bool printed : {true, false}) {
        ClaimVersion claim;
        claim.statement = "silent inactivation restored", claim.version = printed ? "as printed" : "from the patients";
        claim.k = printed ? 4 : 5, claim.n = 6, claim.percent = printed ? 66.7 : 83.3, claim.low = 22.3,
        claim.high = 95.7, claim.conflict = true, claim.source = "letter";
        evidence.claims.push_back(claim);
    }
    ClaimTest test;
    test.outcome = "restored", test.subgroup_1 = "silent inactivation", test.subgroup_2 = "hypersensitivity";
    test.version = "from the patients", test.k_1 = 5, test.n_1 = 6, test.k_2 = 1, test.n_2 = 2, test.p = 0.4643,
    test.odds_ratio = 3.87, test.low = 0.032, test.high = 467;
    evidence.claim_tests.push_back(test);
    CohortRow sex, age, group;
    sex.characteristic = "sex", sex.level = "M", sex.k = 6, sex.n = 8, sex.percent = 75, sex.low = 34.9,
    sex.high = 96.8;
    age.characteristic = "age_years", age.n = age.k = 8, age.median = 6.1, age.minimum = 3, age.maximum = 11;
    group.characteristic = "group", group.level = "AANR", group.k = 2, group.n = 8;
    evidence.cohort = {sex, age, group};
    AnalysisSize size;
    size.analysis = "flow", size.n = 7, size.not_done = 1, size.not_done_patients = {"P6"},
    size.p_min_between = 2.0 / 21;
    evidence.analyses.push_back(size);
    evidence.clustering.push_back({"patients", "adjusted Rand index against group", 7, 1.0, 1.0 / 21, 1.0 / 21, ""});
    evidence.settings.rules = {{"tdm.pegaspargase.adequate_iu_l", "100", "IU/L", "van der Sluis 2016"}};
    Reaction reaction;
    reaction.patient = "P1", reaction.day = -30, reaction.product = "pegaspargase", reaction.term = "anaphylaxis",
    reaction.grade = 3;
    evidence.reactions.push_back(reaction);
    Concomitant treatment;
    treatment.patient = "P1", treatment.day = 5, treatment.treatment = "IVIG";
    evidence.concomitants.push_back(treatment);
    LiverSample liver;
    liver.patient = "P1", liver.day = 12, liver.alt_grade = 2, liver.ast_grade = 1;
    evidence.liver.push_back(liver);
    evidence.ammonia.push_back({"P1", 13, 55, "umol/L", false});
}

Evidence hostile_evidence() {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    add_clinic(evidence);
    const std::string bad = "<script>alert('x')</script>\"&\x01\u202E";
    const auto spoil = [&](std::string& text) { text += bad; };
    spoil(evidence.settings.title);
    for (PatientEvidence& patient : evidence.patients) {
        spoil(patient.patient.id), spoil(patient.patient.risk), spoil(patient.patient.reaction), spoil(patient.status),
            spoil(patient.patient.sex);
        patient.flags.push_back(bad);
    }
    for (ActivitySample& sample : evidence.activity)
        spoil(sample.patient), spoil(sample.method), spoil(sample.attributed_product), spoil(sample.given.unit);
    for (AntibodyChange& change : evidence.antibodies) {
        spoil(change.patient), spoil(change.specificity);
        if (change.before) spoil(change.before->result.unit);
    }
    for (Dose& dose : evidence.doses) spoil(dose.patient), spoil(dose.product), spoil(dose.unit);
    for (ThresholdSensitivity& row : evidence.threshold_sensitivity)
        spoil(row.patient), spoil(row.visit), spoil(row.population), spoil(row.marker), spoil(row.control);
    for (Cd19Pair& pair : evidence.cd19_pairs) spoil(pair.feature), spoil(pair.instead_of), spoil(pair.visit);
    for (Feature& feature : evidence.features)
        spoil(feature.id), spoil(feature.name), spoil(feature.family), spoil(feature.population);
    for (FoldChange& change : evidence.fold_changes)
        spoil(change.patient), spoil(change.feature), change.flags.push_back(bad);
    for (Comparison& comparison : evidence.comparisons)
        spoil(comparison.feature), spoil(comparison.feature_name), spoil(comparison.note), spoil(comparison.family);
    for (Correlation& correlation : evidence.correlations) spoil(correlation.feature), spoil(correlation.feature_name);
    for (ClaimVersion& claim : evidence.claims) spoil(claim.statement), spoil(claim.source), spoil(claim.version);
    for (ClaimTest& test : evidence.claim_tests) spoil(test.outcome), spoil(test.subgroup_1);
    for (CohortRow& row : evidence.cohort) spoil(row.characteristic), spoil(row.level);
    for (AnalysisSize& size : evidence.analyses) spoil(size.analysis), size.not_done_patients.push_back(bad);
    for (ClusterStatistic& statistic : evidence.clustering) spoil(statistic.subject), spoil(statistic.quantity);
    for (Rule& rule : evidence.settings.rules) spoil(rule.name), spoil(rule.source);
    for (Reaction& reaction : evidence.reactions) spoil(reaction.patient), spoil(reaction.term);
    for (Concomitant& treatment : evidence.concomitants) spoil(treatment.patient), spoil(treatment.treatment);
    for (LiverSample& sample : evidence.liver) spoil(sample.patient);
    for (AmmoniaSample& sample : evidence.ammonia) spoil(sample.patient), spoil(sample.unit);
    for (Influence& influence : evidence.influences)
        spoil(influence.feature), spoil(influence.feature_name), spoil(influence.left_out), spoil(influence.subject);
    for (ActivityKinetics& course : evidence.kinetics) spoil(course.patient), spoil(course.product);
    for (ConclusionBand& band : evidence.uncertainty.conclusions) spoil(band.feature), spoil(band.feature_name);
    for (GatePlacement& gate : evidence.uncertainty.gates) spoil(gate.population), spoil(gate.how);
    for (PlacementBand& band : evidence.uncertainty.bands) spoil(band.feature), spoil(band.patient);
    for (MarkerHistogram& histogram : evidence.histograms)
        spoil(histogram.patient), spoil(histogram.marker), spoil(histogram.channel), spoil(histogram.population);
    for (GatePlot& plot : evidence.gate_plots) {
        spoil(plot.tube), spoil(plot.parent), spoil(plot.within), spoil(plot.x.marker), spoil(plot.x.channel);
        for (DrawnGate& gate : plot.gates) spoil(gate.population), spoil(gate.control);
    }
    for (auto* list : {&evidence.heatmap.features, &evidence.heatmap.patients, &evidence.heatmap.feature_leaves,
                       &evidence.heatmap.patient_leaves})
        for (std::string& name : *list) spoil(name);
    for (SampleSummary& sample : evidence.samples)
        spoil(sample.sample.id), spoil(sample.error), spoil(sample.compensation);
    for (ThresholdUse& threshold : evidence.thresholds)
        spoil(threshold.patient), spoil(threshold.control), spoil(threshold.population);
    for (Finding& finding : evidence.findings) spoil(finding.message), spoil(finding.file);
    spoil(evidence.provenance.command);
    evidence.provenance.input_sha256[bad] = bad;
    return evidence;
}

}  // namespace asparagate
