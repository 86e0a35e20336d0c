// Permutation tests, resampling and tables against their definitions, enumerated, on random inputs full of ties.
#include "asparagate/analysis/statistics/bootstrap.hpp"
#include "asparagate/analysis/statistics/contingency.hpp"
#include "asparagate/analysis/statistics/friedman.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/monte_carlo_rank.hpp"
#include "asparagate/analysis/statistics/permutation_test.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <numeric>
#include <random>

namespace {

using namespace asparagate;
using Values = std::vector<double>;

Values tied_values(std::mt19937_64& generator, std::size_t n, unsigned range) {
    Values values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(static_cast<double>(generator() % range));
    return values;
}

double sign(double value) {
    return (value > 0) - (value < 0);
}

double concordance(const Values& x, const Values& y) {
    double s = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) s += sign(x[i] - x[j]) * sign(y[i] - y[j]);
    }
    return s;
}

double choose(std::uint64_t n, std::uint64_t k) {
    return std::round(std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)));
}

/// Largest probability over a fine grid of the tables whose statistic `counts`.
template <class Counts>
double supremum(std::uint64_t n_1, std::uint64_t n_2, Counts counts) {
    double largest = 0;
    for (int step = 1; step < 4000; ++step) {
        const double p = step / 4000.0;
        double sum = 0;
        for (std::uint64_t a = 0; a <= n_1; ++a) {
            for (std::uint64_t c = 0; c <= n_2; ++c) {
                if (!counts(Table2x2{{{a, n_1 - a}, {c, n_2 - c}}})) continue;
                const auto s = static_cast<double>(a + c);
                sum += choose(n_1, a) * choose(n_2, c) * std::pow(p, s) *
                       std::pow(1 - p, static_cast<double>(n_1 + n_2) - s);
            }
        }
        largest = std::max(largest, sum);
    }
    return largest;
}

double pooled_z(const Table2x2& t) {
    const auto a = static_cast<double>(t[0][0]), b = static_cast<double>(t[0][1]);
    const auto c = static_cast<double>(t[1][0]), d = static_cast<double>(t[1][1]);
    const double margins = (a + b) * (c + d) * (a + c) * (b + d);
    return margins > 0 ? std::abs(a * d - b * c) * std::sqrt((a + b + c + d) / margins) : 0;
}

}  // namespace

TEST(MeanDifferenceEnumeration, EqualsAllAssignments) {
    std::mt19937_64 generator(31);
    for (int repeat = 0; repeat < 80; ++repeat) {
        const std::size_t n_x = 1 + generator() % 5, n_y = 1 + generator() % 5;
        const Values x = tied_values(generator, n_x, 5), y = tied_values(generator, n_y, 5);
        Values all = x;
        all.insert(all.end(), y.begin(), y.end());
        const double total = std::accumulate(all.begin(), all.end(), 0.0);
        const auto difference = [&](double sum) {
            return sum / static_cast<double>(n_x) - (total - sum) / static_cast<double>(n_y);
        };
        const double observed = difference(std::accumulate(x.begin(), x.end(), 0.0));
        double count = 0, as_far = 0, as_large = 0, furthest = 0, at_furthest = 0;
        Values differences;
        for (unsigned set = 0; set < 1U << all.size(); ++set) {
            if (static_cast<std::size_t>(std::popcount(set)) != n_x) continue;
            double sum = 0;
            for (std::size_t i = 0; i < all.size(); ++i) sum += (set >> i & 1U) != 0 ? all[i] : 0;
            differences.push_back(difference(sum));
            furthest = std::max(furthest, std::abs(differences.back()));
        }
        for (const double d : differences) {
            ++count;
            as_far += std::abs(d) >= std::abs(observed) - 1e-9;
            as_large += d >= observed - 1e-9;
            at_furthest += std::abs(d) >= furthest - 1e-9;
        }
        const MeanDifference test = permutation_mean_difference(x, y);
        EXPECT_NEAR(test.two_sided.p, as_far / count, 1e-12);
        EXPECT_NEAR(test.greater.p, as_large / count, 1e-12);
        EXPECT_NEAR(test.p_min_attainable, at_furthest / count, 1e-12);
        EXPECT_EQ(test.two_sided.arrangements, count);
    }
}

TEST(MeanDifferenceTest, UnequalGroupsHaveNoMirrorArrangement) {
    const MeanDifference test = permutation_mean_difference(Values{15, 22, 14, 18, 12}, Values{5, 4.5});
    EXPECT_DOUBLE_EQ(test.two_sided.p, 1.0 / 21);
    EXPECT_DOUBLE_EQ(test.p_min_attainable, 1.0 / 21);
}

