#pragma once
// The columns of stored records about samples, populations and gates, said once. HDF5, the per-sample JSON and the CSV
// tables all follow.
#include "store/record_table.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

inline void fields(RecordTable& column, Feature& feature) {
    column("feature", feature.id);
    column("name", feature.name);
    column("tube", feature.tube);
    column("population", feature.population);
    column("measure", feature.measure);
    column("channel", feature.channel);
    column("family", feature.family);
    column("primary", feature.primary);
    column("instead_of", feature.instead_of);
}

inline void fields(RecordTable& column, SampleSummary& summary) {
    column("sample", summary.sample.id);
    column("patient", summary.sample.patient);
    column("visit", summary.sample.visit);
    column("tube", summary.sample.tube);
    column("control", summary.sample.control);
    column("specimen", summary.sample.specimen);
    column("file", summary.sample.file);
    column("sha256", summary.sha256);
    column("n_events", summary.n_events);
    column("compensation", summary.compensation);
    column("strategy_hash", summary.strategy_hash);
    column("versions", summary.versions);
    column("error", summary.error);
}

inline void fields(RecordTable& column, PopulationRow& row) {
    column("sample", row.sample);
    column("population", row.population);
    column("parent", row.parent);
    column("gate", row.gate);
    column("count", row.count);
    column("parent_count", row.parent_count);
    column("total_count", row.total_count);
    column("state", row.state);
}

inline void fields(RecordTable& column, IntensityRow& row) {
    column("sample", row.sample);
    column("population", row.population);
    column("channel", row.channel);
    column("marker", row.marker);
    column("statistic", row.statistic);
    column("value", row.value);
}

inline void fields(RecordTable& column, ThresholdUse& use) {
    column("patient", use.patient);
    column("tube", use.tube);
    column("population", use.population);
    column("control", use.control);
    column("value", use.value);
    column("events", use.events);
    column("fallback", use.fallback);
}

inline void fields(RecordTable& column, ThresholdSensitivity& row) {
    column("sample", row.sample);
    column("patient", row.patient);
    column("visit", row.visit);
    column("tube", row.tube);
    column("population", row.population);
    column("marker", row.marker);
    column("control", row.control);
    column("source", row.source);
    column("threshold_low", row.threshold_low);
    column("threshold", row.threshold);
    column("threshold_high", row.threshold_high);
    column("percent_at_low", row.percent_at_low);
    column("percent", row.percent);
    column("percent_at_high", row.percent_at_high);
    column("count_at_low", row.count_at_low);
    column("count", row.count);
    column("count_at_high", row.count_at_high);
    column("parent_count", row.parent_count);
}

inline void fields(RecordTable& column, BlankCount& blank) {
    column("sample", blank.sample);
    column("patient", blank.patient);
    column("tube", blank.tube);
    column("control", blank.control);
    column("population", blank.population);
    column("count", blank.count);
    column("parent_count", blank.parent_count);
}

inline void fields(RecordTable& column, Cd19Pair& pair) {
    column("feature", pair.feature);
    column("instead_of", pair.instead_of);
    column("measure", pair.measure);
    column("patient", pair.patient);
    column("visit", pair.visit);
    column("value", pair.value);
    column("value_instead_of", pair.value_instead_of);
    column("difference", pair.difference);
    column("flags", pair.flags);
}

inline void fields(RecordTable& column, GatePlacement& gate) {
    column("tube", gate.tube);
    column("population", gate.population);
    column("how", gate.how);
    column("dimension", gate.dimension);
    column("tolerance", gate.tolerance);
}

/// A closed Transform as its type and parameters; parameters that the type lacks are 0.
void fields(RecordTable& column, Transform& transform);

inline void fields(RecordTable& column, DetectionRow& row) {
    column("sample", row.sample);
    column("population", row.population);
    column("count", row.count);
    column("parent_count", row.parent_count);
    column("state", row.state);
    column("sensitivity_percent", row.sensitivity_percent);
    column("percent_upper", row.percent_upper);
    column("platform", row.platform);
    column("cells_per_ul", row.cells_per_ul);
    column("low", row.low);
    column("high", row.high);
    column("cv_percent", row.cv_percent);
    column("flags", row.flags);
    column("statement", row.statement);
    column("lob_percent", row.lob_percent);
    column("blanks", row.blanks);
    column("blank_count", row.blank_count);
    column("blank_parent_count", row.blank_parent_count);
    column("lob_method", row.lob_method);
}

inline constexpr std::uint64_t largest_histogram_bins = 1 << 20;

/// All but the counts, which are stored beside the table: `bins` of them for each row.
inline void fields(RecordTable& column, MarkerHistogram& histogram) {
    column("patient", histogram.patient);
    column("tube", histogram.tube);
    column("population", histogram.population);
    column("channel", histogram.channel);
    column("marker", histogram.marker);
    column("visit", histogram.visit);
    column("control", histogram.control);
    fields(column, histogram.transform);
    column("low", histogram.histogram.low);
    column("high", histogram.histogram.high);
    std::uint64_t bins = histogram.histogram.counts.size();
    column("bins", bins);
    if (bins > largest_histogram_bins) throw Error(ErrorKind::input, "histograms: more bins than any run makes");
    histogram.histogram.counts.resize(bins);
    column("events", histogram.events);
    column("threshold", histogram.threshold);
    column("percent_positive", histogram.percent_positive);
}

struct CountRow {
    std::uint64_t count = 0;
};
inline void fields(RecordTable& column, CountRow& row) {
    column("count", row.count);
}

}  // namespace asparagate
