#include "asparagate/analysis/statistics/kendall.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "Kendall";
const double undefined = std::numeric_limits<double>::quiet_NaN();

using Ranks = std::vector<std::int64_t>;

/// Sorts `values` and returns the number of pairs that stood in descending order (merge sort from below).
std::int64_t sort_and_count_inversions(Ranks& values, Ranks& scratch) {
    std::int64_t inversions = 0;
    for (std::size_t width = 1; width < values.size(); width *= 2) {
        for (std::size_t low = 0; low < values.size(); low += 2 * width) {
            const std::size_t middle = std::min(low + width, values.size());
            const std::size_t high = std::min(low + 2 * width, values.size());
            std::size_t i = low, j = middle, out = low;
            // Which side is next cannot be foretold, so there is no branch on it.
            while (i < middle && j < high) {
                const std::size_t right = values[j] < values[i] ? 1 : 0;
                scratch[out++] = right != 0 ? values[j] : values[i];
                inversions += static_cast<std::int64_t>(right * (middle - i));
                j += right;
                i += 1 - right;
            }
            const auto rest = [&](std::size_t from, std::size_t to) {
                std::copy(values.begin() + static_cast<std::ptrdiff_t>(from),
                          values.begin() + static_cast<std::ptrdiff_t>(to),
                          scratch.begin() + static_cast<std::ptrdiff_t>(out));
            };
            if (i < middle)
                rest(i, middle);
            else
                rest(j, high);
        }
        std::swap(values, scratch);
    }
    return inversions;
}

std::int64_t tied_pairs(const std::vector<std::size_t>& tie_sizes) {
    std::int64_t pairs = 0;
    for (const std::size_t size : tie_sizes) pairs += static_cast<std::int64_t>(size * (size - 1) / 2);
    return pairs;
}

/// S = concordant - discordant pairs of y against x, x ascending.
class ConcordanceCounter {
public:
    ConcordanceCounter(const Midranks& x, const Midranks& y)
        : x_ties_(x.tie_sizes),
          untied_(pairs_of(x.doubled.size()) - tied_pairs(x.tie_sizes) - tied_pairs(y.tie_sizes)) {}

    /// y in the order of x. Ties of x are put in ascending order first, so that they give no inversion.
    std::int64_t operator()(Ranks& y) {
        scratch_.resize(y.size());
        std::int64_t tied_in_both = 0;
        auto begin = y.begin();
        for (const std::size_t size : x_ties_) {
            const auto end = begin + static_cast<std::ptrdiff_t>(size);
            if (size == 1) {
                begin = end;
                continue;
            }
            std::sort(begin, end);
            for (auto run = begin; run != end;) {
                const auto run_end = std::upper_bound(run, end, *run);
                tied_in_both += pairs_of(static_cast<std::size_t>(run_end - run));
                run = run_end;
            }
            begin = end;
        }
        return untied_ + tied_in_both - 2 * sort_and_count_inversions(y, scratch_);
    }

private:
    static std::int64_t pairs_of(std::size_t n) { return static_cast<std::int64_t>(n * (n - (n > 0)) / 2); }

    std::vector<std::size_t> x_ties_;
    std::int64_t untied_;
    Ranks scratch_;
};

Ranks in_order_of(const Ranks& x, const Ranks& y) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return x[a] < x[b]; });
    Ranks sorted;
    for (const std::size_t i : order) sorted.push_back(y[i]);
    return sorted;
}

/// Steps of inversion_tail().
double inversion_work(std::size_t n, std::int64_t most) {
    return static_cast<double>(n) * static_cast<double>(most + 1);
}

/// P(at most so many inversions) of a random order of n distinct values, for `most` up to half of all pairs: the j-th
/// value adds 0 to j - 1 of them with equal probability, whatever the order of those before it.
double inversion_tail(std::size_t n, std::int64_t most) {
    const auto held = static_cast<std::size_t>(most) + 1;
    std::vector<double> probability(held, 0.0), up_to(held + 1, 0.0);
    probability[0] = 1;
    for (std::size_t j = 2; j <= n; ++j) {
        for (std::size_t i = 0; i < held; ++i) up_to[i + 1] = up_to[i] + probability[i];
        for (std::size_t i = 0; i < held; ++i)
            probability[i] = (up_to[i + 1] - (i >= j ? up_to[i + 1 - j] : 0)) / static_cast<double>(j);
    }
    return std::accumulate(probability.begin(), probability.end(), 0.0);
}

