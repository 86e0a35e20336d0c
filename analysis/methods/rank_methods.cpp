#include "asparagate/analysis/statistics/censored.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/monte_carlo_rank.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"
#include "methods/method.hpp"

#include <limits>

namespace asparagate::methods {
namespace {

Json group_sizes(std::size_t x, std::size_t y) {
    return {{"x", x}, {"y", y}};
}

bool all_finite(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// Shift and its exact interval beside a two-sample test.
void add_shift(Json& result, std::span<const double> x, std::span<const double> y) {
    if (!all_finite(x) || !all_finite(y)) return;
    const HodgesLehmann shift = hodges_lehmann(x, y);
    result["shift"] = json_number(shift.estimate);
    result["shift_ci"] = json_interval({shift.low, shift.high});
    result["shift_achieved_conf"] = json_number(shift.achieved);
}

/// Exact test, or beyond its size a permutation p from seeded draws beside the normal approximation.
Answer compare_ranks(std::span<const double> x, std::span<const double> y, const JsonInput& input) {
    MannWhitney test = mann_whitney(x, y);
    const AreaUnderCurve area = area_under_curve(x, y);
    Answer answer;
    answer.test = "exact Mann-Whitney on midranks";
    answer.n = group_sizes(test.n_x, test.n_y);
    answer.ties = test.ties;
    answer.exact = test.exact;
    answer.result = {{"U", test.u}};
    if (!test.exact) {
        const MonteCarlo settings = input.monte_carlo();
        const MannWhitneyDraws drawn = mann_whitney_draws(x, y, settings);
        note_permutation(answer, settings, "p_two", drawn.two_sided);
        note_permutation(answer, settings, "p_greater", drawn.greater);
        note_permutation(answer, settings, "p_less", drawn.less);
        answer.test = "Mann-Whitney on midranks, Monte Carlo permutation";
        answer.result["p_two_normal"] = test.p_two_sided;
        test.p_two_sided = drawn.two_sided.p;
        test.p_greater = drawn.greater.p;
        test.p_less = drawn.less.p;
    }
    answer.result["p_two"] = test.p_two_sided;
    answer.result["p_greater"] = test.p_greater;
    answer.result["p_less"] = test.p_less;
    answer.result["p_mid_two"] = test.p_mid_two_sided;
    answer.result["n_perm"] = json_number(test.arrangements);
    answer.result["p_min_attainable"] = test.p_min_attainable;
    answer.result["AUC"] = area.theta;
    answer.result["AUC_ci95_newcombe"] = json_interval({area.low, area.high});
    answer.result["cliffs_delta"] = area.cliffs_delta;
    add_shift(answer.result, x, y);
    if (cannot_reach(test.p_min_attainable, 0.05))
        answer.notes.emplace_back(
            "ATTAINABLE_P_ABOVE_ALPHA: with these sizes and ties no two-sided p of at most 0.05 exists");
    return answer;
}

Answer mann_whitney_exact(JsonInput& input) {
    input.allow_only({"x", "y", "seed", "draws"});
    const std::vector<double> x = input.present("x"), y = input.present("y");
    Answer answer = compare_ranks(x, y, input);
    answer.missing = input.missing();
    return answer;
}

Answer mann_whitney_normal_method(JsonInput& input) {
    input.allow_only({"x", "y"});
    const std::vector<double> x = input.present("x"), y = input.present("y");
    const MannWhitneyNormal test = mann_whitney_normal(x, y);
    Answer answer;
    answer.test = "Mann-Whitney, normal approximation corrected for ties";
    answer.n = group_sizes(x.size(), y.size());
    answer.missing = input.missing();
    answer.exact = false;
    answer.result = {{"U", test.u},
                     {"p_two_continuity", test.p_two_sided},
                     {"p_two_nocontinuity", test.p_two_sided_uncorrected},
                     {"p_greater_continuity", test.p_greater},
                     {"p_less_continuity", test.p_less}};
    return answer;
}

/// A censored list of `["<", limit]` and plain numbers; null is missing.
std::vector<CensoredValue> censored_list(JsonInput& input, const std::string& field, double lloq,
                                         std::size_t& missing) {
    std::vector<CensoredValue> values;
    const Json& list = input.array(field);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = field + "[" + std::to_string(i) + "]";
        if (list[i].is_null()) {
            ++missing;
        } else if (list[i].is_array()) {
            if (list[i].size() != 2 || list[i][0] != "<")
                input.fail(place, shown(list[i]), "a number, null, or [\"<\", limit]");
            values.push_back({input.number_of(list[i][1], place), true});
        } else {
            const double value = input.number_of(list[i], place);
            values.push_back(value < lloq ? CensoredValue{lloq, true} : CensoredValue{value, false});
        }
    }
    return values;
}

Answer mann_whitney_censored(JsonInput& input) {
    input.allow_only({"lloq", "x", "y", "seed", "draws"});
    const double lloq = input.number("lloq", -std::numeric_limits<double>::infinity());
    std::size_t missing = 0;
    const auto x = censored_list(input, "x", lloq, missing), y = censored_list(input, "y", lloq, missing);
    const auto groups = rank_values({x, y});
    Answer answer = compare_ranks(groups[0], groups[1], input);
    answer.test += ", below the highest limit tied at the lowest rank";
    answer.missing = missing;
    return answer;
}

Answer signed_rank_method(JsonInput& input) {
    input.allow_only({"differences", "seed", "draws"});
    const std::vector<double> differences = input.present("differences");
    const SignedRank test = signed_rank(differences);
    const HodgesLehmann middle = pseudomedian(differences);
    Answer answer;
    answer.test = "exact Wilcoxon signed rank";
    answer.n = {{"differences", differences.size()}, {"nonzero", test.n}, {"zeros", test.zeros}};
    answer.missing = input.missing();
    answer.ties = test.ties;
    answer.exact = test.exact;
    answer.result = {{"V_drop_zeros", test.v},
                     {"p_two_drop_zeros", test.p_two_sided},
                     {"V_pratt", test.v_pratt},
                     {"p_two_pratt", test.p_two_sided_pratt},
                     {"p_min_attainable_drop_zeros", test.p_min_attainable}};
    if (!test.exact) {
        const MonteCarlo settings = input.monte_carlo();
        const SignedRankDraws drawn = signed_rank_draws(differences, settings);
        answer.test = "Wilcoxon signed rank, Monte Carlo signs";
        answer.result["p_two_drop_zeros_normal"] = test.p_two_sided;
        answer.result["p_two_pratt_normal"] = test.p_two_sided_pratt;
        answer.result["p_two_drop_zeros"] = drawn.dropped.p;
        answer.result["p_two_pratt"] = drawn.pratt.p;
        note_permutation(answer, settings, "p_two_drop_zeros", drawn.dropped);
        note_permutation(answer, settings, "p_two_pratt", drawn.pratt);
    }
    answer.result["pseudomedian"] = json_number(middle.estimate);
    answer.result["pseudomedian_ci"] = json_interval({middle.low, middle.high});
    answer.result["pseudomedian_achieved_conf"] = json_number(middle.achieved);
    return answer;
}

void add_interval(Answer& answer, const HodgesLehmann& location) {
    answer.result["ci_low"] = json_number(location.low);
    answer.result["ci_high"] = json_number(location.high);
    answer.result["achieved_conf"] = json_number(location.achieved);
    if (std::isinf(location.low))
        answer.notes.emplace_back("the level cannot be reached with these sizes; the full range has its own level");
}

Answer hodges_lehmann_method(JsonInput& input) {
    input.allow_only({"x", "y", "conf"});
    const std::vector<double> x = input.present("x"), y = input.present("y");
    const HodgesLehmann shift = hodges_lehmann(x, y, input.number("conf", 0.95));
    Answer answer;
    answer.test = "Hodges-Lehmann shift with exact interval";
    answer.n = group_sizes(x.size(), y.size());
    answer.missing = input.missing();
    answer.result["estimate"] = json_number(shift.estimate);
    add_interval(answer, shift);
    answer.result["range_all_differences"] = json_interval({shift.range_low, shift.range_high});
    answer.result["conf_of_full_range"] = json_number(shift.range_confidence);
    return answer;
}

Answer pseudomedian_method(JsonInput& input) {
    input.allow_only({"differences", "conf"});
    const std::vector<double> differences = input.present("differences");
    const HodgesLehmann middle = pseudomedian(differences, input.number("conf", 0.95));
    Answer answer;
    answer.test = "pseudomedian of Walsh averages with exact interval";
    answer.n = differences.size();
    answer.missing = input.missing();
    answer.result["pseudomedian"] = json_number(middle.estimate);
    add_interval(answer, middle);
    answer.result["range_all_averages"] = json_interval({middle.range_low, middle.range_high});
    answer.result["conf_of_full_range"] = json_number(middle.range_confidence);
    return answer;
}

Answer brunner_munzel_method(JsonInput& input) {
    input.allow_only({"x", "y"});
    const std::vector<double> x = input.present("x"), y = input.present("y");
    const TTest test = brunner_munzel(x, y);
    Answer answer;
    answer.test = "Brunner-Munzel, t approximation";
    answer.n = group_sizes(x.size(), y.size());
    answer.missing = input.missing();
    answer.exact = false;
    answer.result = {{"statistic_scipy_sign", json_number(test.statistic)},
                     {"p_two", json_number(test.p_two_sided)},
                     {"df", json_number(test.df)},
                     {"AUC", area_under_curve(x, y).theta}};
    if (std::isnan(test.statistic))
        answer.notes.emplace_back("not defined: the groups are separated, or too small for a variance");
    return answer;
}

}  // namespace

std::vector<Method> rank_methods() {
    return {
        {"mann_whitney_exact_midrank", "two groups: exact Mann-Whitney test, AUC and shift", mann_whitney_exact},
        {"mann_whitney_normal_tiecorrected", "two groups: Mann-Whitney by its normal approximation",
         mann_whitney_normal_method},
        {"mann_whitney_lloq_tied", "two groups with values below a limit of quantification", mann_whitney_censored},
        {"brunner_munzel_t", "two groups of unequal spread: Brunner-Munzel test", brunner_munzel_method},
        {"hodges_lehmann_two_sample_exact_ci", "two groups: shift with exact interval", hodges_lehmann_method},
        {"wilcoxon_signed_rank_exact", "paired differences: exact signed-rank test, zeros dropped and Pratt",
         signed_rank_method},
        {"hodges_lehmann_one_sample_exact_ci", "paired differences: pseudomedian with exact interval",
         pseudomedian_method},
    };
}

}  // namespace asparagate::methods
