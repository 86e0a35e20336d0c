#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <algorithm>

namespace asparagate::test {

/// A study in memory with one tube: T cells cut on CD3, B on CD19, CD8 on CD8 and GzmB+ of CD8 on its FMO.
class SmallStudy {
public:
    SmallStudy() {
        study.strategies[""] = parse_strategy(strategy_text, "strategy.toml");
        study.settings.title = "small";
        study.settings.visit_days = {{"day 0", 0}, {"day 14", 14}};
        study.features = {feature("CD8", "/CD8", "percent_of_parent"), feature("B", "/B", "percent_of_parent")};
    }

    static constexpr const char* strategy_text = R"([strategy]
name = "small"
[compensation]
source = "none"
[transforms.fluorescence]
type = "logicle"
T = 262144
W = 0.5
M = 4.5
A = 0
[scales]
default = "fluorescence"
[population."/CD8"]
gate = "range"
x = "CD8"
min = 1000
[population."/CD8/GzmB+"]
gate = "range"
x = "GzmB"
min = { control = "FMO GzmB", percentile = 99.5, minimum_events = 100, fallback = 1500 }
[population."/B"]
gate = "range"
x = "CD19"
min = 1000
[population."/not B"]
gate = "range"
x = "CD19"
max = 1000
)";

    static Feature feature(const std::string& id, const std::string& population, const std::string& measure) {
        Feature made;
        made.id = id;
        made.name = id;
        made.population = population;
        made.measure = measure;
        made.family = "cells";
        return made;
    }

    SmallStudy& patient(const std::string& id, const std::string& label = "") {
        Patient made;
        made.id = id;
        study.patients.push_back(made);
        Outcome outcome;
        outcome.patient = id;
        outcome.label = label;
        study.outcomes.push_back(outcome);
        return *this;
    }

    SmallStudy& activity(const std::string& patient, Period period, int day, double iu_l, char qualifier = '=') {
        ActivitySample made;
        made.patient = patient;
        made.period = period;
        made.nominal_day = day;
        made.day = day;
        made.given = {qualifier, iu_l, "IU/L"};
        made.iu_l = iu_l;
        made.lloq_iu_l = 20;
        made.attributed_product = "pegaspargase";
        study.activity.push_back(made);
        return *this;
    }
    SmallStudy& course(const std::string& patient, Period period, double day7, double day14) {
        return activity(patient, period, 7, day7).activity(patient, period, 14, day14);
    }

    /// Both visits of one patient: a population's events among those of its parent.
    struct Counts {
        std::uint64_t before, before_parent, after, after_parent;
    };
    SmallStudy& counts(const std::string& patient, const std::string& population, const Counts& counts) {
        row(sample(patient, "day 0"), population, counts.before, counts.before_parent);
        row(sample(patient, "day 14"), population, counts.after, counts.after_parent);
        return *this;
    }
    void row(const std::string& sample, const std::string& population, std::uint64_t count, std::uint64_t parent) {
        PopulationRow made;
        made.sample = sample;
        made.population = population;
        made.parent = "/";
        made.gate = "range";
        made.count = count;
        made.parent_count = parent;
        made.total_count = parent;
        made.state = detection_state(count, study.settings.detection);
        gated.populations.push_back(made);
    }
    /// The sample of a visit, made when it is new.
    std::string sample(const std::string& patient, const std::string& visit, const std::string& specimen = "PB") {
        const std::string id = patient + " " + visit;
        for (const StudySample& known : study.samples)
            if (known.id == id) return id;
        StudySample made;
        made.id = id;
        made.patient = patient;
        made.visit = visit;
        made.specimen = specimen;
        study.samples.push_back(made);
        SampleSummary summary;
        summary.sample = made;
        gated.samples.push_back(summary);
        return id;
    }

    [[nodiscard]] Evidence evidence() const { return compute_evidence(study, gated); }

    Study study;
    GatedStudy gated;
};

inline bool has_code(const Findings& findings, const std::string& code) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.code == code; });
}
inline bool has_flag(const std::vector<std::string>& flags, const std::string& flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}
inline const Comparison* find_comparison(const Evidence& evidence, const std::string& feature,
                                         const std::string& quantity, const std::string& sample) {
    for (const Comparison& comparison : evidence.comparisons)
        if (comparison.feature == feature && comparison.quantity == quantity && comparison.sample == sample)
            return &comparison;
    return nullptr;
}

}  // namespace asparagate::test
