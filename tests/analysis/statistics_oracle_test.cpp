// Numbers from R and brute-force enumeration, kept outside the source tree with their tool versions and tolerances.
#include <gtest/gtest.h>

#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/analysis/statistics/censored.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/multiplicity.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <optional>

using nlohmann::json;

namespace {

using namespace asparagate;

double number(const json& value) {
    if (value == "Inf") return std::numeric_limits<double>::infinity();
    if (value == "-Inf") return -std::numeric_limits<double>::infinity();
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    return value.get<double>();
}

std::vector<double> numbers(const json& values) {
    std::vector<double> all;
    for (const json& value : values) all.push_back(number(value));
    return all;
}

/// One entry of the oracle, with its tolerance.
class Check {
public:
    explicit Check(const json& entry) : entry_(entry) {}
    [[nodiscard]] std::vector<double> input(const char* name) const { return numbers(entry_["input"][name]); }
    [[nodiscard]] const json& raw_input(const char* name) const { return entry_["input"][name]; }
    [[nodiscard]] const json& expected(const char* name) const { return entry_["expected"][name]; }

    void near(const char* name, double found) const { near(expected(name), found, name); }
    void near(const json& expected, double found, const std::string& name) const {
        const double value = number(expected);
        const std::string place = entry_["id"].get<std::string>() + " " + name;
        if (!std::isfinite(value)) {
            EXPECT_EQ(found, value) << place;
            return;
        }
        EXPECT_NEAR(found, value, std::max(1e-9, std::abs(value) * entry_["rel_tol"].get<double>())) << place;
    }
    void near_all(const json& expected, const std::vector<double>& found, const std::string& name) const {
        ASSERT_EQ(expected.size(), found.size()) << name;
        for (std::size_t i = 0; i < found.size(); ++i) near(expected[i], found[i], name + " " + std::to_string(i + 1));
    }

private:
    const json& entry_;
};

const json& oracle() {
    static const json all = json::parse(std::ifstream(std::string(ASPARAGATE_SHARED_DATA) + "/stat_checks.json"));
    return all["checks"];
}

/// Runs `test` on every entry of `method` and asserts that there were `entries` of them.
template <class Test>
void each(const std::string& method, std::size_t entries, Test test) {
    std::size_t found = 0;
    for (const json& entry : oracle()) {
        if (entry["method"] != method) continue;
        test(Check(entry));
        ++found;
    }
    EXPECT_EQ(found, entries) << method;
}

double path_length(const std::vector<std::vector<double>>& rows, const std::vector<std::size_t>& order) {
    double length = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        length += euclidean_distances({rows[order[i]], rows[order[i + 1]]})[0];
    }
    return length;
}

}  // namespace

TEST(StatisticsOracle, MannWhitneyExact) {
    each("mann_whitney_exact_midrank", 8, [](const Check& check) {
        const auto x = check.input("x"), y = check.input("y");
        const MannWhitney test = mann_whitney(x, y);
        check.near("U", test.u);
        check.near("p_two", test.p_two_sided);
        check.near("p_greater", test.p_greater);
        check.near("p_less", test.p_less);
        check.near("p_mid_two", test.p_mid_two_sided);
        check.near("n_perm", test.arrangements);
        check.near("p_min_attainable", test.p_min_attainable);
        check.near("AUC", area_under_curve(x, y).theta);
        check.near("cliffs_delta", area_under_curve(x, y).cliffs_delta);
        EXPECT_TRUE(test.exact);
    });
}

TEST(StatisticsOracle, MannWhitneyNormal) {
    each("mann_whitney_normal_tiecorrected", 1, [](const Check& check) {
        const MannWhitneyNormal test = mann_whitney_normal(check.input("x"), check.input("y"));
        check.near("U", test.u);
        check.near("p_two_continuity", test.p_two_sided);
        check.near("p_two_nocontinuity", test.p_two_sided_uncorrected);
    });
}

TEST(StatisticsOracle, MannWhitneyBelowLimit) {
    each("mann_whitney_lloq_tied", 1, [](const Check& check) {
        const auto censored = [&](const char* name) {
            std::vector<CensoredValue> values;
            for (const json& value : check.raw_input(name)) {
                values.push_back(value.is_array() ? CensoredValue{value[1], true} : CensoredValue{value, false});
            }
            return values;
        };
        const auto ranked = rank_values({censored("x"), censored("y")});
        const MannWhitney test = mann_whitney(ranked[0], ranked[1]);
        check.near("U", test.u);
        check.near("p_two", test.p_two_sided);
        check.near("n_perm", test.arrangements);
    });
}

TEST(StatisticsOracle, MannWhitneyAttainableMinimum) {
    each("attainable_min_two_sided_mann_whitney", 1, [](const Check& check) {
        std::vector<double> found;
        for (const json& pair : check.raw_input("pairs")) {
            std::vector<double> x, y;
            for (int i = 0; i < pair[0].get<int>(); ++i) x.push_back(i);
            for (int i = 0; i < pair[1].get<int>(); ++i) y.push_back(100 + i);
            found.push_back(mann_whitney(x, y).p_min_attainable);
        }
        check.near_all(check.expected("p"), found, "p");
    });
}

TEST(StatisticsOracle, SignedRank) {
    each("wilcoxon_signed_rank_exact", 4, [](const Check& check) {
        const SignedRank test = signed_rank(check.input("differences"));
        check.near("V_drop_zeros", test.v);
        check.near("p_two_drop_zeros", test.p_two_sided);
        check.near("V_pratt", test.v_pratt);
        check.near("p_two_pratt", test.p_two_sided_pratt);
        check.near("p_min_attainable_drop_zeros", test.p_min_attainable);
    });
}

