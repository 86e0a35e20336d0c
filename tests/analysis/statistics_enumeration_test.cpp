// The fast algorithms against the definitions, enumerated, on random small inputs with many ties.
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

namespace {

using namespace asparagate;

/// Whole numbers in a small range, so that ties are the rule.
std::vector<double> tied_values(std::mt19937_64& generator, std::size_t n, int range) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(static_cast<int>(generator() % static_cast<unsigned>(range)));
    return values;
}

double midrank(const std::vector<double>& all, double value) {
    const auto below = std::count_if(all.begin(), all.end(), [&](double v) { return v < value; });
    const auto equal = std::count(all.begin(), all.end(), value);
    return static_cast<double>(below) + (static_cast<double>(equal) + 1) / 2;
}

std::vector<double> midranks_of(const std::vector<double>& values) {
    std::vector<double> ranks;
    for (const double value : values) ranks.push_back(midrank(values, value));
    return ranks;
}

struct Tails {
    double two_sided = 0, greater = 0, less = 0, smallest = 0;
};

/// p-values of `observed` among equally likely `statistics` with the given centre.
Tails tails(const std::vector<double>& statistics, double centre, double observed) {
    const auto share = [&](const std::function<bool(double)>& counts) {
        const auto hits = std::count_if(statistics.begin(), statistics.end(), counts);
        return static_cast<double>(hits) / static_cast<double>(statistics.size());
    };
    double furthest = 0;
    for (const double s : statistics) furthest = std::max(furthest, std::abs(s - centre));
    return {share([&](double s) { return std::abs(s - centre) >= std::abs(observed - centre) - 1e-9; }),
            share([&](double s) { return s >= observed - 1e-9; }),
            share([&](double s) { return s <= observed + 1e-9; }),
            share([&](double s) { return std::abs(s - centre) >= furthest - 1e-9; })};
}

std::vector<double> joined(std::vector<double> x, const std::vector<double>& y) {
    x.insert(x.end(), y.begin(), y.end());
    return x;
}

}  // namespace

TEST(MannWhitneyEnumeration, EqualsAllAssignments) {
    std::mt19937_64 generator(11);
    for (int repeat = 0; repeat < 150; ++repeat) {
        const std::size_t n_x = 1 + generator() % 6, n_y = 1 + generator() % 6;
        const auto x = tied_values(generator, n_x, 5), y = tied_values(generator, n_y, 5);
        const auto ranks = midranks_of(joined(x, y));
        std::vector<double> sums;
        for (unsigned set = 0; set < 1U << (n_x + n_y); ++set) {
            if (static_cast<std::size_t>(std::popcount(set)) != n_x) continue;
            double sum = 0;
            for (std::size_t i = 0; i < ranks.size(); ++i) sum += (set >> i & 1U) != 0 ? ranks[i] : 0;
            sums.push_back(sum);
        }
        const double observed = std::accumulate(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(n_x), 0.0);
        const Tails expected = tails(sums, static_cast<double>(n_x * (n_x + n_y + 1)) / 2, observed);
        const MannWhitney test = mann_whitney(x, y);
        EXPECT_NEAR(test.p_two_sided, expected.two_sided, 1e-12);
        EXPECT_NEAR(test.p_greater, expected.greater, 1e-12);
        EXPECT_NEAR(test.p_less, expected.less, 1e-12);
        EXPECT_NEAR(test.p_min_attainable, expected.smallest, 1e-12);
        EXPECT_EQ(test.arrangements, static_cast<double>(sums.size()));
    }
}

TEST(AreaUnderCurveEnumeration, EqualsPairCount) {
    std::mt19937_64 generator(12);
    for (int repeat = 0; repeat < 100; ++repeat) {
        const auto x = tied_values(generator, 1 + generator() % 8, 6),
                   y = tied_values(generator, 1 + generator() % 8, 6);
        double wins = 0;
        for (const double a : x) {
            for (const double b : y) wins += a > b ? 1 : a == b ? 0.5 : 0;
        }
        const AreaUnderCurve area = area_under_curve(x, y);
        EXPECT_NEAR(area.theta, wins / static_cast<double>(x.size() * y.size()), 1e-12);
        EXPECT_LE(area.low, area.theta);
        EXPECT_GE(area.high, area.theta);
    }
}

TEST(SignedRankEnumeration, EqualsAllSigns) {
    std::mt19937_64 generator(13);
    for (int repeat = 0; repeat < 150; ++repeat) {
        auto differences = tied_values(generator, 1 + generator() % 9, 7);
        for (double& d : differences) d -= 3;
        std::vector<double> magnitudes;
        for (const double d : differences) {
            if (d != 0) magnitudes.push_back(std::abs(d));
        }
        const auto ranks = midranks_of(magnitudes);
        std::vector<double> sums;
        for (unsigned set = 0; set < 1U << ranks.size(); ++set) {
            double sum = 0;
            for (std::size_t i = 0; i < ranks.size(); ++i) sum += (set >> i & 1U) != 0 ? ranks[i] : 0;
            sums.push_back(sum);
        }
        const SignedRank test = signed_rank(differences);
        const Tails expected = tails(sums, std::accumulate(ranks.begin(), ranks.end(), 0.0) / 2, test.v);
        EXPECT_NEAR(test.p_two_sided, expected.two_sided, 1e-12);
        EXPECT_NEAR(test.p_min_attainable, expected.smallest, 1e-12);
        EXPECT_EQ(test.n + test.zeros, differences.size());
    }
}

