// The JSON entry point: messages, missing values, thread counts, and inputs at the edges of every method.
#include "asparagate/analysis/stat_methods.hpp"
#include "asparagate/analysis/analysis_error.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>

using nlohmann::json;

namespace {

using namespace asparagate;

json run(const std::string& method, const json& input, unsigned threads = 1) {
    StatInput in;
    in.json = input.dump();
    in.threads = threads;
    return json::parse(run_stat_method(method, in));
}

std::string message_of(const std::string& method, const std::string& text) {
    StatInput in;
    in.json = text;
    try {
        run_stat_method(method, in);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

std::vector<double> random_values(std::mt19937_64& generator, std::size_t n, unsigned range) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(static_cast<double>(generator() % range));
    return values;
}

/// Inputs that make every method with a Monte Carlo branch draw.
std::vector<std::pair<std::string, json>> drawn_inputs() {
    std::mt19937_64 generator(3);
    const auto x = random_values(generator, 60, 1000), y = random_values(generator, 60, 1000);
    json rows = json::array(), labels = json::array();
    for (int i = 0; i < 5; ++i) rows.push_back(random_values(generator, 40, 100));
    for (int i = 0; i < 40; ++i) labels.push_back(i % 2);
    json repeated = json::array();
    for (int i = 0; i < 30; ++i) repeated.push_back(random_values(generator, 6, 1000));
    return {{"permutation_mean_difference_exact", {{"x", x}, {"y", y}, {"draws", 5000}}},
            {"paired_sign_flip_mean_exact", {{"differences", x}, {"draws", 5000}}},
            {"westfall_young_maxT_exact", {{"rows_are_features", rows}, {"group", labels}, {"draws", 5000}}},
            {"rank_correlation_exact_permutation", {{"x", x}, {"y", y}, {"draws", 5000}}},
            {"friedman", {{"rows", repeated}, {"draws", 5000}}},
            {"exact_bootstrap_mean_bca", {{"x", x}, {"draws", 5000}}}};
}

}  // namespace

TEST(StatMethods, NameTheNearestMethod) {
    EXPECT_EQ(message_of("fisher_exact", "{}"),
              "unknown method \"fisher_exact\"; the nearest is \"fisher_exact_2x2\", `stats --list` names all");
}

TEST(StatMethods, NameFieldFoundAndExpected) {
    const std::string method = "mann_whitney_exact_midrank";
    EXPECT_EQ(message_of(method, R"({"x": [1, "abc"], "y": [2]})"),
              "input: field \"x[1]\": found \"abc\"; expected a number, or null for a missing one");
    EXPECT_EQ(message_of(method, R"({"x": [1]})"), "input: field \"y\": found nothing; expected this field");
    EXPECT_EQ(message_of(method, R"({"x": [1], "y": 3})"), "input: field \"y\": found 3; expected a list");
    EXPECT_EQ(message_of(method, R"({"x": [1], "y": [2], "sed": 1})"),
              "input: unknown field \"sed\"; did you mean \"seed\"?");
    EXPECT_NE(message_of(method, R"({"x": [NaN], "y": [1]})").find("NaN is not JSON: write null"), std::string::npos);
    EXPECT_NE(message_of(method, R"({"x": [1e999], "y": [1]})").find("input"), std::string::npos);
    EXPECT_NE(message_of(method, "[1]").find("expected an object"), std::string::npos);
    EXPECT_NE(message_of(method, std::string(100000, '[')).find("16 deep"), std::string::npos);
    EXPECT_EQ(message_of("fisher_exact_2x2", R"({"table": [[1, 2.5], [3, 4]]})"),
              "input: field \"table[0][1]\": found 2.5; expected a whole number from 0");
}

TEST(StatMethods, CountMissingValuesAndLeaveThemOut) {
    const json all = run("mann_whitney_exact_midrank", {{"x", {1, nullptr, 5}}, {"y", {nullptr, 0.5, 0.2}}});
    EXPECT_EQ(all["missing"], 2);
    EXPECT_EQ(all["n"]["x"], 2);
    EXPECT_EQ(all["result"]["U"], 4);
    const json pairs =
        run("rank_correlation_exact_permutation", {{"x", {1, nullptr, 3, 4}}, {"y", {2, 1, nullptr, 9}}});
    EXPECT_EQ(pairs["n"], 2);
    EXPECT_EQ(pairs["missing"], 2);
}

TEST(StatMethods, GiveTheSameBytesForOneThreadAndEight) {
    for (const auto& [method, input] : drawn_inputs()) {
        const json one = run(method, input, 1);
        EXPECT_EQ(one.dump(), run(method, input, 8).dump()) << method;
        EXPECT_FALSE(one["exact"].get<bool>()) << method;
        EXPECT_TRUE(one.contains("monte_carlo")) << method;
    }
}

TEST(StatMethods, RepeatWithTheirSeedAndDifferWithAnother) {
    for (auto [method, input] : drawn_inputs()) {
        const std::string first = run(method, input).dump();
        input["seed"] = 2;
        EXPECT_NE(first, run(method, input).dump()) << method;
        input["seed"] = 1;
        EXPECT_EQ(first, run(method, input).dump()) << method;
    }
}

TEST(StatMethods, DrawnMannWhitneyAgreesWithTheNormalApproximation) {
    std::mt19937_64 generator(8);
    const auto x = random_values(generator, 300, 500), y = random_values(generator, 400, 520);
    const json found = run("mann_whitney_exact_midrank", {{"x", x}, {"y", y}, {"draws", 20000}});
    EXPECT_FALSE(found["exact"].get<bool>());
    const auto interval = found["monte_carlo"]["p_two_ci95"];
    EXPECT_NEAR(found["result"]["p_two"].get<double>(), found["result"]["p_two_normal"].get<double>(), 0.02);
    EXPECT_LE(interval[0].get<double>(), found["result"]["p_two"].get<double>());
    EXPECT_GE(interval[1].get<double>(), found["result"]["p_two"].get<double>());
}

TEST(StatMethods, TakeOneValueAndConstants) {
    EXPECT_EQ(run("mann_whitney_exact_midrank", {{"x", {1}}, {"y", {2}}})["result"]["p_two"], 1);
    EXPECT_EQ(run("permutation_mean_difference_exact", {{"x", {1}}, {"y", {2}}})["result"]["p_two_abs"], 1);
    EXPECT_EQ(run("permutation_mean_difference_exact", {{"x", {3, 3}}, {"y", {3, 3}}})["result"]["p_two_abs"], 1);
    EXPECT_TRUE(run("permutation_mean_difference_exact", {{"x", {3, 3}}, {"y", {3}}})["result"]["welch_t"].is_null());
    EXPECT_EQ(run("paired_sign_flip_mean_exact", {{"differences", {0}}})["result"]["p_two"], 1);
    EXPECT_EQ(run("wilcoxon_signed_rank_exact", {{"differences", {2}}})["result"]["p_two_drop_zeros"], 1);
    EXPECT_TRUE(run("quantiles_boxplot", {{"x", {7}}})["result"]["sd"].is_null());
    EXPECT_EQ(run("zscore_missing", {{"x", {2, 2, nullptr}}})["result"]["z"], (json{0, 0, nullptr}));
    EXPECT_EQ(run("friedman", {{"rows", {{1, 1, 1}}}})["result"]["p_exact_permutation"], 1);
    EXPECT_EQ(run("hierarchical_clustering", {{"rows", {{1, 2}}}})["result"]["complete"]["height"], json::array());
    EXPECT_TRUE(
        run("saa_loglinear_kinetics", {{"day", {7}}, {"saa_iu_l", {300}}, {"threshold", 100}})["result"]["k_per_day"]
            .is_null());
    EXPECT_EQ(run("westfall_young_maxT_exact",
                  {{"rows_are_features", {{1, 1, 1}}}, {"group", {1, 0, 0}}})["result"]["p_step_down"][0],
              1);
    EXPECT_TRUE(run("brunner_munzel_t", {{"x", {1, 2}}, {"y", {3, 4}}})["result"]["p_two"].is_null());
    EXPECT_EQ(run("roc_auc", {{"pos", {1}}, {"neg", {1}}})["result"]["auc"], 0.5);
    EXPECT_EQ(run("p_adjust", {{"p", json::array()}})["result"]["holm"], json::array());
    EXPECT_TRUE(
        run("beta_binomial_posterior", {{"x", 0}, {"n", 0}, {"prior_a", 0.5}, {"prior_b", 0.5}})["result"]["hdi95"]
            .is_null());
}

TEST(StatMethods, RefuseEmptyInput) {
    for (const char* method : {"mann_whitney_exact_midrank", "permutation_mean_difference_exact", "brunner_munzel_t",
                               "hodges_lehmann_two_sample_exact_ci"})
        EXPECT_NE(message_of(method, R"({"x": [], "y": [1]})").find("empty"), std::string::npos) << method;
    for (const char* method : {"wilcoxon_signed_rank_exact", "paired_sign_flip_mean_exact"})
        EXPECT_NE(message_of(method, R"({"differences": []})").find("at least one"), std::string::npos) << method;
    EXPECT_NE(message_of("quantiles_boxplot", R"({"x": [null]})").find("at least one"), std::string::npos);
    EXPECT_NE(message_of("firth_logistic", R"({"X": [], "y": []})").find("at least one"), std::string::npos);
    EXPECT_NE(message_of("hierarchical_clustering", R"({"rows": []})").find("rows"), std::string::npos);
    EXPECT_NE(message_of("fisher_exact_2x2", R"({"table": [[0, 0], [0, 0]]})").find("at least one"), std::string::npos);
}

TEST(StatMethods, HoldForBigCounts) {
    const json fisher = run("fisher_exact_2x2", {{"table", {{100000, 900000}, {100500, 899500}}}});
    EXPECT_NEAR(fisher["result"]["cond_mle_or"].get<double>(), 1e5 * 899500 / (9e5 * 100500), 1e-5);
    EXPECT_GT(fisher["result"]["p_two"].get<double>(), 0.2);
    const json interval = run("binomial_intervals_95", {{"x", 3000000000ULL}, {"n", 4000000000ULL}});
    EXPECT_NEAR(interval["result"]["mid_p"][0].get<double>(), 0.75 - 1.96 * std::sqrt(0.1875 / 4e9), 1e-8);
    const json rate = run("poisson_exact_rate", {{"events", 1000000000}, {"volume_uL", 10}});
    EXPECT_NEAR(rate["result"]["ci95"][1].get<double>(), 1e8 * (1 + 1.96 / std::sqrt(1e9)), 100);
}

TEST(StatMethods, HoldForFiveThousandValues) {
    std::mt19937_64 generator(21);
    const auto x = random_values(generator, 5000, 100000), y = random_values(generator, 5000, 100000);
    for (const auto& [method, input] : std::vector<std::pair<std::string, json>>{
             {"permutation_mean_difference_exact", {{"x", x}, {"y", y}, {"draws", 1000}}},
             {"paired_sign_flip_mean_exact", {{"differences", x}, {"draws", 1000}}},
             {"rank_correlation_exact_permutation", {{"x", x}, {"y", y}, {"draws", 1000}}},
             {"exact_bootstrap_mean_bca", {{"x", x}, {"draws", 1000}}},
             {"mann_whitney_exact_midrank", {{"x", x}, {"y", y}, {"draws", 1000}}},
             {"wilcoxon_signed_rank_exact", {{"differences", x}, {"draws", 1000}}},
             {"brunner_munzel_t", {{"x", x}, {"y", y}}},
             {"roc_auc", {{"pos", x}, {"neg", y}}},
             {"quantiles_boxplot", {{"x", x}}},
             {"agreement_ccc_bland_altman", {{"x", x}, {"y", y}}}})
        EXPECT_NO_THROW(run(method, input, 2)) << method;
}
