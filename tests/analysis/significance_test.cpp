// One rule for every verdict: a p equal to alpha counts, and so does a smallest p equal to it.
#include "asparagate/analysis/statistics/significance.hpp"

#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "evidence/comparison_tests.hpp"
#include "uncertainty/conclusion_band.hpp"

#include <gtest/gtest.h>

namespace asparagate {

constexpr double alpha = 0.0625;  // the smallest two-sided p of five pairs: 2 / 2^5

TEST(Significance, CountsAPEqualToAlpha) {
    EXPECT_TRUE(is_significant(alpha, alpha));
    EXPECT_TRUE(is_significant(0.1 + 0.2, 0.3)) << "rounding decides nothing";
    EXPECT_FALSE(is_significant(0.0626, alpha));
    EXPECT_FALSE(cannot_reach(alpha, alpha));
    EXPECT_TRUE(cannot_reach(0.0626, alpha));
    EXPECT_FALSE(cannot_reach(std::nullopt, alpha));
}

TEST(Significance, TheSmallestPIsOneNumberWhicheverWayItIsFound) {
    for (const int most : {3, 5, 7, 11}) {
        std::vector<double> rising, above;
        for (int i = 1; i <= most; ++i) rising.push_back(i), above.push_back(100 + i);
        const MannWhitney groups = mann_whitney(rising, above);
        EXPECT_EQ(groups.p_two_sided, groups.p_min_attainable) << most;
        const SignedRank pairs = signed_rank(rising);
        EXPECT_EQ(pairs.p_two_sided, pairs.p_min_attainable) << most;
    }
}

TEST(Significance, IsOneRuleForNotesBandsAndCorrelations) {
    const std::vector<double> rising = {1, 2, 3, 4, 5};
    const double smallest = signed_rank(rising).p_min_attainable;
    ASSERT_EQ(smallest, alpha);
    EXPECT_EQ(beyond_reach(smallest, alpha), "");
    EXPECT_EQ(beyond_reach(smallest, 0.05), "; no result can reach p <= 0.05");
    ConclusionBand conclusion;
    conclusion.estimate = 3, conclusion.p = conclusion.p_min_attainable = smallest;
    StudySettings settings;
    settings.alpha = alpha;
    set_conclusion(conclusion, std::vector<TestDraw>(100, {3.0, smallest}), settings);
    EXPECT_EQ(conclusion.below_alpha, 1);
    EXPECT_NE(conclusion.note.find("p <= 0.0625 in all 100 draws (p = 0.063 as drawn)"), std::string::npos)
        << conclusion.note;
    SpearmanTester tester;
    EXPECT_EQ(tester.smallest_rho(rising, rising, 2.0 / 120), 1) << "2 of 120 orders";
}

}  // namespace asparagate
