#pragma once
// The columns of every stored record, said once. HDF5, the per-sample JSON and the CSV tables all follow.
#include "store/record_table.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

inline void fields(RecordTable& column, Measurement& value) {
    column("qualifier", value.qualifier);
    column("value", value.value);
    column("unit", value.unit);
}

inline void fields(RecordTable& column, StudySettings& settings) {
    column("title", settings.title);
    column("synthetic", settings.synthetic);
    column("blind", settings.blind);
    column("alpha", settings.alpha);
    column("baseline_visit", settings.baseline_visit);
    column("followup_visit", settings.followup_visit);
    column("restoration_rule", settings.restoration_rule);
    column("threshold_iu_l", settings.threshold_iu_l);
    column("lod", settings.detection.lod);
    column("lloq", settings.detection.lloq);
    column("seed", settings.seed);
    column("threads", settings.threads);
    column("cd19_unreliable_days_after_stop", settings.cd19_unreliable_days_after_stop);
    column("placement_draws", settings.uncertainty.draws);
    column("placement_shift", settings.uncertainty.shift);
}

struct VisitDay {
    std::string visit;
    double day = 0;
};
inline void fields(RecordTable& column, VisitDay& visit) {
    column("visit", visit.visit);
    column("day", visit.day);
}

inline void fields(RecordTable& column, PatientEvidence& patient) {
    column("patient", patient.patient.id);
    column("sex", patient.patient.sex);
    column("age_years", patient.patient.age_years);
    column("risk", patient.patient.risk);
    column("reaction", patient.patient.reaction);
    column("cd19_percent", patient.patient.cd19_percent);
    column("blinatumomab_days", patient.patient.blinatumomab_days);
    column.choice("group", patient.group, {"AAR", "AANR", "unclassified"});
    column("label", patient.label);
    column.choice("restored", patient.restored, {"restored", "not restored", "not evaluable"});
    column("log2_activity_change_d7", patient.log2_activity_change_d7);
    column("log2_activity_change_bound", patient.log2_activity_change_bound);
    column("tolerated", patient.tolerated);
    column("status", patient.status);
    column("has_flow", patient.has_flow);
    column("has_antibodies", patient.has_antibodies);
    column("flags", patient.flags);
    column("bmi", patient.patient.bmi);
    column("blast_phenotype", patient.patient.blast_phenotype);
    column("inactive_before", patient.inactive_before);
    column("symptoms", patient.symptoms);
    column("premedicated", patient.premedicated);
}

/// One entry of PatientEvidence::rules (`threshold_iu_l` empty) or ::restored_at (`rule` empty).
struct PatientRule {
    std::string patient, rule;
    std::optional<double> threshold_iu_l;
    Restoration restored = Restoration::not_evaluable;
};
inline void fields(RecordTable& column, PatientRule& rule) {
    column("patient", rule.patient);
    column("rule", rule.rule);
    column("threshold_iu_l", rule.threshold_iu_l);
    column.choice("restored", rule.restored, {"restored", "not restored", "not evaluable"});
}

inline void fields(RecordTable& column, Dose& dose) {
    column("patient", dose.patient);
    column("day", dose.day);
    column("end_day", dose.end_day);
    column("product", dose.product);
    column("dose", dose.dose);
    column("unit", dose.unit);
    column("route", dose.route);
    column("planned_dose", dose.planned_dose);
    column("premedication", dose.premedication);
    column("desensitised", dose.desensitised);
}

inline void fields(RecordTable& column, ActivitySample& sample) {
    column("patient", sample.patient);
    column.choice("period", sample.period, {"before", "after"});
    column("nominal_day", sample.nominal_day);
    column("day", sample.day);
    fields(column, sample.given);
    column("iu_l", sample.iu_l);
    column("lloq_iu_l", sample.lloq_iu_l);
    column("method", sample.method);
    column("attributed_product", sample.attributed_product);
    column("other_asparaginase", sample.other_asparaginase);
    column("uloq_iu_l", sample.uloq_iu_l);
    column("laboratory", sample.laboratory);
    column("kit_lot", sample.kit_lot);
    column("days_after_dose", sample.days_after_dose);
}

