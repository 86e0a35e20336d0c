#include "asparagate/analysis/statistics/bootstrap.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/friedman.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "asparagate/analysis/statistics/multiplicity.hpp"
#include "asparagate/analysis/statistics/permutation_test.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"
#include "methods/method.hpp"

namespace asparagate::methods {
namespace {

Answer mean_difference(JsonInput& input) {
    input.allow_only({"x", "y", "seed", "draws"});
    const std::vector<double> x = input.present("x"), y = input.present("y");
    const MonteCarlo settings = input.monte_carlo();
    const MeanDifference test = permutation_mean_difference(x, y, settings);
    const TTest welch = welch_t(x, y), pooled = pooled_t(x, y);
    Answer answer;
    answer.test = "permutation of the mean difference; t tests beside it are secondary";
    answer.n = {{"x", test.n_x}, {"y", test.n_y}};
    answer.missing = input.missing();
    note_permutation(answer, settings, "p_two_abs", test.two_sided);
    note_permutation(answer, settings, "p_greater", test.greater);
    note_permutation(answer, settings, "p_less", test.less);
    answer.result = {{"diff", test.difference},
                     {"p_two_abs", test.two_sided.p},
                     {"p_greater", test.greater.p},
                     {"p_less", test.less.p},
                     {"p_min_attainable", test.p_min_attainable},
                     {"n_perm", test.two_sided.arrangements},
                     {"welch_t", json_number(welch.statistic)},
                     {"welch_df", json_number(welch.df)},
                     {"welch_p", json_number(welch.p_two_sided)},
                     {"welch_ci95", json_interval({welch.low, welch.high})},
                     {"pooled_t", json_number(pooled.statistic)},
                     {"pooled_p", json_number(pooled.p_two_sided)},
                     {"hedges_g", json_number(hedges_g(x, y))}};
    return answer;
}

Answer sign_flip(JsonInput& input) {
    input.allow_only({"differences", "seed", "draws"});
    const std::vector<double> differences = input.present("differences");
    const MonteCarlo settings = input.monte_carlo();
    const SignFlip test = sign_flip_mean(differences, settings);
    const TTest t = one_sample_t(differences);
    Answer answer;
    answer.test = "sign flips of the mean difference";
    answer.n = test.n;
    answer.missing = input.missing();
    note_permutation(answer, settings, "p_two", test.two_sided);
    answer.result = {{"mean", test.mean},
                     {"p_two", test.two_sided.p},
                     {"p_min_attainable", test.p_min_attainable},
                     {"n_perm", test.two_sided.arrangements},
                     {"t", json_number(t.statistic)},
                     {"t_p", json_number(t.p_two_sided)},
                     {"mean_ci95_t", json_interval({t.low, t.high})}};
    return answer;
}

Json p_list(const std::vector<PermutationP>& list) {
    Json values = Json::array();
    for (const PermutationP& p : list) values.push_back(p.p);
    return values;
}

Answer max_t(JsonInput& input) {
    input.allow_only({"rows_are_features", "group", "statistic", "seed", "draws"});
    const auto features = input.matrix("rows_are_features", true);
    const std::vector<bool> group = input.flags("group");
    const MonteCarlo settings = input.monte_carlo();
    const MaxT test = westfall_young(features, group, settings);
    const auto in_group = static_cast<std::size_t>(std::count(group.begin(), group.end(), true));
    Answer answer;
    answer.test = "Westfall-Young max-T, absolute pooled-variance t";
    answer.n = {{"group_1", in_group}, {"group_0", group.size() - in_group}, {"features", features.size()}};
    answer.missing = input.missing();
    answer.exact = test.exact;
    if (!test.exact) {
        Json intervals = Json::array();
        for (const PermutationP& p : test.step_down) intervals.push_back(json_interval({p.low, p.high}));
        answer.monte_carlo = {
            {"seed", settings.seed}, {"draws", test.arrangements}, {"p_step_down_ci95", std::move(intervals)}};
    }
    answer.result = {{"t_abs", json_numbers(test.t_abs)},
                     {"p_raw", p_list(test.raw)},
                     {"p_single_step", p_list(test.single_step)},
                     {"p_step_down", p_list(test.step_down)},
                     {"n_perm", test.arrangements}};
    return answer;
}

Answer rank_correlation(JsonInput& input) {
    input.allow_only({"x", "y", "seed", "draws"});
    std::vector<double> x, y;
    input.pairs("x", "y", x, y);
    const MonteCarlo settings = input.monte_carlo();
    const Spearman rho = spearman(x, y, settings.seed, settings.draws, settings.threads);
    const Kendall tau = kendall(x, y, settings);
    const double r = pearson_r(x, y);
    Answer answer;
    answer.test = "rank correlations with permutation p";
    answer.n = rho.n;
    answer.missing = input.missing();
    answer.ties = rho.ties;
    note_permutation(answer, settings, "spearman_p_two",
                     {rho.p_two_sided, rho.p_low, rho.p_high, rho.exact, static_cast<double>(rho.draws)});
    note_permutation(answer, settings, "kendall_p_two", tau.two_sided);
    double orders = 1;
    for (std::size_t i = 2; i <= rho.n; ++i) orders *= static_cast<double>(i);
    answer.result = {{"spearman_rho", json_number(rho.rho)},
                     {"spearman_p_two", rho.p_two_sided},
                     {"spearman_p_min_attainable", rho.p_min_attainable},
                     {"kendall_tau_b", json_number(tau.tau_b)},
                     {"kendall_p_two", tau.two_sided.p},
                     {"pearson_r", json_number(r)},
                     {"pearson_fisher_z_ci95", json_interval(fisher_z_interval(r, rho.n))},
                     {"n_perm", json_number(orders)}};
    if (std::isnan(rho.rho)) answer.notes.emplace_back("a side is constant: no correlation");
    return answer;
}

Answer friedman_method(JsonInput& input) {
    input.allow_only({"rows", "seed", "draws"});
    std::vector<std::vector<double>> rows = input.matrix("rows", true);
    const std::size_t before = rows.size();
    std::erase_if(rows, [](const auto& row) {
        return std::any_of(row.begin(), row.end(), [](double value) { return std::isnan(value); });
    });
    const MonteCarlo settings = input.monte_carlo();
    const Friedman test = friedman(rows, settings);
    Answer answer;
    answer.test = "Friedman";
    answer.n = rows.size();
    answer.missing = before - rows.size();
    note_permutation(answer, settings, "p_permutation", test.permutation);
    answer.result = {{"chisq", json_number(test.chi_squared)},
                     {"p_chisq", test.p_chi_squared},
                     {"p_exact_permutation", test.permutation.p}};
    if (before > rows.size()) answer.notes.emplace_back("rows with a missing value are left out whole");
    return answer;
}

Answer mean_bootstrap(JsonInput& input) {
    input.allow_only({"x", "seed", "draws"});
    const std::vector<double> x = input.present("x");
    const MonteCarlo settings = input.monte_carlo();
    const MeanBootstrap boot = bootstrap_mean(x, settings);
    Answer answer;
    answer.test = "bootstrap of the mean, percentile and BCa";
    answer.n = x.size();
    answer.missing = input.missing();
    answer.exact = boot.exact;
    if (!boot.exact) answer.monte_carlo = {{"seed", settings.seed}, {"draws", boot.resamples}};
    answer.result = {{"n_resamples", boot.resamples},
                     {"percentile_ci95_type7", json_interval(boot.percentile)},
                     {"z0_midp", boot.z0},
                     {"acceleration", boot.acceleration},
                     {"bca_alpha", json_interval(boot.bca_levels)},
                     {"bca_ci95_type7", json_interval(boot.bca)},
                     {"boot_se", boot.standard_error}};
    if (x.size() < 10)
        answer.notes.emplace_back("below 10 values a bootstrap interval is too short; read it as description");
    return answer;
}

Answer p_adjust(JsonInput& input) {
    input.allow_only({"p"});
    std::vector<std::optional<double>> p;
    for (const double value : input.with_missing("p"))
        p.push_back(std::isnan(value) ? std::nullopt : std::optional(value));
    Answer answer;
    answer.test = "adjustment for multiple tests";
    answer.n = p.size() - input.missing();
    answer.missing = input.missing();
    const auto add = [&](const char* name, const std::vector<std::optional<double>>& adjusted) {
        Json list = Json::array();
        for (const auto& value : adjusted) list.push_back(json_number(value));
        answer.result[name] = std::move(list);
    };
    add("bonferroni", bonferroni(p));
    add("holm", holm(p));
    add("hochberg", hochberg(p));
    add("BH", benjamini_hochberg(p));
    add("BY", benjamini_yekutieli(p));
    return answer;
}

}  // namespace

std::vector<Method> permutation_methods() {
    return {
        {"permutation_mean_difference_exact", "two groups: permutation test of the mean difference; Welch, pooled t",
         mean_difference},
        {"paired_sign_flip_mean_exact", "paired differences: sign-flip test of the mean", sign_flip},
        {"westfall_young_maxT_exact", "many features, two groups: max-T adjusted p", max_t},
        {"rank_correlation_exact_permutation", "pairs: Spearman, Kendall and Pearson correlation", rank_correlation},
        {"friedman", "repeated measurements: Friedman test", friedman_method},
        {"exact_bootstrap_mean_bca", "mean: bootstrap interval, percentile and BCa", mean_bootstrap},
        {"p_adjust", "p-values: Bonferroni, Holm, Hochberg, Benjamini-Hochberg, Benjamini-Yekutieli", p_adjust},
    };
}

}  // namespace asparagate::methods
