// Step-down max-T of rank tests, the test of correlations over and over, and bootstraps of rho, against enumeration.
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/max_t.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace {

using namespace asparagate;
using Values = std::vector<double>;
using Rows = std::vector<Values>;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Small whole numbers, so that many tie; some missing.
Rows random_rows(unsigned seed, std::size_t features, std::size_t patients, bool complete) {
    std::mt19937 random(seed);
    Rows rows(features, Values(patients));
    for (Values& row : rows)
        for (double& value : row) {
            value = static_cast<double>(random() % 6) - 2;
            if (!complete && random() % 5 == 0) value = missing;
        }
    return rows;
}

double midrank(const Values& values, double value) {
    double below = 0, tied = 0;
    for (const double other : values) {
        below += other < value ? 1 : 0;
        tied += other == value ? 1 : 0;
    }
    return below + (tied + 1) / 2;
}

/// |rank sum of the first group - expected| over its standard deviation, by definition.
double group_statistic(const Values& feature, const std::vector<bool>& first) {
    Values known;
    for (const double value : feature)
        if (!std::isnan(value)) known.push_back(value);
    double sum = 0, count = 0, squares = 0;
    const auto n = static_cast<double>(known.size());
    for (std::size_t i = 0; i < feature.size(); ++i) {
        if (std::isnan(feature[i])) continue;
        const double centred = midrank(known, feature[i]) - (n + 1) / 2;
        squares += centred * centred;
        if (first[i]) sum += centred, ++count;
    }
    const double variance = count * (n - count) * squares;
    return variance > 0 ? std::abs(sum) / std::sqrt(variance / (n * (n - 1))) : 0;
}

/// Step-down p over all label arrangements.
Values enumerated_step_down(const Rows& rows, std::vector<bool> first) {
    Values observed;
    for (const Values& row : rows) observed.push_back(group_statistic(row, first));
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return observed[a] > observed[b]; });
    Values reached(rows.size(), 0);
    double total = 0;
    std::sort(first.begin(), first.end());
    do {
        ++total;
        for (std::size_t rank = 0; rank < order.size(); ++rank) {
            double largest = 0;
            for (std::size_t below = rank; below < order.size(); ++below)
                largest = std::max(largest, group_statistic(rows[order[below]], first));
            if (largest >= observed[order[rank]] - 1e-9) ++reached[order[rank]];
        }
    } while (std::next_permutation(first.begin(), first.end()));
    Values p(rows.size());
    double highest = 0;
    for (const std::size_t i : order) p[i] = highest = std::max(highest, reached[i] / total);
    return p;
}

}  // namespace

TEST(MaxTest, OfOneCompleteFeatureIsTheExactTestItself) {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Values values = random_rows(seed, 1, 8, true).front();
        std::vector<bool> first(8, false);
        first[seed % 8] = first[(seed + 3) % 8] = true;
        Values x, y;
        for (std::size_t i = 0; i < 8; ++i) (first[i] ? x : y).push_back(values[i]);
        EXPECT_NEAR(max_t_groups({values}, first)[0].p, mann_whitney(x, y).p_two_sided, 1e-12) << seed;
        const bool all_zero = std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
        if (!all_zero) {
            EXPECT_NEAR(max_t_pairs({values})[0].p, signed_rank(values).p_two_sided, 1e-12) << seed;
        }
        const Values outcome = random_rows(seed + 100, 1, 8, true).front();
        EXPECT_NEAR(max_t_orders({values}, outcome)[0].p, spearman(values, outcome).p_two_sided, 1e-12) << seed;
    }
}

TEST(MaxTest, OfIncompleteFeaturesIsThatOfAllArrangements) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        const Rows rows = random_rows(seed, 4, 8, false);
        std::vector<bool> first(8, false);
        first[0] = first[4] = first[7] = true;
        const Values expected = enumerated_step_down(rows, first);
        const auto found = max_t_groups(rows, first);
        for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(found[i].p, expected[i], 1e-12) << seed << " " << i;
    }
}

TEST(MaxTest, OfTheSameFeatureTwiceCostsNothingAndOfOthersMore) {
    const Values rising{1, 2, 3, 4, 5, 6, 7}, mixed{3, 1, 7, 2, 6, 4, 5};
    const std::vector<bool> first{true, true, true, true, true, false, false};
    EXPECT_NEAR(max_t_groups({rising, rising}, first)[1].p, 2.0 / 21, 1e-12);
    EXPECT_GT(max_t_groups({rising, mixed}, first)[0].p, 2.0 / 21);
    EXPECT_NEAR(max_t_orders({rising, rising}, rising)[0].p, 2.0 / 5040, 1e-15);
    EXPECT_NEAR(max_t_pairs({rising, rising})[0].p, 2.0 / 128, 1e-15);
}

