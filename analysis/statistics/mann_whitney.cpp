#include "asparagate/analysis/statistics/mann_whitney.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>

namespace asparagate {
namespace {

constexpr const char* method = "Mann-Whitney";

/// Both groups ranked together; sums are of doubled midranks, so the expectation n_x (N + 1) is an integer too.
struct RankedGroups {
    std::size_t n_x, n_y;
    Midranks ranks;
    std::int64_t sum_x = 0;

    RankedGroups(std::span<const double> x, std::span<const double> y) : n_x(x.size()), n_y(y.size()) {
        if (x.empty() || y.empty())
            throw AnalysisError(method, "a group is empty; expected at least one value in each");
        refuse_nan(x, method);
        refuse_nan(y, method);
        std::vector<double> pooled(x.begin(), x.end());
        pooled.insert(pooled.end(), y.begin(), y.end());
        ranks = midranks(pooled);
        for (std::size_t i = 0; i < n_x; ++i) sum_x += ranks.doubled[i];
    }

    [[nodiscard]] std::size_t n() const { return n_x + n_y; }
    [[nodiscard]] double u() const {
        const auto n = static_cast<double>(n_x);
        return static_cast<double>(sum_x) / 2 - n * (n + 1) / 2;
    }
    [[nodiscard]] std::int64_t expected(std::size_t group) const {
        return static_cast<std::int64_t>(group * (n() + 1));
    }
};

/// Number of ways, as a logarithm, to choose the `size` values that come first in tie groups; and their doubled sum.
struct Extreme {
    double log_ways = 0;
    std::int64_t sum = 0;
};
template <class Groups>
Extreme extreme_choice(std::size_t size, const Groups& sizes_and_ranks) {
    Extreme extreme;
    for (const auto& [tied, rank] : sizes_and_ranks) {
        const std::size_t taken = std::min(size, tied);
        extreme.sum += static_cast<std::int64_t>(taken) * rank;
        extreme.log_ways += log_binomial(static_cast<double>(tied), static_cast<double>(taken));
        size -= taken;
        if (size == 0) break;
    }
    return extreme;
}

/// Probability of the arrangements furthest from the expectation: the smallest two-sided p of the tie pattern.
double smallest_p(const RankedGroups& groups) {
    std::vector<std::pair<std::size_t, std::int64_t>> ties;
    std::size_t before = 0;
    for (const std::size_t size : groups.ranks.tie_sizes) {
        ties.emplace_back(size, static_cast<std::int64_t>(2 * before + size + 1));
        before += size;
    }
    const Extreme low = extreme_choice(groups.n_x, ties);
    std::reverse(ties.begin(), ties.end());
    const Extreme high = extreme_choice(groups.n_x, ties);
    const std::int64_t below = groups.expected(groups.n_x) - low.sum;
    const std::int64_t above = high.sum - groups.expected(groups.n_x);
    if (below == 0 && above == 0) return 1;
    const double log_all = log_binomial(static_cast<double>(groups.n()), static_cast<double>(groups.n_x));
    double p = 0;
    if (below >= above) p += std::exp(low.log_ways - log_all);
    if (above >= below) p += std::exp(high.log_ways - log_all);
    return std::min(p, 1.0);
}

MannWhitneyNormal normal_approximation(const RankedGroups& groups) {
    MannWhitneyNormal result;
    result.u = groups.u();
    const auto n = static_cast<double>(groups.n());
    const double pairs = static_cast<double>(groups.n_x) * static_cast<double>(groups.n_y);
    const double variance = pairs / 12 * ((n + 1) - groups.ranks.tie_correction() / (n * (n - 1)));
    // One rank for all: rounding may leave a tiny variance, and there is nothing to test.
    if (groups.ranks.tie_sizes.size() == 1 || !(variance > 0)) return result;
    const double sigma = std::sqrt(variance);
    const double distance = result.u - pairs / 2;
    const boost::math::normal standard;
    const auto upper = [&](double z) { return boost::math::cdf(boost::math::complement(standard, z)); };
    result.p_two_sided = std::min(1.0, 2 * upper(std::max(std::abs(distance) - 0.5, 0.0) / sigma));
    result.p_two_sided_uncorrected = std::min(1.0, 2 * upper(std::abs(distance) / sigma));
    result.p_greater = upper((distance - 0.5) / sigma);
    result.p_less = upper((-distance - 0.5) / sigma);
    return result;
}

void fill_exact(MannWhitney& result, const RankedGroups& groups) {
    // The smaller group needs the smaller table; its sum determines the other's.
    const bool of_x = groups.n_x <= groups.n_y;
    const std::size_t size = of_x ? groups.n_x : groups.n_y;
    const auto all = static_cast<std::int64_t>(groups.n() * (groups.n() + 1));
    const std::int64_t sum = of_x ? groups.sum_x : all - groups.sum_x;
    const std::int64_t expected = groups.expected(size);
    const SumDistribution sums = subset_sums(groups.ranks.doubled, size);

    const std::int64_t distance = 2 * std::abs(sum - expected);
    const double further = sums.at_least_as_far(2 * expected, distance + 1);
    result.p_two_sided = sums.at_least_as_far(2 * expected, distance);
    result.p_mid_two_sided = (result.p_two_sided + further) / 2;
    result.p_greater = of_x ? sums.at_least(sum) : sums.at_most(sum);
    result.p_less = of_x ? sums.at_most(sum) : sums.at_least(sum);
}

void fill_normal(MannWhitney& result, const RankedGroups& groups) {
    const MannWhitneyNormal normal = normal_approximation(groups);
    result.exact = false;
    result.p_two_sided = normal.p_two_sided;
    result.p_mid_two_sided = normal.p_two_sided_uncorrected;
    result.p_greater = normal.p_greater;
    result.p_less = normal.p_less;
}

}  // namespace

MannWhitney mann_whitney(std::span<const double> x, std::span<const double> y) {
    const RankedGroups groups(x, y);
    MannWhitney result;
    result.n_x = groups.n_x;
    result.n_y = groups.n_y;
    result.u = groups.u();
    result.ties = groups.ranks.ties();
    result.p_min_attainable = smallest_p(groups);
    const std::size_t smaller = std::min(groups.n_x, groups.n_y);
    result.arrangements = std::exp(log_binomial(static_cast<double>(groups.n()), static_cast<double>(smaller)));
    if (result.arrangements < 1e15) result.arrangements = std::round(result.arrangements);
    if (subset_sums_work(groups.ranks.doubled, smaller) <= exact_work_limit) {
        fill_exact(result, groups);
        result.p_two_sided = at_least_smallest(result.p_two_sided, result.p_min_attainable);
    } else {
        fill_normal(result, groups);
    }
    return result;
}

MannWhitneyNormal mann_whitney_normal(std::span<const double> x, std::span<const double> y) {
    return normal_approximation(RankedGroups(x, y));
}

AreaUnderCurve area_under_curve(std::span<const double> x, std::span<const double> y) {
    const RankedGroups groups(x, y);
    const double pairs = static_cast<double>(groups.n_x) * static_cast<double>(groups.n_y);
    return newcombe_area(groups.u() / pairs, groups.n_x, groups.n_y);
}

AreaUnderCurve newcombe_area(double theta, std::size_t n_x, std::size_t n_y) {
    const double pairs = static_cast<double>(n_x) * static_cast<double>(n_y);
    const double n_star = static_cast<double>(n_x + n_y) / 2 - 1;
    const double z = boost::math::quantile(boost::math::normal(), 0.975);
    AreaUnderCurve area;
    area.theta = theta;
    area.cliffs_delta = 2 * theta - 1;
    const auto outside = [&](double t) {
        const double spread = 1 + n_star * (1 - t) / (2 - t) + n_star * t / (1 + t);
        return std::abs(area.theta - t) > z * std::sqrt(t * (1 - t) / pairs * spread);
    };
    // Each limit is where |theta - t| = z sqrt(V(t)); V vanishes at 0 and 1, so bisection is safe at theta 0 and 1.
    const auto limit = [&](double far, double near) {
        for (int i = 0; i < 200; ++i) {
            const double middle = far + (near - far) / 2;
            (outside(middle) ? far : near) = middle;
        }
        return far;
    };
    area.low = area.theta > 0 ? limit(0, area.theta) : 0;
    area.high = area.theta < 1 ? limit(1, area.theta) : 1;
    return area;
}

}  // namespace asparagate
