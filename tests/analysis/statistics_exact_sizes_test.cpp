// Exact null distributions at sizes that enumeration cannot check: other recursions, closed forms, and what the first,
// slower version of the program gave.
#include "asparagate/analysis/statistics/friedman.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "statistics/rank_sums.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace {

using namespace asparagate;
using Values = std::vector<double>;

/// Numbers of arrangements by U, by adding one value of either group on top (Mann and Whitney 1947).
std::vector<double> counts_of_u(std::size_t n, std::size_t m) {
    std::vector<std::vector<double>> by_n(n + 1, {1.0});  // of j values of the other group
    for (std::size_t j = 1; j <= m; ++j) {
        for (std::size_t i = 1; i <= n; ++i) {
            // The largest value is one of the n and exceeds all j, or it is one of the j.
            std::vector<double> sums(i * j + 1, 0.0);
            for (std::size_t u = 0; u < by_n[i].size(); ++u) sums[u] += by_n[i][u];
            for (std::size_t u = 0; u < by_n[i - 1].size(); ++u) sums[u + j] += by_n[i - 1][u];
            by_n[i] = sums;
        }
    }
    return by_n[n];
}

/// `n` distinct values, those of y a little lower.
std::pair<Values, Values> two_groups(std::size_t n) {
    Values x, y;
    for (std::size_t i = 0; i < n; ++i) {
        x.push_back(static_cast<double>((i * 37) % 101) + 0.5 * static_cast<double>(i));
        y.push_back(static_cast<double>((i * 53) % 97) + 0.501 * static_cast<double>(i) - 3.25);
    }
    return {x, y};
}

}  // namespace

TEST(ExactSizes, SubsetSumsFollowTheRecursionOfMannAndWhitney) {
    for (const auto& [n, m] : {std::pair<std::size_t, std::size_t>{7, 12}, {40, 40}, {30, 75}}) {
        std::vector<std::int64_t> doubled(n + m);
        for (std::size_t i = 0; i < doubled.size(); ++i) doubled[i] = static_cast<std::int64_t>(2 * (i + 1));
        const SumDistribution sums = subset_sums(doubled, n);
        const std::vector<double> expected = counts_of_u(n, m);
        const double all = std::accumulate(expected.begin(), expected.end(), 0.0);
        EXPECT_EQ(sums.offset, static_cast<std::int64_t>(n * (n + 1)));
        ASSERT_EQ(sums.probability.size(), 2 * n * m + 1);
        for (std::size_t u = 0; u <= n * m; ++u) {
            ASSERT_NEAR(sums.probability[2 * u] / (expected[u] / all), 1, 1e-12) << n << " " << m << " " << u;
        }
        for (std::size_t odd = 1; odd < sums.probability.size(); odd += 2) ASSERT_EQ(sums.probability[odd], 0);
    }
}

TEST(ExactSizes, AreWhatTheyWereBeforeTheyBecameFast) {
    Values x, y;
    for (int i = 0; i < 80; ++i) {
        x.push_back((i * 37) % 101 + .5 * i);
        y.push_back((i * 53) % 97 + .7 * i - 9);
    }
    const MannWhitney ranks = mann_whitney(x, y);
    EXPECT_DOUBLE_EQ(ranks.p_two_sided, 0.45331031126968524);
    EXPECT_DOUBLE_EQ(ranks.p_mid_two_sided, 0.45279740282720465);
    EXPECT_DOUBLE_EQ(ranks.p_less, 0.7738577528076489);
    std::vector<Values> rows;
    for (int i = 0; i < 40; ++i) {
        Values& row = rows.emplace_back();
        for (int j = 0; j < 3; ++j) row.push_back((i * i + 3 * j * j + i * j) % 7);
    }
    EXPECT_EQ(friedman(rows).permutation.p, 0.00047005629342783314);
}