TEST(SignFlipEnumeration, EqualsAllSigns) {
    std::mt19937_64 generator(32);
    for (int repeat = 0; repeat < 80; ++repeat) {
        Values differences = tied_values(generator, 1 + generator() % 9, 9);
        for (double& d : differences) d -= 3;
        const double observed = std::accumulate(differences.begin(), differences.end(), 0.0);
        double as_far = 0;
        for (unsigned set = 0; set < 1U << differences.size(); ++set) {
            double sum = 0;
            for (std::size_t i = 0; i < differences.size(); ++i)
                sum += (set >> i & 1U) != 0 ? differences[i] : -differences[i];
            as_far += std::abs(sum) >= std::abs(observed) - 1e-9;
        }
        EXPECT_NEAR(sign_flip_mean(differences).two_sided.p, std::ldexp(as_far, -static_cast<int>(differences.size())),
                    1e-12);
    }
}

TEST(SignFlipTest, MeetsInTheMiddleForFortyDifferences) {
    EXPECT_DOUBLE_EQ(sign_flip_mean(Values(40, 1.5)).two_sided.p, std::ldexp(1.0, -39));
    EXPECT_TRUE(sign_flip_mean(Values(40, 1.5)).two_sided.exact);
    EXPECT_FALSE(sign_flip_mean(Values(41, 1.5)).two_sided.exact);
}

TEST(KendallEnumeration, EqualsAllOrders) {
    std::mt19937_64 generator(33);
    for (int repeat = 0; repeat < 40; ++repeat) {
        const std::size_t n = 2 + generator() % 6;
        const Values x = tied_values(generator, n, 6);
        Values y = tied_values(generator, n, 6);
        const double observed = concordance(x, y);
        const Kendall test = kendall(x, y);
        if (std::isnan(test.tau_b)) continue;
        double count = 0, as_far = 0;
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        do {
            Values permuted;
            for (const std::size_t i : order) permuted.push_back(y[i]);
            ++count;
            as_far += std::abs(concordance(x, permuted)) >= std::abs(observed) - 1e-9;
        } while (std::next_permutation(order.begin(), order.end()));
        EXPECT_NEAR(test.two_sided.p, as_far / count, 1e-12);
        EXPECT_NEAR(test.tau_b, observed / std::sqrt(concordance(x, x) * concordance(y, y)), 1e-12);
    }
}

TEST(FisherTest, EqualsThePublishedTeaTasting) {
    const FisherExact tea = fisher_exact({{{3, 1}, {1, 3}}});
    EXPECT_NEAR(tea.p_greater, 17.0 / 70, 1e-12);
    EXPECT_NEAR(tea.p_two_sided, 34.0 / 70, 1e-12);
    EXPECT_NEAR(tea.p_min_attainable, 2.0 / 70, 1e-12);
    EXPECT_NEAR(tea.odds_ratio, 6.408309, 1e-4);
}

TEST(FisherTest, TransposingAndSwappingChangeNothingButTheDirection) {
    const FisherExact table = fisher_exact({{{7, 2}, {3, 9}}}), turned = fisher_exact({{{7, 3}, {2, 9}}});
    const FisherExact swapped = fisher_exact({{{3, 9}, {7, 2}}});
    EXPECT_NEAR(table.p_two_sided, turned.p_two_sided, 1e-12);
    EXPECT_NEAR(table.odds_ratio, turned.odds_ratio, 1e-9);
    EXPECT_NEAR(table.p_greater, swapped.p_less, 1e-12);
    EXPECT_NEAR(table.low, 1 / swapped.high, 1e-9);
}

TEST(FisherTest, EmptyMarginsLeaveTheOddsRatioUnknown) {
    const FisherExact none = fisher_exact({{{5, 0}, {4, 0}}});
    EXPECT_EQ(none.p_two_sided, 1);
    EXPECT_TRUE(std::isnan(none.odds_ratio));
    EXPECT_EQ(none.low, 0);
    EXPECT_TRUE(std::isinf(none.high));
}

TEST(UnconditionalEnumeration, EqualsTheSupremumOfAllTables) {
    for (const Table2x2& table : {Table2x2{{{5, 1}, {1, 1}}}, Table2x2{{{4, 0}, {1, 3}}}, Table2x2{{{2, 3}, {0, 4}}}}) {
        const std::uint64_t n_1 = table[0][0] + table[0][1], n_2 = table[1][0] + table[1][1];
        const double z = pooled_z(table), fisher = fisher_exact(table).p_two_sided;
        const UnconditionalExact test = unconditional_exact(table);
        EXPECT_NEAR(test.barnard, supremum(n_1, n_2, [&](const Table2x2& t) { return pooled_z(t) >= z * (1 - 1e-9); }),
                    1e-5);
        EXPECT_NEAR(
            test.boschloo,
            supremum(n_1, n_2, [&](const Table2x2& t) { return fisher_exact(t).p_two_sided <= fisher * (1 + 1e-9); }),
            1e-5);
    }
}

