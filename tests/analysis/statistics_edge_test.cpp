// Empty, constant, infinite and large inputs of the statistics.
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/censored.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/multiplicity.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace {

using namespace asparagate;
using Values = std::vector<double>;
using Optionals = std::vector<std::optional<double>>;
constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::numeric_limits<double>::quiet_NaN();

Values rising(std::size_t n, double first, double step = 1) {
    Values values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(first + step * static_cast<double>(i));
    return values;
}

template <class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const AnalysisError& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST(MannWhitneyTest, FiveAgainstTwoCannotGoBelowTwoIn21) {
    const MannWhitney test = mann_whitney(Values{15, 22, 14, 18, 12}, Values{5, 4.5});
    EXPECT_DOUBLE_EQ(test.p_two_sided, 2.0 / 21);
    EXPECT_DOUBLE_EQ(test.p_min_attainable, test.p_two_sided);
    EXPECT_FALSE(test.ties);
}

TEST(MannWhitneyTest, TiesValuesThatDifferOnlyByRounding) {
    EXPECT_TRUE(mann_whitney(Values{0.1 + 0.2, 1}, Values{0.3, 2}).ties);
    EXPECT_FALSE(mann_whitney(Values{0.3 + 1e-6, 1}, Values{0.3, 2}).ties);
}

TEST(MannWhitneyTest, RanksInfinitiesAndTiesThemOnlyWithThemselves) {
    const MannWhitney test = mann_whitney(Values{-infinity, 1e300}, Values{-infinity, infinity});
    EXPECT_EQ(test.u, 1.5);
    EXPECT_TRUE(test.ties);
}

TEST(MannWhitneyTest, SwappingGroupsSwapsTheSides) {
    const Values x = {1, 5, 5, 7}, y = {2, 5, 9, 11, 12};
    const MannWhitney a = mann_whitney(x, y), b = mann_whitney(y, x);
    EXPECT_DOUBLE_EQ(a.p_greater, b.p_less);
    EXPECT_DOUBLE_EQ(a.p_two_sided, b.p_two_sided);
    EXPECT_EQ(a.u + b.u, 20);
}

TEST(MannWhitneyTest, TurnsToTheNormalApproximationForLargeGroups) {
    const MannWhitney large = mann_whitney(rising(400, 0), rising(400, 30.5));
    EXPECT_FALSE(large.exact);
    EXPECT_GT(large.p_two_sided, 0);
    EXPECT_LT(large.p_two_sided, 0.05);
    EXPECT_LT(large.p_less, large.p_greater);
}

TEST(MannWhitneyTest, ApproximationIsCloseToTheExactValueBeforeItTakesOver) {
    const Values x = rising(60, 0, 2), y = rising(60, 15, 2);
    const MannWhitney exact = mann_whitney(x, y);
    ASSERT_TRUE(exact.exact);
    EXPECT_NEAR(mann_whitney_normal(x, y).p_two_sided, exact.p_two_sided, 5e-4);
    EXPECT_NEAR(mann_whitney_normal(x, y).p_less, exact.p_less, 5e-4);
}

TEST(MannWhitneyTest, ConstantLargeGroupsGiveOne) {
    const Values same(600, 3.0);
    EXPECT_EQ(mann_whitney(same, same).p_two_sided, 1);
    EXPECT_EQ(mann_whitney(same, same).p_min_attainable, 1);
}

TEST(MannWhitneyTest, RefusesEmptyGroupsAndNaN) {
    EXPECT_THROW(mann_whitney(Values{}, Values{1}), AnalysisError);
    EXPECT_THROW(area_under_curve(Values{1}, Values{}), AnalysisError);
    EXPECT_EQ(message_of([] {
                  mann_whitney(Values{1, nan_value}, Values{1});
              }),
              "Mann-Whitney: value 2 is NaN; leave missing values out");
}

TEST(AreaUnderCurveTest, ClosesTheIntervalAtFullSeparation) {
    const AreaUnderCurve above = area_under_curve(Values{3, 4}, Values{1, 2});
    const AreaUnderCurve below = area_under_curve(Values{1, 2}, Values{3, 4});
    EXPECT_EQ(above.high, 1);
    EXPECT_EQ(below.low, 0);
    EXPECT_NEAR(above.low, 1 - below.high, 1e-12);
    EXPECT_EQ(above.cliffs_delta, 1);
}

TEST(HodgesLehmannTest, GivesTheFullRangeWhenTheLevelCannotBeReached) {
    const HodgesLehmann shift = hodges_lehmann(Values{1, 2}, Values{0});
    EXPECT_EQ(shift.low, -infinity);
    EXPECT_EQ(shift.high, infinity);
    EXPECT_EQ(shift.achieved, 1);
    EXPECT_EQ(shift.range_low, 1);
    EXPECT_EQ(shift.range_high, 2);
    EXPECT_NEAR(shift.range_confidence, 1.0 / 3, 1e-12);
}

TEST(HodgesLehmannTest, AchievedLevelIsAtLeastTheRequestedOne) {
    std::mt19937_64 generator(5);
    for (std::size_t n = 3; n < 12; ++n) {
        Values x, y;
        for (std::size_t i = 0; i < n; ++i) {
            x.push_back(static_cast<double>(generator() % 100));
            y.push_back(static_cast<double>(generator() % 100));
        }
        for (const double confidence : {0.5, 0.8, 0.9, 0.95, 0.99}) {
            const HodgesLehmann shift = hodges_lehmann(x, y, confidence);
            EXPECT_GE(shift.achieved, confidence - 1e-12);
            EXPECT_LE(shift.low, shift.estimate);
            EXPECT_GE(shift.high, shift.estimate);
        }
    }
}

TEST(HodgesLehmannTest, RefusesInfiniteValuesAndImpossibleConfidence) {
    EXPECT_THROW(hodges_lehmann(Values{infinity}, Values{1}), AnalysisError);
    EXPECT_THROW(hodges_lehmann(Values{1}, Values{1}, 1.0), AnalysisError);
    EXPECT_THROW(pseudomedian(Values{}), AnalysisError);
}

TEST(SignedRankTest, OnlyZerosGiveOne) {
    const SignedRank test = signed_rank(Values{0, 0, 0});
    EXPECT_EQ(test.n, 0U);
    EXPECT_EQ(test.zeros, 3U);
    EXPECT_EQ(test.p_two_sided, 1);
    EXPECT_EQ(test.p_two_sided_pratt, 1);
    EXPECT_EQ(test.p_min_attainable, 1);
}

TEST(SignedRankTest, LargeSamplesUseTheNormalApproximation) {
    Values differences = rising(1500, -700.5);
    const SignedRank test = signed_rank(differences);
    EXPECT_FALSE(test.exact);
    EXPECT_LT(test.p_two_sided, 0.05);
    EXPECT_GT(test.p_two_sided, 0);
}

TEST(SpearmanTest, ConstantSideHasNoRho) {
    const Spearman test = spearman(Values{1, 1, 1}, Values{1, 2, 3});
    EXPECT_TRUE(std::isnan(test.rho));
    EXPECT_EQ(test.p_two_sided, 1);
    EXPECT_EQ(test.p_low, 1);
}

TEST(SpearmanTest, TenPairsInOrderHaveTwoOfAllOrders) {
    const Spearman test = spearman(rising(10, 0), rising(10, 5));
    EXPECT_DOUBLE_EQ(test.rho, 1);
    EXPECT_DOUBLE_EQ(test.p_two_sided, 2.0 / 3628800);
    EXPECT_NEAR(test.p_min_attainable, 2.0 / 3628800, 1e-18);
}

TEST(SpearmanTest, MonteCarloRepeatsWithItsSeedAndAgreesWithAnother) {
    Values y = rising(11, 0);
    std::swap(y[0], y[9]);
    const Spearman a = spearman(rising(11, 0), y, 7), again = spearman(rising(11, 0), y, 7);
    const Spearman b = spearman(rising(11, 0), y, 8);
    EXPECT_FALSE(a.exact);
    EXPECT_EQ(a.p_two_sided, again.p_two_sided);
    EXPECT_NE(a.p_two_sided, b.p_two_sided);
    EXPECT_LE(a.p_low, a.p_two_sided);
    EXPECT_GE(a.p_high, a.p_two_sided);
    EXPECT_LT(std::max(a.p_low, b.p_low), std::min(a.p_high, b.p_high));
}

TEST(SpearmanTest, RefusesUnequalLengths) {
    EXPECT_EQ(message_of([] {
                  spearman(Values{1, 2, 3}, Values{1, 2});
              }),
              "Spearman: 3 and 2 values; expected pairs of equal number");
    EXPECT_THROW(spearman(Values{1}, Values{1}), AnalysisError);
}

TEST(ClopperPearsonTest, ClosesAtTheEnds) {
    EXPECT_EQ(clopper_pearson(0, 5).low, 0);
    EXPECT_EQ(clopper_pearson(5, 5).high, 1);
    EXPECT_NEAR(clopper_pearson(0, 5, 0.9).high, 1 - std::pow(0.05, 0.2), 1e-12);
    EXPECT_THROW(clopper_pearson(3, 2), AnalysisError);
    EXPECT_THROW(clopper_pearson(0, 0), AnalysisError);
}

TEST(Log2FoldChangeTest, OpensTheIntervalAtZeroCounts) {
    const Log2FoldChange none = log2_fold_change(0, 1000, 0, 2000);
    EXPECT_EQ(none.low, -infinity);
    EXPECT_EQ(none.high, infinity);
    EXPECT_NEAR(none.estimate, std::log2(1001.0 / 2001.0), 1e-12);
    EXPECT_EQ(log2_fold_change(0, 1000, 5, 1000).high, infinity);
    EXPECT_GT(log2_fold_change(0, 1000, 5, 1000).low, -1);
    EXPECT_THROW(log2_fold_change(1, 0, 1, 10), AnalysisError);
}

TEST(Log2FoldChangeTest, TakesVolumesAsExposure) {
    // The same events in half the volume are twice the concentration.
    const Log2FoldChange change = log2_fold_change(400, 100, 400, 50);
    EXPECT_NEAR((change.low + change.high) / 2, 1, 1e-3);
}

TEST(MultiplicityTest, LeavesMissingOutOfM) {
    const Optionals p = {0.02, std::nullopt, 0.04};
    EXPECT_EQ(holm(p), (Optionals{0.04, std::nullopt, 0.04}));
    EXPECT_EQ(benjamini_hochberg(p), (Optionals{0.04, std::nullopt, 0.04}));
    EXPECT_TRUE(holm(Optionals{}).empty());
    EXPECT_THROW(holm(Optionals{1.5}), AnalysisError);
    EXPECT_THROW(benjamini_hochberg(Optionals{nan_value}), AnalysisError);
}

TEST(ClusteringTest, OneRowHasNoMerges) {
    const Dendrogram tree = hierarchical_clustering({{1, 2}});
    EXPECT_TRUE(tree.merges.empty());
    EXPECT_EQ(tree.order, std::vector<std::size_t>{0});
    EXPECT_TRUE(hierarchical_clustering({}).order.empty());
}

TEST(ClusteringTest, NamesRowsThatShareNoColumn) {
    EXPECT_EQ(message_of([] {
                  euclidean_distances({{1, nan_value}, {2, 3}, {nan_value, 4}});
              }),
              "Euclidean distance: rows 1 and 3 share no column with a value in both; leave one of them out");
    EXPECT_THROW(euclidean_distances({{1, 2}, {1}}), AnalysisError);
    EXPECT_THROW(euclidean_distances({{1}, {infinity}}), AnalysisError);
}

TEST(ClusteringTest, EqualDistancesMergeTheFirstPairFirstAsRDoes) {
    const Dendrogram tree = hierarchical_clustering({{0}, {1}, {2}, {3}});
    EXPECT_EQ(tree.merges, (std::vector<std::array<int, 2>>{{-1, -2}, {-3, -4}, {1, 2}}));
    EXPECT_EQ(tree.heights, (Values{1, 1, 3}));
}

TEST(QuantileTest, InterpolatesAsType7) {
    EXPECT_DOUBLE_EQ(quantile(Values{4, 1, 3, 2}, 0.25), 1.75);
    EXPECT_EQ(quantile(Values{4, 1}, 0), 1);
    EXPECT_EQ(quantile(Values{4, 1}, 1), 4);
    EXPECT_EQ(median(Values{7}), 7);
    EXPECT_EQ(median(Values{infinity, infinity, 1}), infinity);
    EXPECT_THROW(median(Values{}), AnalysisError);
    EXPECT_THROW(quantile(Values{1}, 1.5), AnalysisError);
    EXPECT_THROW(quantile(Values{nan_value}, 0.5), AnalysisError);
}

TEST(RankValuesTest, CensorsEveryGroupAtTheHighestLimit) {
    const auto ranked = rank_values({{{20, true}, {35, false}, {60, false}}, {{50, true}, {50, false}}});
    EXPECT_EQ(ranked[0], (Values{-infinity, -infinity, 60}));
    EXPECT_EQ(ranked[1], (Values{-infinity, 50}));
}
