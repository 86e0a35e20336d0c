#include "report/study_evidence_parts.hpp"

#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/multiplicity.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

namespace asparagate {

namespace {

Comparison between_groups(const Evidence& evidence, Comparison comparison, const std::vector<double>& x,
                          const std::vector<double>& y) {
    comparison.sample = "AAR vs AANR";
    comparison.test = "exact Mann-Whitney";
    comparison.n_1 = x.size();
    comparison.n_2 = y.size();
    comparison.missing = evidence.patients.size() - x.size() - y.size();
    if (x.empty() || y.empty()) {
        comparison.note = "not tested: too few";
        return comparison;
    }
    const MannWhitney test = mann_whitney(x, y);
    const HodgesLehmann location = hodges_lehmann(x, y);
    const AreaUnderCurve area = area_under_curve(x, y);
    comparison.median_1 = median(x), comparison.median_2 = median(y);
    comparison.ties = test.ties, comparison.statistic = test.u, comparison.p = test.p_two_sided,
    comparison.p_min_attainable = test.p_min_attainable;
    comparison.estimate = location.estimate, comparison.achieved = location.achieved;
    if (std::isfinite(location.low)) comparison.low = location.low;
    if (std::isfinite(location.high)) comparison.high = location.high;
    comparison.auc = area.theta, comparison.auc_low = area.low, comparison.auc_high = area.high;
    return comparison;
}

}  // namespace

void add_comparisons(Evidence& evidence) {
    const auto split = [&](auto value, std::vector<double>& x, std::vector<double>& y) {
        for (const PatientEvidence& patient : evidence.patients)
            if (const std::optional<double> found = value(patient.patient.id))
                (patient.group == Group::aar ? x : y).push_back(*found);
    };
    for (const Feature& feature : evidence.features) {
        for (const std::string quantity : {"log2 fold change", "day 14 value", "day 0 value"}) {
            std::vector<double> x, y;
            split(
                [&](const std::string& id) {
                    const FoldChange* change = evidence.fold_change(feature.id, id);
                    return !change                          ? std::nullopt
                           : quantity == "log2 fold change" ? change->log2fc
                           : quantity == "day 14 value"     ? change->after
                                                            : change->before;
                },
                x, y);
            Comparison comparison;
            comparison.family = feature.family, comparison.feature = feature.id, comparison.feature_name = feature.name;
            comparison.quantity = quantity, comparison.primary = feature.primary;
            evidence.comparisons.push_back(between_groups(evidence, comparison, x, y));
        }
    }
    for (const std::string specificity : {"anti-PEG", "anti-ASP", "anti-PEG-ASP"}) {
        std::vector<double> x, y, ratios;
        for (const AntibodyChange& change : evidence.antibodies) {
            if (change.specificity != specificity || !change.percent_reduction) continue;
            (evidence.patient(change.patient)->group == Group::aar ? x : y).push_back(*change.percent_reduction);
            ratios.push_back(*change.log2_ratio);
        }
        if (ratios.empty()) continue;
        Comparison comparison;
        comparison.family = "antibodies", comparison.feature = comparison.feature_name = specificity,
        comparison.quantity = "percent reduction";
        evidence.comparisons.push_back(between_groups(evidence, comparison, x, y));
        const SignedRank test = signed_rank(ratios);
        comparison.quantity = "log2 ratio", comparison.test = "exact signed rank", comparison.sample = "all",
        comparison.n_1 = ratios.size(), comparison.n_2 = 0;
        comparison.p = test.p_two_sided, comparison.p_min_attainable = test.p_min_attainable,
        comparison.estimate = pseudomedian(ratios).estimate;
        evidence.comparisons.push_back(comparison);
    }
    std::vector<std::optional<double>> p;
    for (const Comparison& comparison : evidence.comparisons) p.push_back(comparison.p);
    const auto by_holm = holm(p), by_bh = benjamini_hochberg(p);
    for (std::size_t i = 0; i < p.size(); ++i)
        evidence.comparisons[i].p_holm = by_holm[i], evidence.comparisons[i].p_bh = by_bh[i];
}

void add_placement(Evidence& evidence) {
    PlacementUncertainty& uncertainty = evidence.uncertainty;
    uncertainty.draws = 200, uncertainty.seed = 1;
    for (const FoldChange& change : evidence.fold_changes) {
        const auto band = [&](const std::string& quantity, const std::optional<double>& value) {
            if (value)
                uncertainty.bands.push_back(
                    {change.feature, change.patient, quantity, value, *value * 0.9, *value * 1.15, 200});
        };
        band("before", change.before);
        band("after", change.after);
    }
    for (const Comparison& comparison : evidence.comparisons) {
        if (!comparison.estimate || comparison.n_2 == 0 || !evidence.feature(comparison.feature)) continue;
        ConclusionBand band;
        band.family = comparison.family, band.feature = comparison.feature, band.quantity = comparison.quantity,
        band.test = comparison.test, band.subject = comparison.sample;
        band.estimate = comparison.estimate;
        band.estimate_low = *comparison.estimate - 0.2, band.estimate_high = *comparison.estimate + 0.3;
        band.p = comparison.p, band.p_low = comparison.p, band.p_high = 0.6, band.draws = 200;
        uncertainty.conclusions.push_back(band);
    }
}

void add_correlations(Evidence& evidence) {
    for (const int day : {7, 14})
        for (const Feature& feature : evidence.features) {
            Correlation correlation;
            correlation.family = feature.family, correlation.feature = feature.id,
            correlation.feature_name = feature.name;
            correlation.against = "SAA day " + std::to_string(day) + " after";
            std::vector<double> x, y;
            for (const ActivitySample& sample : evidence.activity) {
                const FoldChange* change = evidence.fold_change(feature.id, sample.patient);
                if (sample.period != Period::after || sample.nominal_day != day || !change || !change->log2fc) continue;
                x.push_back(*change->log2fc), y.push_back(sample.iu_l);
            }
            correlation.n = x.size();
            const Spearman test = spearman(x, y, 1, 2000);
            correlation.rho = test.rho, correlation.p = test.p_two_sided,
            correlation.p_min_attainable = test.p_min_attainable;
            evidence.correlations.push_back(correlation);
        }
}

void add_restored_correlations(Evidence& evidence) {
    for (const std::string quantity : {"log2 fold change", "day 14 value"})
        for (const Feature& feature : evidence.features) {
            std::vector<double> yes, no;
            for (const PatientEvidence& patient : evidence.patients) {
                const FoldChange* change = evidence.fold_change(feature.id, patient.patient.id);
                const auto value = !change ? std::nullopt : quantity == "day 14 value" ? change->after : change->log2fc;
                if (value) (patient.restored == Restoration::restored ? yes : no).push_back(*value);
            }
            if (yes.empty() || no.empty()) continue;
            const MannWhitney test = mann_whitney(yes, no);
            Correlation correlation;
            correlation.family = feature.family, correlation.feature = feature.id,
            correlation.feature_name = feature.name, correlation.quantity = quantity;
            correlation.against = "restored activity", correlation.test = "exact Mann-Whitney";
            correlation.n = yes.size() + no.size(), correlation.n_restored = yes.size();
            correlation.rho = 2 * test.u / static_cast<double>(yes.size() * no.size()) - 1;
            correlation.p = test.p_two_sided, correlation.p_min_attainable = test.p_min_attainable;
            evidence.correlations.push_back(correlation);
        }
}

void add_certainty(Evidence& evidence) {
    for (PatientEvidence& patient : evidence.patients)
        for (const double threshold : {20.0, 50.0, 100.0, 400.0})
            patient.restored_at[threshold] = threshold > 100 ? Restoration::not_restored : patient.restored;
    for (const PatientEvidence& patient : evidence.patients) {
        ActivityKinetics course;
        course.patient = patient.patient.id, course.period = Period::after, course.product = "pegaspargase";
        course.points = patient.restored == Restoration::restored ? 3 : 1;
        if (course.points == 3) {
            course.half_life_days = 7.7, course.half_life_7_14 = 8.1, course.half_life_14_21 = 7.2;
            course.auc_low = 5200, course.auc_high = 5200, course.crossing_low = 21;
            course.days_above_low = 14, course.days_above_high = 17;
        }
        course.note = "an English note";
        evidence.kinetics.push_back(course);
    }
    evidence.threshold_sensitivity = {{"P1_d0", "P1", "day 0", "cytotoxic", "/CD8/GzmB+", "GzmB", "FMO GzmB", "control",
                                       700, 2900, 1480.25, 31.5, 22.25, 15.125, 3150, 2225, 1513, 10000},
                                      {"P1_d14", "P1", "day 14", "cytotoxic", "/CD8/GzmB+", "GzmB", "FMO GzmB",
                                       "fallback", 700, 2900, 1480.25, 60, 47.5, 41, 6000, 4750, 4100, 10000}};
    const Feature& feature = evidence.features.front();
    evidence.cd19_pairs = {{feature.id,
                            evidence.features.back().id,
                            feature.measure,
                            "P1",
                            "day 14",
                            3.25,
                            0.25,
                            3.0,
                            {"CD19_UNRELIABLE"}}};
    Correlation restored;
    restored.family = feature.family, restored.feature = feature.id, restored.feature_name = feature.name;
    restored.quantity = "log2 fold change", restored.against = "restored activity",
    restored.test = "exact Mann-Whitney";
    restored.n = 7, restored.n_restored = 5, restored.missing = 1, restored.rho = 0.8, restored.low = -0.1,
    restored.high = 0.97, restored.p = 0.19, restored.p_min_attainable = 2.0 / 21, restored.p_max_t = 0.4;
    evidence.correlations.push_back(restored);
    for (const std::string left_out : {"P1", "P7"}) {
        Influence influence;
        influence.family = feature.family, influence.feature = feature.id, influence.feature_name = feature.name;
        influence.quantity = "log2 fold change", influence.test = "exact Mann-Whitney",
        influence.subject = "AAR vs AANR", influence.left_out = left_out, influence.n = 6, influence.estimate = -0.3,
        influence.p = 0.33, influence.p_min_attainable = 0.33;
        influence.changes_direction = left_out == "P7";
        evidence.influences.push_back(influence);
    }
    PlacementUncertainty& moved = evidence.uncertainty;
    moved.draws = 300, moved.seed = 7;
    moved.gates = {{"cytotoxic", "/Singlets/Live", "shift", "FSC-A", 0.01},
                   {"cytotoxic", feature.population, "bootstrap of the control's percentile", "GzmB", 0}};
    moved.bands = {{feature.id, "P1", "before", 12.0, 10.5, 14.5, 300},
                   {feature.id, "P1", "log2 fold change", 1.0, 0.61, 1.39, 300}};
    for (const bool changes : {true, false}) {
        ConclusionBand band;
        band.family = feature.family, band.feature = feature.id, band.feature_name = feature.name;
        band.quantity = changes ? "log2 fold change" : "day 14 value", band.test = "exact Mann-Whitney",
        band.subject = "AAR vs AANR", band.estimate = 0.9, band.estimate_low = -0.2, band.estimate_high = 1.6,
        band.p = 0.095, band.p_low = 0.095, band.p_high = 0.57, band.p_min_attainable = 2.0 / 21,
        band.same_direction = 0.91, band.below_alpha = 0, band.changes = changes, band.draws = 300;
        moved.conclusions.push_back(band);
    }
}

}  // namespace asparagate
