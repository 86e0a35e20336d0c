#include "store/evidence_store.hpp"

#include "store/clinical_fields.hpp"
#include "store/gate_plot_tables.hpp"
#include "store/gating_fields.hpp"
#include "store/statistics_fields.hpp"
#include "store/study_fields.hpp"

namespace asparagate {
namespace {

constexpr const char* schema = "asparagate.study/1";

std::vector<VisitDay> visit_days(const StudySettings& settings) {
    std::vector<VisitDay> days;
    for (const auto& [visit, day] : settings.visit_days) days.push_back({visit, day});
    return days;
}

std::vector<PatientRule> patient_rules(const std::vector<PatientEvidence>& patients) {
    std::vector<PatientRule> rules;
    for (const PatientEvidence& patient : patients) {
        for (const auto& [rule, restored] : patient.rules)
            rules.push_back({patient.patient.id, rule, std::nullopt, restored});
        for (const auto& [threshold, restored] : patient.restored_at)
            rules.push_back({patient.patient.id, "", threshold, restored});
    }
    return rules;
}

void restore_rules(const std::vector<PatientRule>& rules, std::vector<PatientEvidence>& patients) {
    for (const PatientRule& rule : rules)
        for (PatientEvidence& patient : patients) {
            if (patient.patient.id != rule.patient) continue;
            if (rule.threshold_iu_l)
                patient.restored_at[*rule.threshold_iu_l] = rule.restored;
            else
                patient.rules[rule.rule] = rule.restored;
        }
}

std::vector<NameRow> names(const std::vector<std::string>& list) {
    std::vector<NameRow> rows;
    for (const std::string& name : list) rows.push_back({name});
    return rows;
}

class Store {
public:
    explicit Store(Hdf5File& file) : file_(&file) {}

    template <class Record>
    void table(const std::string& group, const std::vector<Record>& records) {
        file_->write_table(group, to_table(records));
    }
    void dendrogram(const std::string& group, const Dendrogram& tree) {
        std::vector<Merge> merges;
        for (std::size_t i = 0; i < tree.merges.size(); ++i)
            merges.push_back({tree.merges[i][0], tree.merges[i][1], tree.heights[i]});
        table(group + "/merges", merges);
        std::vector<LeafRow> order;
        for (const std::size_t leaf : tree.order) order.push_back({leaf});
        table(group + "/order", order);
    }

private:
    Hdf5File* file_;
};

class Load {
public:
    Load(const Hdf5File& file, std::string name) : file_(&file), name_(std::move(name)) {}

