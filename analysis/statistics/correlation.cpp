#include "asparagate/analysis/statistics/correlation.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <bit>
#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "Spearman";
constexpr std::size_t largest_exact = 10;
constexpr std::size_t largest_n = 1'000'000;  // sums of products of ranks stay within 64 bits

/// Doubled midranks minus their mean: integers that sum to zero, so that rho's numerator is one integer sum.
struct CentredRanks {
    std::vector<std::int64_t> values;
    std::vector<std::size_t> tie_sizes;
};

CentredRanks centred(std::span<const double> values) {
    Midranks ranks = midranks(values);
    const auto mean = static_cast<std::int64_t>(values.size()) + 1;
    for (std::int64_t& rank : ranks.doubled) rank -= mean;
    return {std::move(ranks.doubled), std::move(ranks.tie_sizes)};
}

std::int64_t dot(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), std::int64_t{0});
}

/// What the sum of products is at |rho| = 1.
double length_product(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
    return std::sqrt(static_cast<double>(dot(a, a)) * static_cast<double>(dot(b, b)));
}

double log_factorials(const std::vector<std::size_t>& sizes) {
    double sum = 0;
    for (const std::size_t size : sizes) sum += boost::math::lgamma(static_cast<double>(size) + 1);
    return sum;
}

/// Share of all arrangements that put both rankings in the same order: the product of factorials of the tie groups
/// of both, over those of the overlaps, over n!.
double log_share_in_order(const std::vector<std::size_t>& x_ties, const std::vector<std::size_t>& y_ties) {
    std::vector<std::size_t> overlaps;
    std::size_t i = 0, j = 0, left_x = x_ties[0], left_y = y_ties[0], n = 0;
    while (true) {
        const std::size_t both = std::min(left_x, left_y);
        overlaps.push_back(both);
        n += both;
        left_x -= both;
        left_y -= both;
        if (left_x == 0 && ++i < x_ties.size()) left_x = x_ties[i];
        if (left_y == 0 && ++j < y_ties.size()) left_y = y_ties[j];
        if (i == x_ties.size() || j == y_ties.size()) break;
    }
    return log_factorials(x_ties) + log_factorials(y_ties) - log_factorials(overlaps) - log_factorials({n});
}

/// Probability of the arrangements with the largest |rho|.
double smallest_p(const CentredRanks& x, const CentredRanks& y) {
    std::vector<std::int64_t> a = x.values, b = y.values;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    const std::int64_t rising = dot(a, b);
    std::reverse(b.begin(), b.end());
    const std::int64_t falling = -dot(a, b);
    std::vector<std::size_t> reversed(y.tie_sizes.rbegin(), y.tie_sizes.rend());
    double p = 0;
    if (rising >= falling) p += std::exp(log_share_in_order(x.tie_sizes, y.tie_sizes));
    if (falling >= rising) p += std::exp(log_share_in_order(x.tie_sizes, reversed));
    return std::min(p, 1.0);
}

/// Numbers of arrangements by the set of y already used and by the sum so far.
class OrderSums {
public:
    OrderSums(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& y)
        : bound_(static_cast<std::int64_t>(x.size()) * largest(x) * largest(y)),
          width_(static_cast<std::size_t>(2 * bound_ + 1)),
          ways_((std::size_t{1} << x.size()) * width_, 0) {
        ways_[static_cast<std::size_t>(bound_)] = 1;
        const std::size_t all = (std::size_t{1} << x.size()) - 1;
        for (std::size_t used = 0; used < all; ++used) {
            const auto position = static_cast<std::size_t>(std::popcount(used));
            for (std::size_t j = 0; j < y.size(); ++j) {
                if ((used >> j & 1U) == 0) add(used, used | std::size_t{1} << j, x[position] * y[j]);
            }
        }
    }

    [[nodiscard]] std::int64_t bound() const { return bound_; }
    /// Complete arrangements whose sum is this far from 0.
    [[nodiscard]] std::uint64_t at(std::int64_t magnitude) const {
        const std::uint32_t* const complete = ways_.data() + (ways_.size() - width_) + bound_;
        return complete[magnitude] + (magnitude > 0 ? complete[-magnitude] : 0);
    }

private:
    static std::int64_t largest(const std::vector<std::int64_t>& values) {
        std::int64_t magnitude = 0;
        for (const std::int64_t value : values) magnitude = std::max(magnitude, std::abs(value));
        return magnitude;
    }

    void add(std::size_t from_set, std::size_t to_set, std::int64_t step) {
        const std::uint32_t* const from = ways_.data() + from_set * width_;
        std::uint32_t* const to = ways_.data() + to_set * width_;
        const std::int64_t end = 2 * bound_ + 1 - std::max<std::int64_t>(0, step);
        for (std::int64_t s = std::max<std::int64_t>(0, -step); s < end; ++s) to[s + step] += from[s];
    }

    std::int64_t bound_;  ///< no sum is further from 0
    std::size_t width_;
    std::vector<std::uint32_t> ways_;  ///< by set, then by sum + bound_; at most 10! = 3628800
};

void check_input(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size()) {
        throw AnalysisError(method, std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                                        " values; expected pairs of equal number");
    }
    if (x.size() < 2) throw AnalysisError(method, "fewer than 2 pairs");
    if (x.size() > largest_n) throw AnalysisError(method, "more than 1000000 pairs");
    refuse_nan(x, method);
    refuse_nan(y, method);
}

}  // namespace