TEST(MaxTest, DrawnIsNearExactAndTheSameForOneThreadAndEight) {
    const Rows rows = random_rows(5, 3, 40, false);
    std::vector<bool> first(40, false);
    for (std::size_t i = 0; i < 18; ++i) first[i] = true;
    const auto one = max_t_groups(rows, first, {1, 20000, 1}), eight = max_t_groups(rows, first, {1, 20000, 8});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_FALSE(one[i].exact);
        EXPECT_EQ(one[i].p, eight[i].p);
        EXPECT_LE(one[i].low, one[i].p);
    }
    // One complete feature of 9 patients, exact; of 11 with the same shape of p, drawn.
    Values x(11), y(11);
    for (std::size_t i = 0; i < 11; ++i) x[i] = static_cast<double>(i), y[i] = static_cast<double>(i * 7 % 11);
    const PermutationP drawn = max_t_orders({x}, y, {3, 40000, 2})[0];
    EXPECT_NEAR(drawn.p, spearman(x, y).p_two_sided, 0.01);
}

TEST(MaxTest, RefusesWhatIsNoFamily) {
    EXPECT_THROW(max_t_groups({}, {true, false}), AnalysisError);
    EXPECT_THROW(max_t_groups({{1, 2}}, {true, true}), AnalysisError);
    EXPECT_THROW(max_t_groups({{1, 2, 3}}, {true, false}), AnalysisError);
    EXPECT_THROW(max_t_orders({{1, 2}}, {missing, 1}), AnalysisError);
    EXPECT_THROW(max_t_pairs({{1, std::numeric_limits<double>::infinity()}}), AnalysisError);
    EXPECT_EQ(max_t_pairs({{missing, missing}})[0].p, 1);
}

TEST(SpearmanTesterTest, KnowsTheCriticalValuesOfTheTables) {
    SpearmanTester tester;
    const Values six{1, 2, 3, 4, 5, 6}, seven{1, 2, 3, 4, 5, 6, 7}, eight{1, 2, 3, 4, 5, 6, 7, 8};
    // Two-sided 5 %: Zar 1972.
    EXPECT_NEAR(*tester.smallest_rho(six, six, 0.05), 0.886, 5e-4);
    EXPECT_NEAR(*tester.smallest_rho(seven, seven, 0.05), 0.786, 5e-4);
    EXPECT_NEAR(*tester.smallest_rho(eight, eight, 0.05), 0.738, 5e-4);
    EXPECT_FALSE(tester.smallest_rho(Values{1, 2, 3}, Values{1, 2, 3}, 0.05));
}

TEST(SpearmanTesterTest, GivesWhatOneTestGives) {
    SpearmanTester tester({7, 5000, 2});
    for (unsigned seed = 0; seed < 20; ++seed) {
        const std::size_t n = seed % 2 == 0 ? 7 : 15;
        const Rows rows = random_rows(seed, 2, n, true);
        const Spearman often = tester(rows[0], rows[1]), once = spearman(rows[0], rows[1], 7, 5000, 1);
        EXPECT_EQ(often.p_two_sided, once.p_two_sided);
        EXPECT_EQ(often.exact, n == 7);
    }
}

TEST(SpearmanBootstrapTest, ReadsAllResamples) {
    // 4^4 resamples by hand.
    const Values x{1, 2, 3, 4}, y{2, 1, 4, 3};
    Values rhos;
    for (int code = 0; code < 256; ++code) {
        Values a, b;
        for (int i = 0, left = code; i < 4; ++i, left /= 4) a.push_back(x[left % 4]), b.push_back(y[left % 4]);
        const double rho = spearman(a, b).rho;
        if (!std::isnan(rho)) rhos.push_back(rho);
    }
    std::sort(rhos.begin(), rhos.end());
    const SpearmanBootstrap found = bootstrap_spearman(x, y);
    EXPECT_TRUE(found.exact);
    EXPECT_EQ(found.resamples, static_cast<double>(rhos.size()));
    const double position = 0.975 * static_cast<double>(rhos.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const double upper = rhos[below] + (position - static_cast<double>(below)) * (rhos[below + 1] - rhos[below]);
    EXPECT_NEAR(found.percentile.high, upper, 1e-12);
    EXPECT_THROW(bootstrap_spearman(Values{1, 1, 1}, y), AnalysisError);
    EXPECT_THROW(bootstrap_spearman(Values{1, 1, 1, 1}, y), AnalysisError);
}

TEST(SpearmanBootstrapTest, IsTheSameForOneThreadAndEight) {
    const Rows rows = random_rows(11, 2, 25, true);
    const SpearmanBootstrap one = bootstrap_spearman(rows[0], rows[1], {1, 3000, 1});
    const SpearmanBootstrap eight = bootstrap_spearman(rows[0], rows[1], {1, 3000, 8});
    EXPECT_FALSE(one.exact);
    EXPECT_EQ(one.bca.low, eight.bca.low);
    EXPECT_EQ(one.bca.high, eight.bca.high);
    const double rho = spearman(rows[0], rows[1]).rho;
    EXPECT_LT(one.bca.low, rho);
    EXPECT_GT(one.bca.high, rho);
}
