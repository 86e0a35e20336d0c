#include "asparagate/analysis/statistics/adjusted_rand.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/max_t.hpp"
#include "methods/method.hpp"

namespace asparagate::methods {
namespace {

std::size_t count_nan(const std::vector<std::vector<double>>& rows) {
    std::size_t count = 0;
    for (const auto& row : rows)
        count +=
            static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [](double v) { return std::isnan(v); }));
    return count;
}

Answer max_t_ranks(JsonInput& input) {
    input.allow_only({"rows_are_features", "group", "outcome", "seed", "draws"});
    const auto features = input.matrix("rows_are_features", true);
    const MonteCarlo settings = input.monte_carlo();
    if (input.has("group") && input.has("outcome"))
        input.fail("group", "it beside outcome", "one of them, or none for differences of pairs");
    Answer answer;
    std::vector<PermutationP> p;
    if (input.has("group")) {
        answer.test = "step-down max-T of rank sums, labels rearranged";
        p = max_t_groups(features, input.flags("group"), settings);
    } else if (input.has("outcome")) {
        answer.test = "step-down max-T of Spearman's rho, outcomes rearranged";
        p = max_t_orders(features, input.numbers("outcome"), settings);
    } else {
        answer.test = "step-down max-T of signed ranks, signs turned";
        p = max_t_pairs(features, settings);
    }
    answer.n = features.front().size();
    answer.missing = count_nan(features);
    Json adjusted = Json::array(), intervals = Json::array();
    for (const PermutationP& each : p) {
        adjusted.push_back(each.p);
        intervals.push_back(json_interval({each.low, each.high}));
    }
    answer.exact = p.front().exact;
    if (!p.front().exact)
        answer.monte_carlo = {{"seed", settings.seed}, {"draws", p.front().arrangements}, {"p_ci95", intervals}};
    answer.result = {{"p_max_t", std::move(adjusted)}, {"n_perm", p.front().arrangements}};
    return answer;
}

Answer spearman_intervals(JsonInput& input) {
    input.allow_only({"x", "y", "alpha", "seed", "draws"});
    std::vector<double> x, y;
    input.pairs("x", "y", x, y);
    const MonteCarlo settings = input.monte_carlo();
    SpearmanTester tester(settings);
    const Spearman found = tester(x, y);
    Answer answer;
    answer.test = "intervals of Spearman's rho";
    answer.n = found.n;
    answer.missing = input.missing();
    answer.ties = found.ties;
    answer.result = {{"rho", json_number(found.rho)}};
    if (std::isnan(found.rho)) {
        answer.notes.emplace_back("a side is constant: no correlation");
        return answer;
    }
    const SpearmanBootstrap bootstrap = bootstrap_spearman(x, y, settings);
    answer.exact = bootstrap.exact;
    if (!bootstrap.exact) answer.monte_carlo = {{"seed", settings.seed}, {"draws", settings.draws}};
    const bool fisher = !found.ties && found.n >= 4 && std::abs(found.rho) < 1;
    answer.result["fisher_z_ci95"] = fisher ? json_interval(spearman_interval(found.rho, found.n)) : Json(nullptr);
    answer.result["bootstrap_percentile_ci95"] = json_interval(bootstrap.percentile);
    answer.result["bootstrap_bca_ci95"] = json_interval(bootstrap.bca);
    answer.result["n_resamples"] = bootstrap.resamples;
    answer.result["smallest_rho"] = json_number(tester.smallest_rho(x, y, input.number("alpha", 0.05)));
    if (found.n < 10) answer.notes.emplace_back("below 10 pairs a bootstrap may cover the truth too rarely");
    return answer;
}

Answer adjusted_rand_exact(JsonInput& input) {
    input.allow_only({"clusters", "label"});
    const std::vector<std::uint64_t> given = input.wholes("clusters");
    const std::vector<std::size_t> clusters(given.begin(), given.end());
    const AdjustedRandTest test = adjusted_rand_test(clusters, input.flags("label"));
    Answer answer;
    answer.test = "adjusted Rand index of clusters against a label";
    answer.n = clusters.size();
    answer.exact = true;
    answer.result = {
        {"adjusted_rand", json_number(test.index)}, {"p_exact", test.p}, {"p_min_attainable", test.p_min_attainable}};
    return answer;
}

}  // namespace

std::vector<Method> family_methods() {
    return {
        {"max_t_ranks", "many features, groups, an outcome or pairs: max-T of rank tests, missing values allowed",
         max_t_ranks},
        {"spearman_intervals", "pairs: intervals of Spearman's rho and the rho that a level needs", spearman_intervals},
        {"adjusted_rand_exact", "clusters and a label of two kinds: adjusted Rand index with exact p",
         adjusted_rand_exact},
    };
}

}  // namespace asparagate::methods