TEST(StatisticsOracle, SignedRankAttainableMinimum) {
    each("attainable_min_signed_rank", 1, [](const Check& check) {
        std::vector<double> found;
        for (const double n : check.input("n")) {
            std::vector<double> differences;
            for (int i = 1; i <= n; ++i) differences.push_back(i);
            found.push_back(signed_rank(differences).p_min_attainable);
        }
        check.near_all(check.expected("p"), found, "p");
    });
}

TEST(StatisticsOracle, HodgesLehmannTwoSamples) {
    each("hodges_lehmann_two_sample_exact_ci", 4, [](const Check& check) {
        const HodgesLehmann shift =
            hodges_lehmann(check.input("x"), check.input("y"), check.raw_input("conf").get<double>());
        check.near("estimate", shift.estimate);
        check.near("ci_low", shift.low);
        check.near("ci_high", shift.high);
        check.near("achieved_conf", shift.achieved);
        check.near_all(check.expected("range_all_differences"), {shift.range_low, shift.range_high}, "range");
        check.near("conf_of_full_range", shift.range_confidence);
    });
}

TEST(StatisticsOracle, Pseudomedian) {
    each("hodges_lehmann_one_sample_exact_ci", 3, [](const Check& check) {
        const HodgesLehmann middle = pseudomedian(check.input("differences"), check.raw_input("conf").get<double>());
        check.near("pseudomedian", middle.estimate);
        check.near("ci_low", middle.low);
        check.near("ci_high", middle.high);
        check.near("achieved_conf", middle.achieved);
    });
}

TEST(StatisticsOracle, ClopperPearson) {
    each("binomial_intervals_95", 8, [](const Check& check) {
        const auto interval = clopper_pearson(check.raw_input("x"), check.raw_input("n"));
        check.near_all(check.expected("clopper_pearson"), {interval.low, interval.high}, "Clopper-Pearson");
    });
}

TEST(StatisticsOracle, Log2FoldChange) {
    each("rate_ratio_log2fc", 3, [](const Check& check) {
        const Log2FoldChange change = log2_fold_change(check.raw_input("pre_events"), check.raw_input("pre_total"),
                                                       check.raw_input("post_events"), check.raw_input("post_total"));
        check.near("log2fc_pseudo", change.estimate);
        check.near_all(check.expected("log2_ci95_conditional_exact"), {change.low, change.high}, "interval");
    });
}

TEST(StatisticsOracle, Spearman) {
    each("rank_correlation_exact_permutation", 3, [](const Check& check) {
        const Spearman test = spearman(check.input("x"), check.input("y"));
        check.near("spearman_rho", test.rho);
        check.near("spearman_p_two", test.p_two_sided);
        EXPECT_TRUE(test.exact);
    });
}

TEST(StatisticsOracle, HolmAndBenjaminiHochberg) {
    each("p_adjust", 3, [](const Check& check) {
        std::vector<std::optional<double>> p;
        for (const json& value : check.raw_input("p")) {
            p.push_back(value.is_null() ? std::nullopt : std::optional(value.get<double>()));
        }
        const auto compare = [&](const char* name, const std::vector<std::optional<double>>& found) {
            ASSERT_EQ(found.size(), check.expected(name).size());
            for (std::size_t i = 0; i < found.size(); ++i) {
                ASSERT_EQ(found[i].has_value(), !check.expected(name)[i].is_null()) << name;
                if (found[i]) check.near(check.expected(name)[i], *found[i], name);
            }
        };
        compare("holm", holm(p));
        compare("BH", benjamini_hochberg(p));
    });
}

TEST(StatisticsOracle, AreaUnderCurve) {
    each("roc_auc", 3, [](const Check& check) {
        const AreaUnderCurve area = area_under_curve(check.input("pos"), check.input("neg"));
        check.near("auc", area.theta);
        check.near_all(check.expected("newcombe_m5_ci95"), {area.low, area.high}, "Newcombe");
    });
}

TEST(StatisticsOracle, HierarchicalClustering) {
    each("hierarchical_clustering", 2, [](const Check& check) {
        std::vector<std::vector<double>> rows;
        for (const json& row : check.raw_input("rows")) rows.push_back(numbers(row));
        check.near_all(check.expected("dist"), euclidean_distances(rows), "dist");
        const std::vector<std::pair<const char*, Linkage>> linkages = {
            {"complete", Linkage::complete}, {"average", Linkage::average}, {"single", Linkage::single}};
        for (const auto& [name, linkage] : linkages) {
            const Dendrogram tree = hierarchical_clustering(rows, linkage);
            const json& expected = check.expected(name);
            check.near_all(expected["height"], tree.heights, name);
            EXPECT_EQ(expected["merge"].get<decltype(tree.merges)>(), tree.merges) << name;
            check.near(expected["olo_path_length"], path_length(rows, tree.order), name);
        }
    });
}

TEST(StatisticsOracle, QuantileType7) {
    each("quantiles_boxplot", 3, [](const Check& check) {
        const auto x = check.input("x");
        check.near_all(check.expected("type7"), {quantile(x, 0.25), median(x), quantile(x, 0.75)}, "type 7");
    });
}

#else
TEST(StatisticsOracle, IsLeftOutWithoutReferenceData) {
    GTEST_SKIP() << "ASPARAGATE_SHARED_DATA is not set";
}
#endif