TEST(SpearmanEnumeration, EqualsAllOrders) {
    std::mt19937_64 generator(14);
    for (int repeat = 0; repeat < 60; ++repeat) {
        const std::size_t n = 2 + generator() % 6;
        const auto x = tied_values(generator, n, 4), y = tied_values(generator, n, 5);
        const auto a = midranks_of(x);
        const auto b = midranks_of(y);
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        const double centre = static_cast<double>(n * (n + 1) * (n + 1)) / 4;
        std::vector<double> sums;
        do {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[order[i]];
            sums.push_back(sum);
        } while (std::next_permutation(order.begin(), order.end()));
        const Tails expected = tails(sums, centre, std::inner_product(a.begin(), a.end(), b.begin(), 0.0));
        const Spearman test = spearman(x, y);
        EXPECT_NEAR(test.p_two_sided, expected.two_sided, 1e-12);
        EXPECT_NEAR(test.p_min_attainable, expected.smallest, 1e-12);
    }
}

namespace {

double order_length(const std::vector<std::size_t>& order, const std::vector<std::vector<double>>& rows) {
    double length = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i)
        length += euclidean_distances({rows[order[i]], rows[order[i + 1]]})[0];
    return length;
}

/// Leaves of a merge with the children swapped where `flips` has the merge's bit.
std::vector<std::size_t> flipped(const Dendrogram& tree, int item, unsigned flips) {
    if (item < 0) return {static_cast<std::size_t>(-item - 1)};
    auto [left, right] = tree.merges[static_cast<std::size_t>(item - 1)];
    if ((flips >> (item - 1) & 1U) != 0) std::swap(left, right);
    auto leaves = flipped(tree, left, flips);
    const auto more = flipped(tree, right, flips);
    leaves.insert(leaves.end(), more.begin(), more.end());
    return leaves;
}

}  // namespace

TEST(LeafOrderEnumeration, IsTheShortestOfAllFlips) {
    std::mt19937_64 generator(15);
    for (int repeat = 0; repeat < 40; ++repeat) {
        const std::size_t n = 2 + generator() % 8;
        std::vector<std::vector<double>> rows;
        for (std::size_t i = 0; i < n; ++i) rows.push_back(tied_values(generator, 3, repeat % 2 == 0 ? 4 : 1000));
        const auto linkage = static_cast<Linkage>(repeat % 3);
        const Dendrogram tree = hierarchical_clustering(rows, linkage);
        double shortest = INFINITY;
        bool allowed = false;
        for (unsigned flips = 0; flips < 1U << (n - 1); ++flips) {
            const auto order = flipped(tree, static_cast<int>(tree.merges.size()), flips);
            shortest = std::min(shortest, order_length(order, rows));
            allowed = allowed || order == tree.order;
        }
        EXPECT_TRUE(allowed) << "the tree cannot be drawn in this order";
        EXPECT_NEAR(order_length(tree.order, rows), shortest, 1e-9 * (1 + shortest));
    }
}

TEST(ClusteringEnumeration, HeightsFollowTheLinkagesDefinition) {
    std::mt19937_64 generator(16);
    for (int repeat = 0; repeat < 40; ++repeat) {
        const std::size_t n = 2 + generator() % 10;
        std::vector<std::vector<double>> rows;
        for (std::size_t i = 0; i < n; ++i) rows.push_back(tied_values(generator, 2, repeat % 2 == 0 ? 3 : 500));
        const auto linkage = static_cast<Linkage>(repeat % 3);
        const Dendrogram tree = hierarchical_clustering(rows, linkage);
        for (std::size_t m = 0; m < tree.merges.size(); ++m) {
            double smallest = INFINITY, largest = 0, sum = 0;
            const auto left = flipped(tree, tree.merges[m][0], 0), right = flipped(tree, tree.merges[m][1], 0);
            for (const auto i : left) {
                for (const auto j : right) {
                    const double d = euclidean_distances({rows[i], rows[j]})[0];
                    smallest = std::min(smallest, d);
                    largest = std::max(largest, d);
                    sum += d;
                }
            }
            const double expected = linkage == Linkage::complete ? largest
                                    : linkage == Linkage::single
                                        ? smallest
                                        : sum / static_cast<double>(left.size() * right.size());
            EXPECT_NEAR(tree.heights[m], expected, 1e-9 * (1 + expected));
            EXPECT_GE(tree.heights[m], m > 0 ? tree.heights[m - 1] - 1e-9 : 0);
        }
    }
}
