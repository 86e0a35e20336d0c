#pragma once
// The columns of stored records about patients and their clinical data, said once. HDF5 and the CSV tables follow.
#include "store/record_table.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

inline void fields(RecordTable& column, Measurement& value) {
    column("qualifier", value.qualifier);
    column("value", value.value);
    column("unit", value.unit);
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

}  // namespace asparagate
