#pragma once
// The columns of stored records about the study itself, said once: settings, rules, findings, lists of names. HDF5, the
// per-sample JSON and the CSV tables all follow.
#include "store/record_table.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

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

inline void fields(RecordTable& column, Finding& finding) {
    column("code", finding.code);
    column.choice("severity", finding.severity, {"note", "warning", "error"});
    column("file", finding.file);
    column("segment", finding.segment);
    column("keyword", finding.keyword);
    column("offset", finding.offset);
    column("message", finding.message);
}

inline void fields(RecordTable& column, Rule& rule) {
    column("rule", rule.name);
    column("value", rule.value);
    column("unit", rule.unit);
    column("source", rule.source);
}

/// One line of a list of names.
struct NameRow {
    std::string name;
};
inline void fields(RecordTable& column, NameRow& row) {
    column("name", row.name);
}

}  // namespace asparagate