/// Both sides of an AntibodyChange; a missing side has an empty day.
inline void fields(RecordTable& column, AntibodyChange& change) {
    column("patient", change.patient);
    column("specificity", change.specificity);
    struct Names {
        const char *day, *qualifier, *result, *unit, *cutoff;
    };
    const auto side = [&](std::optional<AntibodySample>& sample, Period period, const Names& names) {
        AntibodySample value = sample.value_or(AntibodySample{});
        std::optional<double> day = sample ? std::optional(sample->day) : std::nullopt;
        column(names.day, day);
        column(names.qualifier, value.result.qualifier);
        std::optional<double> result = sample ? std::optional(value.result.value) : std::nullopt;
        column(names.result, result);
        value.result.value = result.value_or(0);
        column(names.unit, value.result.unit);
        column(names.cutoff, value.cutoff);
        if (!day) return sample.reset();
        value.patient = change.patient;
        value.specificity = change.specificity;
        value.period = period;
        value.day = *day;
        sample = value;
    };
    side(change.before, Period::before,
         {"before_day", "before_qualifier", "before_result", "before_unit", "before_cutoff"});
    side(change.after, Period::after, {"after_day", "after_qualifier", "after_result", "after_unit", "after_cutoff"});
    column("percent_reduction", change.percent_reduction);
    column("log2_ratio", change.log2_ratio);
    column("catabolism_percent", change.catabolism_percent);
    column("flags", change.flags);
    column("against_catabolism", change.against_catabolism);
    struct Details {
        const char *lloq, *uloq, *isotype, *kind, *dilution;
    };
    const auto details = [&](std::optional<AntibodySample>& sample, const Details& names) {
        AntibodySample value = sample.value_or(AntibodySample{});
        column(names.lloq, value.lloq);
        column(names.uloq, value.uloq);
        column(names.isotype, value.isotype);
        column(names.kind, value.kind);
        column(names.dilution, value.dilution);
        if (sample) sample = value;
    };
    details(change.before, {"before_lloq", "before_uloq", "before_isotype", "before_kind", "before_dilution"});
    details(change.after, {"after_lloq", "after_uloq", "after_isotype", "after_kind", "after_dilution"});
}

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

