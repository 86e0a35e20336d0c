#include "asparagate/analysis/statistics/agreement.hpp"
#include "asparagate/analysis/statistics/boxplot.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "methods/method.hpp"

#include <array>

namespace asparagate::methods {
namespace {

Answer boxplot(JsonInput& input) {
    input.allow_only({"x"});
    const std::vector<double> x = input.present("x");
    const BoxplotSummary summary = boxplot_summary(x);
    Answer answer;
    answer.test = "quantiles and box plot";
    answer.n = x.size();
    answer.missing = input.missing();
    answer.result = {{"type7", json_numbers(summary.type7)},
                     {"type6", json_numbers(summary.type6)},
                     {"tukey_hinges_fivenum", json_numbers(summary.five_numbers)},
                     {"whisker_low_high_hinge1.5", json_numbers(summary.whiskers)},
                     {"outliers", json_numbers(summary.outliers)},
                     {"mean", summary.mean},
                     {"sd", json_number(summary.sd)}};
    return answer;
}

Answer z_score(JsonInput& input) {
    input.allow_only({"x", "ddof"});
    const std::vector<double> x = input.with_missing("x");
    const std::uint64_t ddof = input.whole("ddof", 1);
    if (ddof > 1) input.fail("ddof", std::to_string(ddof), "0 or 1");
    const ZScores scores = z_scores(x, static_cast<unsigned>(ddof));
    Answer answer;
    answer.test = "z-scores";
    answer.n = x.size() - input.missing();
    answer.missing = input.missing();
    answer.result = {
        {"mean", scores.mean}, {"sd", json_number(scores.constant ? 0 : scores.sd)}, {"z", json_numbers(scores.z)}};
    if (scores.constant) answer.notes.emplace_back("constant: every z-score is 0");
    return answer;
}

Answer agree(JsonInput& input) {
    input.allow_only({"x", "y"});
    std::vector<double> x, y;
    input.pairs("x", "y", x, y);
    const Agreement found = agreement(x, y);
    Answer answer;
    answer.test = "agreement: Lin's concordance, Bland-Altman";
    answer.n = x.size();
    answer.missing = input.missing();
    answer.result = {{"lin_ccc_n_denominator", json_number(found.concordance)},
                     {"bias", found.bias},
                     {"sd_diff", json_number(found.sd_difference)},
                     {"loa95", json_interval(found.limits)},
                     {"bias_t_ci95", json_interval(found.bias_interval)}};
    return answer;
}

Json linkage_result(std::size_t n, const std::vector<double>& distances, Linkage linkage) {
    const Dendrogram tree = hierarchical_clustering(n, distances, linkage);
    std::vector<std::size_t> order;
    for (const std::size_t leaf : tree.order) order.push_back(leaf + 1);
    return {{"height", json_numbers(tree.heights)},
            {"merge", tree.merges},
            {"cophenetic_corr", json_number(cophenetic_correlation(tree, distances))},
            {"cut2", n >= 2 ? Json(cut_tree(tree, 2)) : Json(nullptr)},
            {"olo_path_length", path_length(tree, distances)},
            {"olo_order", order}};
}

Answer cluster(JsonInput& input) {
    input.allow_only({"rows", "distance"});
    constexpr std::size_t most_rows = 2000;  // leaf order is cubic
    const auto rows = input.matrix("rows", true);
    if (rows.empty() || rows.size() > most_rows)
        input.fail("rows", std::to_string(rows.size()) + " rows", "1 to " + std::to_string(most_rows));
    const std::string distance = input.choice("distance", {"euclidean", "pearson", "spearman"});
    const std::vector<double> distances = row_distances(rows, distance == "pearson"    ? RowDistance::pearson
                                                              : distance == "spearman" ? RowDistance::spearman
                                                                                       : RowDistance::euclidean);
    Answer answer;
    answer.test = "hierarchical clustering, " + distance + " distance, R's conventions";
    answer.n = {{"rows", rows.size()}, {"columns", rows[0].size()}};
    answer.missing = input.missing();
    answer.result = {{"dist", json_numbers(distances)},
                     {"complete", linkage_result(rows.size(), distances, Linkage::complete)},
                     {"average", linkage_result(rows.size(), distances, Linkage::average)},
                     {"ward.D2", linkage_result(rows.size(), distances, Linkage::ward_d2)},
                     {"single", linkage_result(rows.size(), distances, Linkage::single)}};
    return answer;
}

}  // namespace

std::vector<Method> description_methods() {
    return {
        {"quantiles_boxplot", "quartiles of types 7 and 6, hinges, whiskers, outliers, mean, sd", boxplot},
        {"zscore_missing", "z-scores with missing values", z_score},
        {"agreement_ccc_bland_altman", "two measurements of the same: concordance, bias, limits of agreement", agree},
        {"hierarchical_clustering", "rows of features: four linkages, cophenetic correlation, optimal leaf order",
         cluster},
    };
}

}  // namespace asparagate::methods
