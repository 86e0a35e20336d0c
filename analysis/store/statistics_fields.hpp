#pragma once
// The columns of stored records about changes, tests, their bands and the heatmap, said once. HDF5 and the CSV tables
// follow.
#include "store/record_table.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

inline void fields(RecordTable& column, FoldChange& change) {
    column("feature", change.feature);
    column("patient", change.patient);
    column("before", change.before);
    column("before_low", change.before_low);
    column("before_high", change.before_high);
    column("before_events", change.before_events);
    column("before_total", change.before_total);
    column("before_state", change.before_state);
    column("after", change.after);
    column("after_low", change.after_low);
    column("after_high", change.after_high);
    column("after_events", change.after_events);
    column("after_total", change.after_total);
    column("after_state", change.after_state);
    column("log2fc", change.log2fc);
    column("low", change.low);
    column("high", change.high);
    column("bound", change.bound);
    column.choice("state", change.state, {"OK", "FLOOR", "CEIL", "UNRELIABLE", "MISSING"});
    column("flags", change.flags);
}

inline void fields(RecordTable& column, Comparison& comparison) {
    column("family", comparison.family);
    column("feature", comparison.feature);
    column("feature_name", comparison.feature_name);
    column("quantity", comparison.quantity);
    column("test", comparison.test);
    column("sample", comparison.sample);
    column("n_1", comparison.n_1);
    column("n_2", comparison.n_2);
    column("missing", comparison.missing);
    column("ties", comparison.ties);
    column("median_1", comparison.median_1);
    column("median_2", comparison.median_2);
    column("statistic", comparison.statistic);
    column("p", comparison.p);
    column("p_min_attainable", comparison.p_min_attainable);
    column("p_holm", comparison.p_holm);
    column("p_bh", comparison.p_bh);
    column("p_max_t", comparison.p_max_t);
    column("estimate", comparison.estimate);
    column("low", comparison.low);
    column("high", comparison.high);
    column("achieved", comparison.achieved);
    column("auc", comparison.auc);
    column("auc_low", comparison.auc_low);
    column("auc_high", comparison.auc_high);
    column("note", comparison.note);
    column("primary", comparison.primary);
}

inline void fields(RecordTable& column, Correlation& correlation) {
    column("family", correlation.family);
    column("feature", correlation.feature);
    column("feature_name", correlation.feature_name);
    column("quantity", correlation.quantity);
    column("against", correlation.against);
    column("test", correlation.test);
    column("n", correlation.n);
    column("missing", correlation.missing);
    column("n_restored", correlation.n_restored);
    column("rho", correlation.rho);
    column("low", correlation.low);
    column("high", correlation.high);
    column("interval", correlation.interval);
    column("p", correlation.p);
    column("p_min_attainable", correlation.p_min_attainable);
    column("p_holm", correlation.p_holm);
    column("p_bh", correlation.p_bh);
    column("p_max_t", correlation.p_max_t);
    column("note", correlation.note);
}

inline void fields(RecordTable& column, PlacementBand& band) {
    column("feature", band.feature);
    column("patient", band.patient);
    column("quantity", band.quantity);
    column("value", band.value);
    column("placement_low", band.low);
    column("placement_high", band.high);
    column("draws", band.draws);
}

inline void fields(RecordTable& column, ConclusionBand& conclusion) {
    column("family", conclusion.family);
    column("feature", conclusion.feature);
    column("feature_name", conclusion.feature_name);
    column("quantity", conclusion.quantity);
    column("test", conclusion.test);
    column("subject", conclusion.subject);
    column("estimate", conclusion.estimate);
    column("estimate_low", conclusion.estimate_low);
    column("estimate_high", conclusion.estimate_high);
    column("p", conclusion.p);
    column("p_low", conclusion.p_low);
    column("p_high", conclusion.p_high);
    column("p_min_attainable", conclusion.p_min_attainable);
    column("same_direction", conclusion.same_direction);
    column("below_alpha", conclusion.below_alpha);
    column("changes", conclusion.changes);
    column("driver", conclusion.driver);
    column("driver_share", conclusion.driver_share);
    column("draws", conclusion.draws);
    column("note", conclusion.note);
}

/// How often the gates were moved.
struct DrawsRow {
    std::uint64_t draws = 0, seed = 0;
};
inline void fields(RecordTable& column, DrawsRow& row) {
    column("draws", row.draws);
    column("seed", row.seed);
}

inline void fields(RecordTable& column, Influence& influence) {
    column("family", influence.family);
    column("feature", influence.feature);
    column("feature_name", influence.feature_name);
    column("quantity", influence.quantity);
    column("test", influence.test);
    column("subject", influence.subject);
    column("left_out", influence.left_out);
    column("n", influence.n);
    column("estimate", influence.estimate);
    column("p", influence.p);
    column("p_min_attainable", influence.p_min_attainable);
    column("changes_direction", influence.changes_direction);
    column("changes_verdict", influence.changes_verdict);
    column("cannot_reach_alpha", influence.cannot_reach_alpha);
}

/// One merge of a Dendrogram.
struct Merge {
    int a = 0, b = 0;
    double height = 0;
};
inline void fields(RecordTable& column, Merge& merge) {
    column("a", merge.a);
    column("b", merge.b);
    column("height", merge.height);
}

inline void fields(RecordTable& column, ClusterStatistic& statistic) {
    column("subject", statistic.subject);
    column("quantity", statistic.quantity);
    column("n", statistic.n);
    column("value", statistic.value);
    column("p", statistic.p);
    column("p_min_attainable", statistic.p_min_attainable);
    column("note", statistic.note);
}

struct LeafRow {
    std::uint64_t leaf = 0;
};
inline void fields(RecordTable& column, LeafRow& row) {
    column("leaf", row.leaf);
}

}  // namespace asparagate