TEST(ExactSizes, TwoHundredValuesAreNotDrawn) {
    const auto [x, y] = two_groups(100);
    Values differences;
    std::vector<Values> rows;
    for (std::size_t i = 0; i < 100; ++i) {
        differences.insert(differences.end(), {x[i] - 40.1, y[i] - 41.3});
        rows.push_back({x[i], y[i], x[i] - 0.3 * y[i] + 20});
        rows.push_back({y[i] + 3, x[i] + 1, 40.5});
    }
    Values positions(200);
    std::iota(positions.begin(), positions.end(), 0.0);
    const MannWhitney ranks = mann_whitney(x, y);
    const SignedRank signs = signed_rank(differences);
    const Friedman repeated = friedman(rows);
    const Kendall order = kendall(positions, differences);
    EXPECT_TRUE(ranks.exact);
    EXPECT_NEAR(ranks.p_two_sided, mann_whitney_normal(x, y).p_two_sided, 0.005);
    EXPECT_TRUE(signs.exact);
    EXPECT_TRUE(repeated.permutation.exact);
    EXPECT_NEAR(repeated.permutation.p, repeated.p_chi_squared, 0.1 * repeated.p_chi_squared + 0.001);
    EXPECT_TRUE(order.two_sided.exact);
}

TEST(ExactSizes, KendallWithoutTiesCountsInversions) {
    // Orders of ten values with 0, 1, 2, 3 inversions: 1, 9, 44, 155 (Mahonian numbers).
    const double all = 3628800;
    Values x(10);
    std::iota(x.begin(), x.end(), 0.0);
    const std::vector<std::pair<Values, double>> orders = {{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1},
                                                           {{1, 0, 2, 3, 4, 5, 6, 7, 8, 9}, 10},
                                                           {{1, 2, 0, 3, 4, 5, 6, 7, 8, 9}, 54},
                                                           {{1, 2, 3, 0, 4, 5, 6, 7, 8, 9}, 209},
                                                           {{9, 8, 7, 6, 5, 4, 3, 1, 2, 0}, 10}};
    for (const auto& [y, as_few] : orders) {
        const Kendall test = kendall(x, y);
        EXPECT_TRUE(test.two_sided.exact);
        EXPECT_NEAR(test.two_sided.p, 2 * as_few / all, 1e-18);
        EXPECT_EQ(test.two_sided.arrangements, all);
    }
    // Of twelve values 33 inversions are half of all pairs: S = 0, the middle.
    Values twelve(12);
    std::iota(twelve.begin(), twelve.end(), 0.0);
    const Kendall middle = kendall(twelve, Values{11, 10, 9, 3, 0, 1, 2, 4, 5, 6, 7, 8});
    EXPECT_EQ(middle.tau_b, 0);
    EXPECT_EQ(middle.two_sided.p, 1);
}

TEST(ExactSizes, KendallWithoutTiesAgreesWithDrawnOrders) {
    Values x, y;
    for (int i = 0; i < 40; ++i) {
        x.push_back(i);
        y.push_back((i * 17) % 41 + 0.35 * i);
    }
    const Kendall exact = kendall(x, y);
    ASSERT_TRUE(exact.two_sided.exact);
    y[39] = y[38];  // one tie: drawn
    const Kendall drawn = kendall(x, y, {1, 200000, 2});
    ASSERT_FALSE(drawn.two_sided.exact);
    EXPECT_NEAR(exact.two_sided.p, drawn.two_sided.p, 0.03);
    // The normal approximation at 500 values: var S = n(n-1)(2n+5)/18.
    Values a(500), b(500);
    for (int i = 0; i < 500; ++i) a[static_cast<std::size_t>(i)] = i, b[static_cast<std::size_t>(i)] = (i * 211) % 503;
    const Kendall large = kendall(a, b);
    const double s = large.tau_b * 500 * 499 / 2, sigma = std::sqrt(500.0 * 499 * 1005 / 18);
    EXPECT_NEAR(large.two_sided.p, std::erfc((std::abs(s) - 1) / sigma / std::sqrt(2)), 1e-3);
}

TEST(ExactSizes, FriedmanOfTwoOccasionsIsASignTest) {
    // Two occasions are a sign test: rows that rise against rows that fall.
    std::vector<Values> rows;
    for (int i = 0; i < 300; ++i) rows.push_back({0, i % 5 < 3 ? 1.0 : -1.0});
    const Friedman test = friedman(rows);
    ASSERT_TRUE(test.permutation.exact);
    double tail = 0;
    for (int k = 180; k <= 300; ++k)
        tail += std::exp(std::lgamma(301) - std::lgamma(k + 1) - std::lgamma(301 - k) - 300 * std::log(2));
    EXPECT_NEAR(test.permutation.p / (2 * tail), 1, 1e-9);
}
