#include "report/study_evidence_parts.hpp"

#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"

#include <algorithm>
#include <limits>

namespace asparagate {

namespace {

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

}  // namespace

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

}  // namespace asparagate
