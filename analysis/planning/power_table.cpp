#include "asparagate/analysis/power_table.hpp"

#include "planning/model_simulation.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/binomial_intervals.hpp"
#include "asparagate/analysis/statistics/power.hpp"
#include "asparagate/analysis/statistics/study_design.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

class PowerRows {
public:
    void begin(std::string analysis, std::string design) {
        analysis_ = std::move(analysis);
        design_ = std::move(design);
    }
    void add(const std::string& quantity, double value, double mcse = 0) {
        rows_.push_back({analysis_, design_, quantity, value, mcse});
    }
    void add(const std::vector<PowerRow>& more) { rows_.insert(rows_.end(), more.begin(), more.end()); }
    [[nodiscard]] std::vector<PowerRow> take() { return std::move(rows_); }

private:
    std::string analysis_, design_;
    std::vector<PowerRow> rows_;
};

std::string text(std::uint64_t number) {
    return std::to_string(number);
}

void add_group_powers(PowerRows& rows, const PowerPlan& plan) {
    for (const auto& [n_1, n_2] : plan.groups) {
        rows.begin("Mann-Whitney", text(n_1) + " vs " + text(n_2));
        const double strict = plan.alpha / static_cast<double>(plan.tests);
        const MannWhitneyPower single = mann_whitney_power(n_1, n_2, plan.auc, plan.alpha, plan.monte_carlo);
        rows.add("smallest attainable p", single.p_min_attainable);
        const std::string at_auc = "power at AUC " + format_number(plan.auc) + ", alpha ";
        rows.add(at_auc + format_number(plan.alpha), single.power, single.standard_error);
        if (plan.tests > 1) {
            const MannWhitneyPower corrected = mann_whitney_power(n_1, n_2, plan.auc, strict, plan.monte_carlo);
            rows.add(at_auc + format_number(strict), corrected.power, corrected.standard_error);
            rows.add("P(some of " + text(plan.tests) + " null markers separates perfectly)",
                     perfect_separation(n_1, n_2, plan.tests));
            const BestNullMarker best = best_null_marker(n_1, n_2, plan.tests, plan.monte_carlo);
            rows.add("mean apparent AUC of the best of " + text(plan.tests) + " null markers", best.mean_auc,
                     best.auc_standard_error);
        }
    }
}

void add_intervals(PowerRows& rows, const PowerPlan& plan) {
    for (const std::uint64_t n : plan.sizes) {
        const auto x = static_cast<std::uint64_t>(std::llround(plan.rate * static_cast<double>(n)));
        const ConfidenceInterval interval = binomial_intervals(x, n).clopper_pearson;
        rows.begin("interval of a rate", text(x) + " of " + text(n));
        rows.add("95 % low", interval.low);
        rows.add("95 % high", interval.high);
        rows.add("width", interval.high - interval.low);
    }
}

void add_one_arm(PowerRows& rows, const PowerPlan& plan) {
    const OneArmDesign design = one_arm_design(plan.null_rate, plan.rate, plan.alpha, plan.target_power);
    rows.begin("one-arm exact binomial", format_number(plan.null_rate) + " against " + format_number(plan.rate));
    rows.add("n", static_cast<double>(design.n));
    rows.add("reject from", static_cast<double>(design.r));
    rows.add("alpha, one-sided", design.alpha);
    rows.add("power", design.power);
}

void add_models(PowerRows& rows, const PowerPlan& plan) {
    for (const std::uint64_t parameters : plan.parameters) {
        RileyInput input;
        input.parameters = parameters;
        input.prevalence = plan.rate;
        input.nagelkerke_r2 = plan.r2;
        const RileySampleSize size = riley_sample_size(input);
        rows.begin("prediction model (Riley)", text(parameters) + (parameters == 1 ? " parameter" : " parameters"));
        rows.add("n for shrinkage 0.9", size.n_shrinkage);
        rows.add("n for optimism 0.05", size.n_optimism);
        rows.add("n for the overall risk", size.n_intercept);
        rows.add("n required", size.n_required);
    }
}

void add_events(PowerRows& rows, const PowerPlan& plan) {
    for (const std::uint64_t events : plan.min_events) {
        rows.begin("events to acquire",
                   text(events) + " at " + format_number(plan.frequency) + " with " + format_number(plan.probability));
        rows.add("parent events", static_cast<double>(events_to_acquire(plan.frequency, events, plan.probability)));
    }
}

void check_plan(const PowerPlan& plan) {
    const auto check = [](bool fine, const char* field, double found, const char* expected) {
        if (fine) return;
        throw AnalysisError("power plan",
                            std::string(field) + " is " + format_number(found) + "; expected " + expected);
    };
    check(plan.tests >= 1, "tests", static_cast<double>(plan.tests), "at least 1");
    check(plan.rate > 0 && plan.rate < 1, "rate", plan.rate, "a number between 0 and 1");
    for (const auto& [n_1, n_2] : plan.null_groups)
        check(n_1 >= 2 && n_2 >= 2, "null groups", static_cast<double>(std::min(n_1, n_2)), "at least 2 in each");
    for (const std::uint64_t n : plan.model_sizes) check(n >= 10, "model sizes", static_cast<double>(n), "at least 10");
    check(plan.model_runs <= 100'000, "model runs", static_cast<double>(plan.model_runs), "at most 100000");
    check(plan.alpha > 0 && plan.alpha < 1, "alpha", plan.alpha, "a number between 0 and 1");
}

}  // namespace

std::vector<PowerRow> power_table(const PowerPlan& plan) {
    check_plan(plan);
    PowerRows rows;
    add_group_powers(rows, plan);
    add_intervals(rows, plan);
    add_one_arm(rows, plan);
    add_models(rows, plan);
    add_events(rows, plan);
    if (plan.model_runs > 0) {
        rows.add(null_marker_rows(plan));
        rows.add(model_rows(plan));
        rows.add(t_test_rows(plan));
    }
    return rows.take();
}

}  // namespace asparagate
