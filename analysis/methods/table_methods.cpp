#include "asparagate/analysis/statistics/beta_binomial.hpp"
#include "asparagate/analysis/statistics/binomial_intervals.hpp"
#include "asparagate/analysis/statistics/contingency.hpp"
#include "methods/method.hpp"

#include <array>

namespace asparagate::methods {
namespace {

Json table_sizes(const Table2x2& table) {
    return {{"row_1", table[0][0] + table[0][1]}, {"row_2", table[1][0] + table[1][1]}};
}

Answer fisher(JsonInput& input) {
    input.allow_only({"table"});
    const Table2x2 table = input.table("table");
    const FisherExact test = fisher_exact(table);
    Answer answer;
    answer.test = "Fisher's exact test";
    answer.n = table_sizes(table);
    answer.exact = true;
    answer.result = {{"p_two", test.p_two_sided},
                     {"p_greater", test.p_greater},
                     {"p_less", test.p_less},
                     {"mid_p_two", test.p_mid_two_sided},
                     {"p_min_attainable", test.p_min_attainable},
                     {"cond_mle_or", json_number(test.odds_ratio)},
                     {"or_ci95", json_interval({test.low, test.high})}};
    return answer;
}

Answer unconditional(JsonInput& input) {
    input.allow_only({"table", "rows", "convention"});
    const Table2x2 table = input.table("table");
    const UnconditionalExact test = unconditional_exact(table);
    Answer answer;
    answer.test = "unconditional exact tests, row totals fixed";
    answer.n = table_sizes(table);
    answer.exact = true;
    answer.result = {{"barnard_two_sided_p", test.barnard},
                     {"boschloo_two_sided_fisher_statistic_p", test.boschloo},
                     {"boschloo_twice_min_one_sided_p", test.boschloo_twice}};
    return answer;
}

Answer binomial(JsonInput& input) {
    input.allow_only({"x", "n"});
    const std::uint64_t x = input.whole("x"), n = input.whole("n");
    const BinomialIntervals intervals = binomial_intervals(x, n);
    Answer answer;
    answer.test = "intervals of a proportion, 95 %";
    answer.n = n;
    answer.result = {{"estimate", intervals.estimate},
                     {"clopper_pearson", json_interval(intervals.clopper_pearson)},
                     {"wilson", json_interval(intervals.wilson)},
                     {"jeffreys", json_interval(intervals.jeffreys)},
                     {"agresti_coull", json_interval(intervals.agresti_coull)},
                     {"mid_p", json_interval(intervals.mid_p)}};
    return answer;
}

struct Prior {
    double a, b;
};

/// The same posterior under the flat, Jeffreys' and the chosen prior.
Json sensitivity(std::uint64_t x, std::uint64_t n, const Prior& chosen, double threshold) {
    Json table = Json::array();
    for (const Prior& prior : {Prior{1, 1}, Prior{0.5, 0.5}, chosen}) {
        const BetaPosterior posterior = beta_posterior(x, n, prior.a, prior.b);
        table.push_back({{"prior_a", prior.a},
                         {"prior_b", prior.b},
                         {"mean", posterior.mean},
                         {"eti95", json_interval(posterior.equal_tailed)},
                         {"p_gt_threshold", posterior.above(threshold)}});
    }
    return table;
}

Answer beta_binomial(JsonInput& input) {
    input.allow_only({"x", "n", "prior_a", "prior_b", "future_m", "future_at_least", "threshold"});
    const std::uint64_t x = input.whole("x"), n = input.whole("n");
    const Prior prior{input.number("prior_a", 1), input.number("prior_b", 1)};
    const double threshold = input.number("threshold", 0.5);
    const BetaPosterior posterior = beta_posterior(x, n, prior.a, prior.b);
    Answer answer;
    answer.test = "beta-binomial posterior";
    answer.n = n;
    answer.result = {{"post_a", posterior.a},
                     {"post_b", posterior.b},
                     {"mean", posterior.mean},
                     {"median", posterior.median},
                     {"eti95", json_interval(posterior.equal_tailed)},
                     {"hdi95", posterior.highest_density ? json_interval(*posterior.highest_density) : Json(nullptr)},
                     {"p_gt_threshold", posterior.above(threshold)}};
    if (input.has("future_m"))
        answer.result["pred_prob_at_least"] =
            posterior.predictive(input.whole("future_m"), input.whole("future_at_least"));
    answer.result["prior_sensitivity"] = sensitivity(x, n, prior, threshold);
    if (!posterior.highest_density) answer.notes.emplace_back("no highest-density interval: the density has no peak");
    return answer;
}

}  // namespace

std::vector<Method> table_methods() {
    return {
        {"fisher_exact_2x2", "2x2 table: Fisher's exact test, conditional odds ratio", fisher},
        {"unconditional_exact_2x2", "2x2 table: Barnard's and Boschloo's tests", unconditional},
        {"binomial_intervals_95", "x of n: Clopper-Pearson, Wilson, Jeffreys, Agresti-Coull, mid-p", binomial},
        {"beta_binomial_posterior", "x of n: posterior, prediction and prior sensitivity", beta_binomial},
    };
}

}  // namespace asparagate::methods