    template <class Record>
    void table(const std::string& group, std::vector<Record>& records) const {
        records = from_table<Record>(file_->read_table(group), name_ + ": " + group);
    }
    void names(const std::string& group, std::vector<std::string>& list) const {
        std::vector<NameRow> rows;
        table(group, rows);
        for (NameRow& row : rows) list.push_back(std::move(row.name));
    }
    void dendrogram(const std::string& group, Dendrogram& tree) const {
        std::vector<Merge> merges;
        table(group + "/merges", merges);
        for (const Merge& merge : merges) {
            tree.merges.push_back({merge.a, merge.b});
            tree.heights.push_back(merge.height);
        }
        std::vector<LeafRow> order;
        table(group + "/order", order);
        for (const LeafRow& row : order) tree.order.push_back(row.leaf);
    }

private:
    const Hdf5File* file_;
    std::string name_;
};

void store_histograms(Store& store, const std::vector<MarkerHistogram>& histograms) {
    store.table("histograms", histograms);
    std::vector<CountRow> counts;
    for (const MarkerHistogram& histogram : histograms)
        for (const std::uint32_t count : histogram.histogram.counts) counts.push_back({count});
    store.table("histogram_counts", counts);
}

void load_histograms(const Load& load, const std::string& name, std::vector<MarkerHistogram>& histograms) {
    load.table("histograms", histograms);
    std::vector<CountRow> counts;
    load.table("histogram_counts", counts);
    std::size_t next = 0;
    for (MarkerHistogram& histogram : histograms)
        for (std::uint32_t& count : histogram.histogram.counts) {
            if (next == counts.size())
                throw Error(ErrorKind::input, name + ": histogram_counts is shorter than histograms say");
            count = static_cast<std::uint32_t>(counts[next++].count);
        }
}

void store_gate_plots(Store& store, const std::vector<GatePlot>& plots) {
    const GatePlotTables tables = gate_plot_tables(plots);
    store.table("gate_plots/plots", tables.plots);
    store.table("gate_plots/axes", tables.axes);
    store.table("gate_plots/gates", tables.gates);
    store.table("gate_plots/vertices", tables.vertices);
    store.table("gate_plots/counts", tables.counts);
}

void load_gate_plots(const Load& load, const std::string& name, std::vector<GatePlot>& plots) {
    GatePlotTables tables;
    load.table("gate_plots/plots", tables.plots);
    load.table("gate_plots/axes", tables.axes);
    load.table("gate_plots/gates", tables.gates);
    load.table("gate_plots/vertices", tables.vertices);
    load.table("gate_plots/counts", tables.counts);
    plots = gate_plots_of(tables, name + ": gate_plots");
}

void store_heatmap(Store& store, const Heatmap& heatmap) {
    store.table("heatmap/features", names(heatmap.features));
    store.table("heatmap/patients", names(heatmap.patients));
    store.table("heatmap/feature_leaves", names(heatmap.feature_leaves));
    store.table("heatmap/patient_leaves", names(heatmap.patient_leaves));
    store.table("heatmap/left_out", names(heatmap.left_out));
    store.dendrogram("heatmap/feature_tree", heatmap.feature_tree);
    store.dendrogram("heatmap/patient_tree", heatmap.patient_tree);
}

void load_heatmap(const Load& load, Heatmap& heatmap) {
    load.names("heatmap/features", heatmap.features);
    load.names("heatmap/patients", heatmap.patients);
    load.names("heatmap/feature_leaves", heatmap.feature_leaves);
    load.names("heatmap/patient_leaves", heatmap.patient_leaves);
    load.names("heatmap/left_out", heatmap.left_out);
    load.dendrogram("heatmap/feature_tree", heatmap.feature_tree);
    load.dendrogram("heatmap/patient_tree", heatmap.patient_tree);
}

/// Calls `each(group, records)` for the records of the study's clinical side and what goes with them, which are stored
/// and read alike.
template <class AnyEvidence, class Each>
void for_clinical_tables(AnyEvidence& evidence, Each&& each) {
    each("rules", evidence.settings.rules);
    each("kinetics", evidence.kinetics);
    each("reactions", evidence.reactions);
    each("concomitant", evidence.concomitants);
    each("liver", evidence.liver);
    each("ammonia", evidence.ammonia);
    each("not_done", evidence.not_done);
    each("cohort", evidence.cohort);
    each("analyses", evidence.analyses);
    each("claims", evidence.claims);
    each("claim_tests", evidence.claim_tests);
    each("detection", evidence.detection);
    each("threshold_sensitivity", evidence.threshold_sensitivity);
    each("cd19_pairs", evidence.cd19_pairs);
}

void store_uncertainty(Store& store, const PlacementUncertainty& uncertainty) {
    store.table("uncertainty/draws", std::vector{DrawsRow{uncertainty.draws, uncertainty.seed}});
    store.table("uncertainty/gates", uncertainty.gates);
    store.table("uncertainty/bands", uncertainty.bands);
    store.table("uncertainty/conclusions", uncertainty.conclusions);
}

void load_uncertainty(const Load& load, const std::string& name, PlacementUncertainty& uncertainty) {
    std::vector<DrawsRow> draws;
    load.table("uncertainty/draws", draws);
    if (draws.size() != 1) throw Error(ErrorKind::input, name + ": uncertainty/draws: expected one row");
    uncertainty.draws = draws.front().draws;
    uncertainty.seed = draws.front().seed;
    load.table("uncertainty/gates", uncertainty.gates);
    load.table("uncertainty/bands", uncertainty.bands);
    load.table("uncertainty/conclusions", uncertainty.conclusions);
}

}  // namespace

void store_evidence(const Evidence& evidence, Hdf5File& file) {
    file.write_attribute("schema", schema);
    Store store(file);
    store.table("settings", std::vector{evidence.settings});
    store.table("visit_days", visit_days(evidence.settings));
    store.table("patients", evidence.patients);
    store.table("patient_rules", patient_rules(evidence.patients));
    store.table("doses", evidence.doses);
    store.table("activity", evidence.activity);
    store.table("antibodies", evidence.antibodies);
    store.table("features", evidence.features);
    store.table("samples", evidence.samples);
    store.table("populations", evidence.populations);
    store.table("intensities", evidence.intensities);
    store.table("thresholds", evidence.thresholds);
    store.table("fold_changes", evidence.fold_changes);
    store.table("comparisons", evidence.comparisons);
    store.table("correlations", evidence.correlations);
    store_uncertainty(store, evidence.uncertainty);
    store.table("influences", evidence.influences);
    store_heatmap(store, evidence.heatmap);
    store.table("clustering", evidence.clustering);
    store_histograms(store, evidence.histograms);
    for_clinical_tables(evidence, [&](const char* group, const auto& records) { store.table(group, records); });
    store_gate_plots(store, evidence.gate_plots);
    store.table("findings", evidence.findings);
}

Evidence read_evidence(const Hdf5File& file, const std::string& name) {
    const std::string found = file.read_attribute("schema");
    if (found != schema)
        throw Error(ErrorKind::input, name + ": schema is \"" + found + "\", expected \"" + schema +
                                          "\"; run the study again with this version");
    const Load load(file, name);
    Evidence evidence;
    std::vector<StudySettings> settings;
    load.table("settings", settings);
    if (settings.size() != 1) throw Error(ErrorKind::input, name + ": settings: expected one row");
    evidence.settings = settings.front();
    std::vector<VisitDay> days;
    load.table("visit_days", days);
    for (const VisitDay& visit : days) evidence.settings.visit_days[visit.visit] = visit.day;
    load.table("patients", evidence.patients);
    std::vector<PatientRule> rules;
    load.table("patient_rules", rules);
    restore_rules(rules, evidence.patients);
    load.table("doses", evidence.doses);
    load.table("activity", evidence.activity);
    load.table("antibodies", evidence.antibodies);
    load.table("features", evidence.features);
    load.table("samples", evidence.samples);
    load.table("populations", evidence.populations);
    load.table("intensities", evidence.intensities);
    load.table("thresholds", evidence.thresholds);
    load.table("fold_changes", evidence.fold_changes);
    load.table("comparisons", evidence.comparisons);
    load.table("correlations", evidence.correlations);
    load_uncertainty(load, name, evidence.uncertainty);
    load.table("influences", evidence.influences);
    load_heatmap(load, evidence.heatmap);
    load.table("clustering", evidence.clustering);
    load_histograms(load, name, evidence.histograms);
    for_clinical_tables(evidence, [&](const char* group, auto& records) { load.table(group, records); });
    for (const Rule& rule : evidence.settings.rules) apply_rule(evidence.settings, rule);
    load_gate_plots(load, name, evidence.gate_plots);
    load.table("findings", evidence.findings);
    return evidence;
}

}  // namespace asparagate