TEST(FriedmanEnumeration, EqualsAllOrdersOfEveryRow) {
    std::mt19937_64 generator(34);
    const std::vector<std::vector<std::size_t>> orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int repeat = 0; repeat < 20; ++repeat) {
        std::vector<Values> rows;
        for (int i = 0; i < 4; ++i) rows.push_back(tied_values(generator, 3, 4));
        const Friedman test = friedman(rows);
        if (std::isnan(test.chi_squared)) continue;
        double as_far = 0, count = 0;
        for (std::size_t code = 0; code < 6 * 6 * 6 * 6; ++code) {
            std::vector<Values> permuted = rows;
            for (std::size_t i = 0, rest = code; i < 4; ++i, rest /= 6) {
                for (std::size_t j = 0; j < 3; ++j) permuted[i][j] = rows[i][orders[rest % 6][j]];
            }
            ++count;
            as_far += friedman(permuted, {1, 1, 1}).chi_squared >= test.chi_squared - 1e-9;
        }
        EXPECT_NEAR(test.permutation.p, as_far / count, 1e-12);
    }
}

TEST(MaxTTest, OneFeatureIsThePlainPermutationOfT) {
    const Values x = {15, 22, 14, 18, 12}, y = {5, 14.5};
    const MaxT test = westfall_young({{15, 22, 14, 18, 12, 5, 14.5}}, {true, true, true, true, true, false, false});
    EXPECT_EQ(test.raw[0].p, test.step_down[0].p);
    EXPECT_EQ(test.raw[0].p, test.single_step[0].p);
    // |t| orders the assignments of one feature as |difference| does.
    EXPECT_DOUBLE_EQ(test.raw[0].p, permutation_mean_difference(x, y).two_sided.p);
}

TEST(MaxTTest, IsMonotoneBoundedAndBlindToTheUnitOfAFeature) {
    std::mt19937_64 generator(35);
    std::vector<Values> features;
    for (int i = 0; i < 6; ++i) features.push_back(tied_values(generator, 9, 50));
    const std::vector<bool> group = {true, true, true, false, false, false, true, false, false};
    const MaxT test = westfall_young(features, group);
    for (double& value : features[2]) value *= 1000;
    const MaxT rescaled = westfall_young(features, group);
    for (std::size_t i = 0; i < features.size(); ++i) {
        EXPECT_LE(test.raw[i].p, test.step_down[i].p);
        EXPECT_LE(test.step_down[i].p, test.single_step[i].p);
        EXPECT_EQ(test.step_down[i].p, rescaled.step_down[i].p);
        for (std::size_t j = 0; j < features.size(); ++j) {
            if (test.t_abs[i] > test.t_abs[j]) {
                EXPECT_LE(test.step_down[i].p, test.step_down[j].p);
            }
        }
    }
}

TEST(BootstrapEnumeration, EqualsAllResamples) {
    const Values x = {1.5, 2, 7, 3.25};
    Values means;
    for (int code = 0; code < 256; ++code) {
        double sum = 0;
        for (int i = 0, rest = code; i < 4; ++i, rest /= 4) sum += x[static_cast<std::size_t>(rest % 4)];
        means.push_back(sum / 4);
    }
    const MeanBootstrap boot = bootstrap_mean(x);
    EXPECT_EQ(boot.resamples, 256);
    EXPECT_NEAR(boot.percentile.low, quantile(means, 0.025), 1e-12);
    EXPECT_NEAR(boot.percentile.high, quantile(means, 0.975), 1e-12);
    EXPECT_NEAR(boot.bca.low, quantile(means, boot.bca_levels.low), 1e-12);
}

TEST(BootstrapTest, AConstantSampleStaysAtItsValue) {
    const MeanBootstrap boot = bootstrap_mean(Values(5, 2.5));
    EXPECT_EQ(boot.percentile.low, 2.5);
    EXPECT_EQ(boot.bca.high, 2.5);
    EXPECT_EQ(boot.standard_error, 0);
}

TEST(MonteCarloTest, DrawnPIsNearTheExactP) {
    std::mt19937_64 generator(36);
    const Values x = tied_values(generator, 14, 30), y = tied_values(generator, 16, 33);
    const MannWhitney exact = mann_whitney(x, y);
    const MannWhitneyDraws drawn = mann_whitney_draws(x, y, {5, 200000, 2});
    EXPECT_NEAR(drawn.two_sided.p, exact.p_two_sided, 0.005);
    EXPECT_LT(drawn.two_sided.low, drawn.two_sided.p);
    EXPECT_GT(drawn.two_sided.high, drawn.two_sided.p);
    EXPECT_NEAR(drawn.greater.p, exact.p_greater, 0.01);
    EXPECT_NEAR(drawn.less.p, exact.p_less, 0.01);
}
