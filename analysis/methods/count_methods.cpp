#include "asparagate/analysis/statistics/binomial_intervals.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/study_design.hpp"
#include "methods/method.hpp"

namespace asparagate::methods {
namespace {

Answer poisson(JsonInput& input) {
    input.allow_only({"events", "volume_uL"});
    const std::uint64_t events = input.whole("events");
    const PoissonRate rate = poisson_rate(events, input.number("volume_uL"));
    Answer answer;
    answer.test = "exact Poisson rate per microlitre";
    answer.n = events;
    answer.result = {{"rate", rate.rate},
                     {"ci95", json_interval(rate.interval)},
                     {"one_sided_upper95", rate.one_sided_upper},
                     {"poisson_cv", json_number(rate.coefficient_of_variation)}};
    return answer;
}

Answer rate_ratio(JsonInput& input) {
    input.allow_only({"post_events", "post_total", "pre_events", "pre_total", "pseudo"});
    const double k1 = input.number("post_events"), n1 = input.number("post_total");
    const double k0 = input.number("pre_events"), n0 = input.number("pre_total");
    const double pseudo = input.number("pseudo", 0.5);
    if (pseudo < 0) input.fail("pseudo", std::to_string(pseudo), "a number from 0");
    const Log2FoldChange change = log2_fold_change(k0, n0, k1, n1);
    const double raw = std::log2((k1 / n1) / (k0 / n0));
    const double shrunk = std::log2(((k1 + pseudo) / (n1 + 2 * pseudo)) / ((k0 + pseudo) / (n0 + 2 * pseudo)));
    Answer answer;
    answer.test = "log2 fold change of a proportion, conditional exact interval";
    answer.n = {{"pre", n0}, {"post", n1}};
    answer.result = {{"log2fc_pseudo", json_number(shrunk)},
                     {"log2fc_raw", json_number(raw)},
                     {"log2_ci95_conditional_exact", json_interval({change.low, change.high})}};
    return answer;
}

Answer acquire(JsonInput& input) {
    input.allow_only({"frequency", "min_events", "probability"});
    const double frequency = input.number("frequency"), probability = input.number("probability", 0.95);
    Answer answer;
    answer.test = "events to acquire, exact binomial";
    Json sizes = Json::array();
    for (const std::uint64_t events : input.wholes("min_events"))
        sizes.push_back(events_to_acquire(frequency, events, probability));
    answer.result = {{"N", std::move(sizes)}};
    return answer;
}

double positive(const JsonInput& input, const std::string& field) {
    const double value = input.number(field);
    if (!(value > 0)) input.fail(field, std::to_string(value), "a number above 0");
    return value;
}

void add_single_platform(Answer& answer, const JsonInput& input) {
    input.allow_only({"events", "bead_events", "beads_per_tube", "sample_uL", "dilution"});
    const auto events = static_cast<double>(input.whole("events"));
    const double beads = positive(input, "bead_events");
    const double dilution = input.has("dilution") ? positive(input, "dilution") : 1;
    const double volume = positive(input, "sample_uL");
    answer.result["single_platform_per_uL"] = events / beads * positive(input, "beads_per_tube") / volume * dilution;
    answer.result["bead_ratio_cv_pct"] = events > 0 ? Json(100 * std::sqrt(1 / events + 1 / beads)) : Json(nullptr);
}

double percent(const JsonInput& input, const std::string& field) {
    const double value = input.number(field);
    if (!(value >= 0 && value <= 100)) input.fail(field, std::to_string(value), "a percentage from 0 to 100");
    return value / 100;
}

void add_dual_platform(Answer& answer, const JsonInput& input) {
    input.allow_only({"wbc_1e9_per_L", "lymph_pct", "subset_pct_of_lymph"});
    answer.result["dual_platform_per_uL"] =
        positive(input, "wbc_1e9_per_L") * 1000 * percent(input, "lymph_pct") * percent(input, "subset_pct_of_lymph");
}

Answer absolute_count(JsonInput& input) {
    input.allow_only({"single_platform", "dual_platform"});
    if (!input.has("single_platform") && !input.has("dual_platform"))
        input.fail("single_platform", "neither platform", "single_platform, dual_platform or both");
    Answer answer;
    answer.test = "cells per microlitre";
    if (input.has("single_platform")) add_single_platform(answer, input.object("single_platform"));
    if (input.has("dual_platform")) add_dual_platform(answer, input.object("dual_platform"));
    return answer;
}

}  // namespace

std::vector<Method> count_methods() {
    return {
        {"poisson_exact_rate", "events in a volume: exact rate and interval", poisson},
        {"rate_ratio_log2fc", "events before and after: log2 fold change and interval", rate_ratio},
        {"events_to_acquire", "how many events find a rare population", acquire},
        {"absolute_count", "cells per microlitre from beads or from a blood count", absolute_count},
    };
}

}  // namespace asparagate::methods
