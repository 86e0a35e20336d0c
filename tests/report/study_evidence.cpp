#include "report/study_evidence.hpp"

#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/multiplicity.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace asparagate {

namespace {

/// Repeatable scatter in 0..1 without a random generator.
double scatter(std::size_t a, std::size_t b) {
    const double x = std::sin(static_cast<double>(a * 131 + b * 71 + 7)) * 43758.5453;
    return x - std::floor(x);
}

std::string patient_id(std::size_t i) {
    return "P" + std::to_string(i + 1);
}
bool is_restored(std::size_t i) {
    return i % 8 < 6;
}

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

void add_features(Evidence& evidence, std::size_t count) {
    static const std::vector<Feature> base = {
        {"cytotoxic/CD8 GzmB+", "CD8 granzyme B+", "cytotoxic", "/Singlets/Live/Lymphocytes/T/CD8/GzmB+",
         "percent_of_parent", "", "cytotoxic", true},
        {"cytotoxic/CD8 Perf+", "CD8 perforin+", "cytotoxic", "/Singlets/Live/Lymphocytes/T/CD8/Perf+",
         "percent_of_parent", "", "cytotoxic", true},
        {"cytotoxic/NK GzmB+", "NK granzyme B+", "cytotoxic", "/Singlets/Live/Lymphocytes/NK/GzmB+",
         "percent_of_parent", "", "cytotoxic", false},
        {"cytotoxic/CD8 GzmB median", "CD8 granzyme B", "cytotoxic", "/Singlets/Live/Lymphocytes/T/CD8", "median",
         "GzmB", "cytotoxic", false},
        {"percent/T", "T cells", "lymphocyte", "/Singlets/Live/Lymphocytes/T", "percent_of_parent", "",
         "subset percents", false},
        {"percent/CD4", "CD4 T cells", "lymphocyte", "/Singlets/Live/Lymphocytes/T/CD4", "percent_of_parent", "",
         "subset percents", false},
        {"percent/CD8", "CD8 T cells", "lymphocyte", "/Singlets/Live/Lymphocytes/T/CD8", "percent_of_parent", "",
         "subset percents", false},
        {"percent/NK", "NK cells CD56+ CD16+", "lymphocyte", "/Singlets/Live/Lymphocytes/NK", "percent_of_parent", "",
         "subset percents", false},
        {"percent/B", "B cells (CD19)", "lymphocyte", "/Singlets/Live/Lymphocytes/B", "percent_of_parent", "",
         "subset percents", false},
        {"percent/B22", "B cells (CD19-independent)", "lymphocyte", "/Singlets/Live/Lymphocytes/B CD19-independent",
         "percent_of_parent", "", "subset percents", false},
        {"counts/T", "T cells", "lymphocyte", "/Singlets/Live/Lymphocytes/T", "cells_per_ul", "", "counts", false},
        {"counts/NK", "NK cells", "lymphocyte", "/Singlets/Live/Lymphocytes/NK", "cells_per_ul", "", "counts", false},
        {"counts/CD8", "CD8 T cells", "lymphocyte", "/Singlets/Live/Lymphocytes/T/CD8", "cells_per_ul", "", "counts",
         false},
        {"counts/B", "B cells (CD19)", "lymphocyte", "/Singlets/Live/Lymphocytes/B", "cells_per_ul", "", "counts",
         false}};
    for (std::size_t i = 0; i < count; ++i) {
        Feature feature = base[i % base.size()];
        if (i >= base.size()) {
            const std::string again = std::to_string(i / base.size() + 1);
            feature.id += " set " + again;
            feature.name += ", memory subset " + again;
        }
        evidence.features.push_back(feature);
    }
}

FoldChange change_of(const Feature& feature, std::size_t f, std::size_t p) {
    FoldChange change;
    change.feature = feature.id;
    change.patient = patient_id(p);
    if (p == 5) return change;
    const bool b_cells = feature.population.find("/B") != std::string::npos;
    const double total = 20000 + 9000 * scatter(f, p), fraction = 0.03 + 0.3 * scatter(f + 3, p);
    const double factor = b_cells ? 0.0004 : (is_restored(p) ? 1.2 : 0.7) * std::exp(0.9 * (scatter(p, f + 50) - 0.4));
    change.before_total = static_cast<std::uint64_t>(total);
    change.after_total = static_cast<std::uint64_t>(total * 1.1);
    change.before_events = static_cast<std::uint64_t>(total * fraction);
    change.after_events = static_cast<std::uint64_t>(total * 1.1 * std::min(0.95, fraction * factor));
    const Log2FoldChange fold =
        log2_fold_change(static_cast<double>(*change.before_events), static_cast<double>(*change.before_total),
                         static_cast<double>(*change.after_events), static_cast<double>(*change.after_total));
    const double unit = feature.measure == "cells_per_ul" ? 30 : feature.measure == "median" ? 40 : 1;
    change.before = unit * 100 * static_cast<double>(*change.before_events) / static_cast<double>(*change.before_total);
    change.after = unit * 100 * static_cast<double>(*change.after_events) / static_cast<double>(*change.after_total);
    change.before_low = *change.before * 0.95, change.before_high = *change.before * 1.05;
    change.after_low = *change.after * 0.95, change.after_high = *change.after * 1.05;
    const DetectionLimits limits;
    change.before_state = detection_state(*change.before_events, limits);
    change.after_state = detection_state(*change.after_events, limits);
    change.log2fc = fold.estimate;
    if (std::isfinite(fold.low)) change.low = fold.low;
    if (std::isfinite(fold.high)) change.high = fold.high;
    change.state = *change.after_events < limits.lod ? ChangeState::floor : ChangeState::ok;
    if (change.state == ChangeState::floor) change.bound = "upper bound", change.flags.push_back("FLOOR_LIMITED");
    if (b_cells && feature.name.find("independent") == std::string::npos) change.flags.push_back("CD19_UNRELIABLE");
    if (f == 7 && p == 2) change.state = ChangeState::unreliable, change.log2fc.reset();
    return change;
}

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

/// What moving the gates would have given: bands around every value and estimate found.
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

void add_heatmap(Evidence& evidence) {
    std::vector<std::vector<double>> rows, columns;
    for (const PatientEvidence& patient : evidence.patients)
        if (patient.has_flow) evidence.heatmap.patient_leaves.push_back(patient.patient.id);
    columns.resize(evidence.heatmap.patient_leaves.size());
    for (const Feature& feature : evidence.features) {
        evidence.heatmap.feature_leaves.push_back(feature.id);
        rows.emplace_back();
        for (std::size_t p = 0; p < columns.size(); ++p) {
            const FoldChange* change = evidence.fold_change(feature.id, evidence.heatmap.patient_leaves[p]);
            const double value = change && change->log2fc ? *change->log2fc : std::numeric_limits<double>::quiet_NaN();
            rows.back().push_back(value);
            columns[p].push_back(value);
        }
    }
    evidence.heatmap.feature_tree = hierarchical_clustering(rows);
    evidence.heatmap.patient_tree = hierarchical_clustering(columns);
    for (const std::size_t leaf : evidence.heatmap.feature_tree.order)
        evidence.heatmap.features.push_back(evidence.heatmap.feature_leaves[leaf]);
    for (const std::size_t leaf : evidence.heatmap.patient_tree.order)
        evidence.heatmap.patients.push_back(evidence.heatmap.patient_leaves[leaf]);
    evidence.heatmap.left_out = {"percent/Treg: fewer than two patients with events"};
}

MarkerHistogram marker_histogram(std::size_t p, const std::string& gate, const std::string& marker,
                                 const std::string& visit, const std::string& control) {
    MarkerHistogram made;
    made.patient = patient_id(p), made.tube = "cytotoxic", made.population = "/Singlets/Live/Lymphocytes/T/" + gate;
    made.channel = marker == "GzmB" ? "Alexa Fluor 647-A" : "PE-A", made.marker = marker, made.visit = visit,
    made.control = control;
    made.transform = LogicleTransform{};
    made.histogram = {-0.05, 1.05, std::vector<std::uint32_t>(128, 0)};
    const double positive = !control.empty() ? 0.003
                                             : (visit == "day 0" ? 0.1
                                                : is_restored(p) ? 0.35
                                                                 : 0.08) +
                                                   0.1 * scatter(p, marker.size());
    const double cut = 0.47;
    for (int i = 0; i < 128; ++i) {
        const double y = -0.05 + 1.1 * (i + 0.5) / 128;
        const double shape = (1 - positive) * std::exp(-std::pow((y - 0.3) / 0.06, 2)) / 0.06 +
                             positive * std::exp(-std::pow((y - 0.62) / 0.07, 2)) / 0.07;
        made.histogram.counts[static_cast<std::size_t>(i)] =
            static_cast<std::uint32_t>(60 * shape * (0.9 + 0.2 * scatter(static_cast<std::size_t>(i), p)));
    }
    made.events = 12345 + 100 * p;
    made.threshold = made.transform.index() == 4 ? std::get<LogicleTransform>(made.transform).inverse(cut) : cut;
    made.percent_positive = 100 * positive;
    return made;
}

DrawnGate box_gate(const std::string& path, double percent, std::array<double, 4> box) {
    const auto [left, right, low, high] = box;
    return {path,
            static_cast<std::uint64_t>(1000 * percent),
            percent,
            path.ends_with("GzmB+") ? "FMO GzmB" : "",
            {{left, low}, {right, low}, {right, high}, {left, high}}};
}

/// A cloud in the lower left and one in the upper right, a lone event in a corner.
GatePlot gate_plot(const std::string& visit, const std::string& parent, const std::string& x, const std::string& y,
                   std::vector<DrawnGate> gates) {
    GatePlot plot;
    plot.patient = "P1", plot.tube = "lymphocyte", plot.visit = visit, plot.parent = parent, plot.events = 54321;
    plot.x = {x == "FSC-A" ? x : "BUV395-A", x, LogicleTransform{}, -0.05, 1.05};
    if (!y.empty()) plot.y = GatePlotAxis{"PerCP-Cy5-5-A", y, LogicleTransform{}, -0.05, 1.05};
    plot.grid = {64, y.empty() ? 1 : 64, -0.05, 1.05, -0.05, 1.05, {}, 0};
    for (int row = 0; row < plot.grid.bins_y; ++row)
        for (int column = 0; column < 64; ++column) {
            const auto cloud = [&](double at, double size) {
                const double dy = y.empty() ? 0 : row - at;
                return 60 * std::exp(-((column - at) * (column - at) + dy * dy) / size);
            };
            plot.grid.counts.push_back(static_cast<std::uint32_t>(cloud(18, 50) + cloud(45, 30)));
        }
    plot.grid.counts.back() = 1;
    plot.grid.maximum = 60;
    plot.gates = std::move(gates);
    return plot;
}

/// A strategy of two rows: a chain, siblings, quadrants, a range, a range on a plane and a bound in a further
/// dimension.
void add_gate_plots(Evidence& evidence) {
    for (const std::string visit : {"day 0", "day 14"}) {
        const std::string live = "/Singlets/Live", t = live + "/T";
        auto& plots = evidence.gate_plots;
        plots.push_back(gate_plot(visit, "/", "FSC-A", "FSC-H", {box_gate("/Singlets", 91.2, {0.1, 0.9, 0.1, 0.9})}));
        plots.push_back(gate_plot(visit, "/Singlets", "Viability", "", {box_gate(live, 96.3, {-0.05, 0.5, 0, 1})}));
        plots.push_back(gate_plot(visit, live, "CD3", "CD19",
                                  {box_gate(t, 64.5, {0.5, 1.05, -0.05, 0.4}),
                                   box_gate(live + "/B (standard)", 0.012, {-0.05, 0.5, 0.4, 1.05})}));
        plots.push_back(gate_plot(
            visit, t, "CD4", "CD8",
            {box_gate(t + "/CD4", 58.1, {0.5, 1.05, -0.05, 0.5}), box_gate(t + "/CD8", 35.4, {-0.05, 0.5, 0.5, 1.05}),
             box_gate(t + "/CD4-CD8-", 6.1, {-0.05, 0.5, -0.05, 0.5})}));
        plots.push_back(gate_plot(visit, t + "/CD8", "GzmB", "Perforin",
                                  {box_gate(t + "/CD8/GzmB+", 12.3, {0.47, 1.05, -0.05, 1.05}),
                                   box_gate(t + "/CD8/Perforin+", 9.9, {-0.05, 1.05, 0.47, 1.05})}));
        plots.push_back(gate_plot(visit, live, "CD20", "CD3",
                                  {box_gate(live + "/B (CD19-independent)", 0.4, {0.5, 1.05, -0.05, 0.5})}));
        plots.back().within = "CD56 < 1000";
        plots.push_back(gate_plot(visit, live + "/B (CD19-independent)", "CD27", "",
                                  {box_gate(live + "/B (CD19-independent)/Memory", 21, {0.5, 1.05, 0, 1})}));
        plots.back().events = 0;
        plots.back().grid.counts.assign(64, 0);
        plots.back().grid.maximum = 0;
    }
}

void add_flow(Evidence& evidence, const StudyShape& shape) {
    add_features(evidence, shape.features);
    for (std::size_t f = 0; f < evidence.features.size(); ++f)
        for (std::size_t p = 0; p < shape.patients; ++p)
            evidence.fold_changes.push_back(change_of(evidence.features[f], f, p));
    for (std::size_t p = 0; p < shape.patients; ++p) {
        if (p == 5) continue;
        for (const std::string visit : {"day 0", "day 14"}) {
            const std::string id = patient_id(p) + (visit == "day 0" ? "_d0" : "_d14");
            SampleSummary sample;
            sample.sample = {id, patient_id(p), visit, "cytotoxic", "", "PB", "fcs/" + id + ".fcs"};
            sample.sha256 = std::string(64, 'a'), sample.n_events = 150000, sample.compensation = "file",
            sample.strategy_hash = std::string(64, 'b');
            if (p == 1 && visit == "day 14") sample.error = id + ".fcs: $TOT=100 but 90 events are there";
            evidence.samples.push_back(sample);
            evidence.populations.push_back({id, "/Singlets", "/", "polygon", 140000, 150000, 150000, "quantified"});
            for (const std::string marker : {"GzmB", "Perforin"})
                for (const std::string& gate : {"CD8/" + marker + "+", "CD8/EM/" + marker + "+"})
                    for (const std::string control : {"", "FMO"})
                        evidence.histograms.push_back(
                            marker_histogram(p, gate, marker, visit, control.empty() ? "" : "FMO " + marker));
        }
        evidence.thresholds.push_back(
            {patient_id(p), "cytotoxic", "/Singlets/Live/Lymphocytes/T/CD8/GzmB+", "FMO GzmB", 1480.25, 4100, p == 3});
    }
    add_gate_plots(evidence);
    add_heatmap(evidence);
    add_correlations(evidence);
    add_restored_correlations(evidence);
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