inline void fields(RecordTable& column, GatePlacement& gate) {
    column("tube", gate.tube);
    column("population", gate.population);
    column("how", gate.how);
    column("dimension", gate.dimension);
    column("tolerance", gate.tolerance);
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

inline void fields(RecordTable& column, Finding& finding) {
    column("code", finding.code);
    column.choice("severity", finding.severity, {"note", "warning", "error"});
    column("file", finding.file);
    column("segment", finding.segment);
    column("keyword", finding.keyword);
    column("offset", finding.offset);
    column("message", finding.message);
}

/// A closed Transform as its type and parameters; parameters that the type lacks are 0.
void fields(RecordTable& column, Transform& transform);

inline void fields(RecordTable& column, Rule& rule) {
    column("rule", rule.name);
    column("value", rule.value);
    column("unit", rule.unit);
    column("source", rule.source);
}

inline void fields(RecordTable& column, ActivityKinetics& kinetics) {
    column("patient", kinetics.patient);
    column.choice("period", kinetics.period, {"before", "after"});
    column("product", kinetics.product);
    column("points", kinetics.points);
    column("half_life_days", kinetics.half_life_days);
    column("half_life_7_14", kinetics.half_life_7_14);
    column("half_life_14_21", kinetics.half_life_14_21);
    column("auc_low", kinetics.auc_low);
    column("auc_high", kinetics.auc_high);
    column("crossing_low", kinetics.crossing_low);
    column("crossing_high", kinetics.crossing_high);
    column("days_above_low", kinetics.days_above_low);
    column("days_above_high", kinetics.days_above_high);
    column("crossing_day", kinetics.crossing_day);
    column("dose_day", kinetics.dose_day);
    column("note", kinetics.note);
}

inline void fields(RecordTable& column, Reaction& reaction) {
    column("patient", reaction.patient);
    column("day", reaction.day);
    column("product", reaction.product);
    column("term", reaction.term);
    column("grade", reaction.grade);
    column("severity", reaction.severity);
    column("system", reaction.system);
    column("symptoms", reaction.symptoms);
    column("angioedema", reaction.angioedema);
    column("premedication", reaction.premedication);
}

inline void fields(RecordTable& column, Concomitant& given) {
    column("patient", given.patient);
    column("day", given.day);
    column("end_day", given.end_day);
    column("treatment", given.treatment);
    column("dose", given.dose);
    column("unit", given.unit);
}

inline void fields(RecordTable& column, LiverSample& sample) {
    column("patient", sample.patient);
    column("day", sample.day);
    column("days_after_dose", sample.days_after_dose);
    column("steatosis", sample.steatosis);
    column("steatosis_method", sample.method);
    column("alt", sample.alt);
    column("alt_uln", sample.alt_uln);
    column("alt_grade", sample.alt_grade);
    column("ast", sample.ast);
    column("ast_uln", sample.ast_uln);
    column("ast_grade", sample.ast_grade);
    column("bilirubin", sample.bilirubin);
    column("bilirubin_uln", sample.bilirubin_uln);
    column("bilirubin_grade", sample.bilirubin_grade);
}

inline void fields(RecordTable& column, AmmoniaSample& sample) {
    column("patient", sample.patient);
    column("day", sample.day);
    column("ammonia", sample.value);
    column("unit", sample.unit);
    column("symptomatic", sample.symptomatic);
}

inline void fields(RecordTable& column, NotDone& missing) {
    column("patient", missing.patient);
    column("item", missing.item);
    column("reason", missing.reason);
}

inline void fields(RecordTable& column, CohortRow& row) {
    column("characteristic", row.characteristic);
    column("level", row.level);
    column("k", row.k);
    column("n", row.n);
    column("percent", row.percent);
    column("low", row.low);
    column("high", row.high);
    column("median", row.median);
    column("first_quartile", row.first_quartile);
    column("third_quartile", row.third_quartile);
    column("minimum", row.minimum);
    column("maximum", row.maximum);
}

inline void fields(RecordTable& column, AnalysisSize& size) {
    column("analysis", size.analysis);
    column("n", size.n);
    column("not_done", size.not_done);
    column("missing", size.missing);
    column("not_done_patients", size.not_done_patients);
    column("possible_aar", size.possible_aar);
    column("possible_aanr", size.possible_aanr);
    column("p_min_between", size.p_min_between);
    column("p_min_paired", size.p_min_paired);
    column("p_min_paired_aar", size.p_min_paired_aar);
}

inline void fields(RecordTable& column, ClaimVersion& claim) {
    column("statement", claim.statement);
    column("outcome", claim.outcome);
    column("subgroup", claim.subgroup);
    column("version", claim.version);
    column("k", claim.k);
    column("n", claim.n);
    column("percent", claim.percent);
    column("low", claim.low);
    column("high", claim.high);
    column("wilson_low", claim.wilson_low);
    column("wilson_high", claim.wilson_high);
    column("posterior_mean", claim.posterior_mean);
    column("posterior_low", claim.posterior_low);
    column("posterior_high", claim.posterior_high);
    column("above_half", claim.above_half);
    column("conflict", claim.conflict);
    column("patients", claim.patients);
    column("source", claim.source);
    column("not_known", claim.not_known);
}

inline void fields(RecordTable& column, ClaimTest& test) {
    column("outcome", test.outcome);
    column("subgroup_1", test.subgroup_1);
    column("subgroup_2", test.subgroup_2);
    column("version", test.version);
    column("k_1", test.k_1);
    column("n_1", test.n_1);
    column("k_2", test.k_2);
    column("n_2", test.n_2);
    column("p", test.p);
    column("p_min_attainable", test.p_min_attainable);
    column("odds_ratio", test.odds_ratio);
    column("low", test.low);
    column("high", test.high);
}

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

/// One line of a list of names.
struct NameRow {
    std::string name;
};
inline void fields(RecordTable& column, NameRow& row) {
    column("name", row.name);
}

struct LeafRow {
    std::uint64_t leaf = 0;
};
inline void fields(RecordTable& column, LeafRow& row) {
    column("leaf", row.leaf);
}

struct CountRow {
    std::uint64_t count = 0;
};
inline void fields(RecordTable& column, CountRow& row) {
    column("count", row.count);
}

}  // namespace asparagate