PermutationP SpearmanTester::NullSums::p(std::int64_t magnitude) const {
    const auto found = std::lower_bound(magnitudes.begin(), magnitudes.end(), magnitude);
    const auto index = static_cast<std::size_t>(found - magnitudes.begin());
    ArrangementCounts counts;
    counts.counts = {index < at_least.size() ? at_least[index] : 0};
    counts.total = total;
    counts.exact = exact;
    return counts.p(0);
}

/// 2^n sets stand for n! orders, with the same integer counts.
SpearmanTester::NullSums SpearmanTester::exact_sums(const Pattern& x, const Pattern& y) {
    const OrderSums sums(x, y);
    NullSums result;
    for (std::int64_t magnitude = sums.bound(); magnitude >= 0; --magnitude) {
        const std::uint64_t orders = sums.at(magnitude);
        if (orders == 0) continue;
        result.total += orders;
        result.magnitudes.push_back(magnitude);
        result.at_least.push_back(result.total);
    }
    std::reverse(result.magnitudes.begin(), result.magnitudes.end());
    std::reverse(result.at_least.begin(), result.at_least.end());
    return result;
}

SpearmanTester::NullSums SpearmanTester::drawn_sums(const Pattern& x, const Pattern& y, const MonteCarlo& settings) {
    std::vector<std::int64_t> sums(static_cast<std::size_t>(settings.draws));
    draw_blocks("orders", settings, [&](simulation::Random& random, std::uint64_t begin, std::uint64_t end) {
        Pattern order = y;
        for (std::uint64_t draw = begin; draw < end; ++draw) {
            std::int64_t sum = 0;
            for (std::size_t i = order.size(); i > 0; --i) {
                std::swap(order[i - 1], order[draw_below(random, i)]);
                sum += x[i - 1] * order[i - 1];
            }
            sums[static_cast<std::size_t>(draw)] = std::abs(sum);
        }
    });
    std::sort(sums.begin(), sums.end());
    NullSums result;
    result.exact = false;
    result.total = settings.draws;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (i > 0 && sums[i] == sums[i - 1]) continue;
        result.magnitudes.push_back(sums[i]);
        result.at_least.push_back(sums.size() - i);
    }
    return result;
}

const SpearmanTester::NullSums& SpearmanTester::sums_of(const Pattern& x, const Pattern& y) {
    std::pair<Pattern, Pattern> patterns{x, y};
    std::sort(patterns.first.begin(), patterns.first.end());
    std::sort(patterns.second.begin(), patterns.second.end());
    const auto known = known_.find(patterns);
    if (known != known_.end()) return known->second;
    NullSums made = x.size() <= largest_exact ? exact_sums(patterns.first, patterns.second)
                                              : drawn_sums(patterns.first, patterns.second,
                                                           affordable(settings_, static_cast<double>(x.size())));
    return known_.emplace(std::move(patterns), std::move(made)).first->second;
}

Spearman SpearmanTester::operator()(std::span<const double> x, std::span<const double> y) {
    check_input(x, y);
    check_draws(settings_, method);
    const CentredRanks a = centred(x), b = centred(y);
    Spearman result;
    result.n = x.size();
    result.ties = a.tie_sizes.size() < result.n || b.tie_sizes.size() < result.n;
    result.p_low = result.p_high = 1;
    if (a.tie_sizes.size() == 1 || b.tie_sizes.size() == 1) {
        result.rho = std::numeric_limits<double>::quiet_NaN();
        return result;
    }
    const std::int64_t observed = dot(a.values, b.values);
    result.rho = static_cast<double>(observed) / length_product(a.values, b.values);
    result.rho = std::clamp(result.rho, -1.0, 1.0);
    result.p_min_attainable = smallest_p(a, b);
    const PermutationP p = sums_of(a.values, b.values).p(std::abs(observed));
    result.exact = p.exact;
    result.p_two_sided = p.exact ? at_least_smallest(p.p, result.p_min_attainable) : p.p;
    result.p_low = p.low;
    result.p_high = p.high;
    if (!p.exact) result.draws = static_cast<std::uint64_t>(p.arrangements);
    return result;
}

std::optional<double> SpearmanTester::smallest_rho(std::span<const double> x, std::span<const double> y, double alpha) {
    check_input(x, y);
    const CentredRanks a = centred(x), b = centred(y);
    const NullSums& sums = sums_of(a.values, b.values);
    // p falls as |rho| rises; without the interval of a drawn p, which takes long.
    const double drawn = sums.exact ? 0 : 1;
    const auto reached = [&](std::uint64_t orders) {
        return is_significant((static_cast<double>(orders) + drawn) / (static_cast<double>(sums.total) + drawn), alpha);
    };
    const auto first = std::find_if(sums.at_least.begin(), sums.at_least.end(), reached);
    if (first == sums.at_least.end()) return std::nullopt;
    const std::int64_t magnitude = sums.magnitudes[static_cast<std::size_t>(first - sums.at_least.begin())];
    return std::min(1.0, static_cast<double>(magnitude) / length_product(a.values, b.values));
}

Spearman spearman(std::span<const double> x, std::span<const double> y, std::uint64_t seed, std::uint64_t draws,
                  unsigned threads) {
    return SpearmanTester({seed, draws, threads})(x, y);
}

ConfidenceInterval spearman_interval(double rho, std::size_t n) {
    if (n < 4) return {-1, 1};
    const double error = std::sqrt((1 + rho * rho / 2) / (static_cast<double>(n) - 3));
    const double half = boost::math::quantile(boost::math::normal(), 0.975) * error;
    return {std::tanh(std::atanh(rho) - half), std::tanh(std::atanh(rho) + half)};
}

}  // namespace asparagate