/// Two-sided p of S without ties, where every S has its mirror.
PermutationP untied_p(std::size_t n, std::int64_t observed, std::int64_t most_inversions) {
    PermutationP result;
    result.arrangements = std::tgamma(static_cast<double>(n) + 1);
    result.p = observed == 0 ? 1 : std::min(1.0, 2 * inversion_tail(n, most_inversions));
    result.low = result.high = result.p;
    return result;
}

void check_pairs(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size())
        throw AnalysisError(method, std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                                        " values; expected pairs of equal number");
    if (x.size() < 2) throw AnalysisError(method, "fewer than 2 pairs");
    if (x.size() > 1'000'000) throw AnalysisError(method, "more than 1000000 pairs");
    refuse_nan(x, method);
    refuse_nan(y, method);
}

}  // namespace

Kendall kendall(std::span<const double> x, std::span<const double> y, const MonteCarlo& settings) {
    check_pairs(x, y);
    check_draws(settings, method);
    const Midranks a = midranks(x), b = midranks(y);
    Kendall result;
    result.n = x.size();
    if (a.tie_sizes.size() == 1 || b.tie_sizes.size() == 1) {
        result.tau_b = undefined;
        return result;
    }
    const auto n = static_cast<double>(result.n);
    const double work = 2 * n * std::log2(n + 1);  // of counting inversions; a comparison costs twice a sum
    const Ranks sorted = in_order_of(a.doubled, b.doubled);
    Ranks scratch = sorted;
    const std::int64_t observed = ConcordanceCounter(a, b)(scratch);
    const double pairs = static_cast<double>(result.n) * static_cast<double>(result.n - 1) / 2;
    const double untied_x = pairs - static_cast<double>(tied_pairs(a.tie_sizes));
    const double untied_y = pairs - static_cast<double>(tied_pairs(b.tie_sizes));
    result.tau_b = std::clamp(static_cast<double>(observed) / std::sqrt(untied_x * untied_y), -1.0, 1.0);
    const auto inversions = (static_cast<std::int64_t>(pairs) - std::abs(observed)) / 2;  // of the sparser tail
    if (result.n > largest_order_enumeration && !a.ties() && !b.ties() &&
        inversion_work(result.n, inversions) <= exact_work_limit) {
        result.two_sided = untied_p(result.n, observed, inversions);
        return result;
    }
    result.two_sided = count_orders(result.n, 1, affordable(settings, work), [&]() -> ArrangementVisitor {
                           return [&, count = ConcordanceCounter(a, b), y_order = Ranks(result.n)](
                                      std::span<const std::size_t> order, std::span<std::uint64_t> raised) mutable {
                               for (std::size_t i = 0; i < order.size(); ++i) y_order[i] = sorted[order[i]];
                               raised[0] += std::abs(count(y_order)) >= std::abs(observed);
                           };
                       }).p(0);
    return result;
}

double pearson_r(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size())
        throw AnalysisError("Pearson", std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                                           " values; expected pairs of equal number");
    if (x.size() < 2) return undefined;
    const auto n = static_cast<double>(x.size());
    double mean_x = 0, mean_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mean_x += x[i] / n;
        mean_y += y[i] / n;
    }
    double xx = 0, yy = 0, xy = 0, level_x = 0, level_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        level_x = std::max(level_x, std::abs(x[i]));
        level_y = std::max(level_y, std::abs(y[i]));
    }
    // A sum of squares below rounding is that of a constant.
    if (xx <= 1e-28 * level_x * level_x * n || yy <= 1e-28 * level_y * level_y * n) return undefined;
    return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

ConfidenceInterval fisher_z_interval(double r, std::size_t n) {
    if (std::isnan(r) || n < 4) return {undefined, undefined};
    if (std::abs(r) >= 1) return {r, r};
    const double half = boost::math::quantile(boost::math::normal(), 0.975) / std::sqrt(static_cast<double>(n) - 3);
    return {std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

}  // namespace asparagate
