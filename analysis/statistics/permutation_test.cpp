#include "asparagate/analysis/statistics/permutation_test.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <numeric>

namespace asparagate {
namespace {

constexpr const char* mean_method = "permutation of the mean difference";
constexpr const char* flip_method = "sign flip";
constexpr std::size_t largest_exact_flip = 40;

double sum_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Sums within this distance are equal: rounding of the sum, not a difference in the data.
double sum_tolerance(std::span<const double> values, double observed) {
    double magnitude = 0;
    for (const double value : values) magnitude += std::abs(value);
    return 1e-9 * std::abs(observed) + 1e-13 * magnitude;
}

/// Logarithm of the number of subsets of `size` values with the largest sum: ties at the edge may be exchanged.
double log_extreme_subsets(const std::vector<double>& descending, std::size_t size) {
    const double edge = descending[size - 1];
    std::size_t tied = 0, taken = 0;
    for (std::size_t i = 0; i < descending.size(); ++i) {
        if (!values_tied(descending[i], edge)) continue;
        ++tied;
        if (i < size) ++taken;
    }
    return log_binomial(static_cast<double>(tied), static_cast<double>(taken));
}

/// Share of the subsets whose centred sum is furthest from zero.
double smallest_p(std::vector<double> centred, std::size_t size) {
    std::sort(centred.begin(), centred.end(), std::greater<>());
    const double high = sum_of(std::span(centred).first(size));
    const double low = sum_of(std::span(centred).last(size));
    const double log_all = log_binomial(static_cast<double>(centred.size()), static_cast<double>(size));
    const double tolerance = sum_tolerance(centred, high);
    if (std::abs(high) <= tolerance && std::abs(low) <= tolerance) return 1;
    double p = 0;
    if (high >= -low - tolerance) p += std::exp(log_extreme_subsets(centred, size) - log_all);
    if (-low >= high - tolerance) {
        std::vector<double> ascending;
        for (auto value = centred.rbegin(); value != centred.rend(); ++value) ascending.push_back(-*value);
        p += std::exp(log_extreme_subsets(ascending, size) - log_all);
    }
    return std::min(p, 1.0);
}

/// All 2^n signed sums of `values`, ascending.
std::vector<double> signed_sums(std::span<const double> values) {
    std::vector<double> sums{0};
    for (const double value : values) {
        const std::size_t before = sums.size();
        sums.resize(2 * before);
        for (std::size_t i = 0; i < before; ++i) {
            sums[before + i] = sums[i] + value;
            sums[i] -= value;
        }
    }
    std::sort(sums.begin(), sums.end());
    return sums;
}

/// Number of pairs, one of each list, with a + b >= bound.
std::uint64_t pairs_at_least(const std::vector<double>& a, const std::vector<double>& b, double bound) {
    std::uint64_t pairs = 0;
    std::size_t first = b.size();  // b[first..] are large enough for the current a, which ascends
    for (const double value : a) {
        while (first > 0 && value + b[first - 1] >= bound) --first;
        pairs += b.size() - first;
    }
    return pairs;
}

PermutationP exact_flip_p(std::span<const double> differences, double observed, double tolerance) {
    const std::size_t half = differences.size() / 2;
    const std::vector<double> a = signed_sums(differences.first(half));
    const std::vector<double> b = signed_sums(differences.subspan(half));
    PermutationP result;
    result.arrangements = std::ldexp(1.0, static_cast<int>(differences.size()));
    // Signs come in mirrored pairs: twice one tail, and everything when the observed sum is zero.
    const double tail = static_cast<double>(pairs_at_least(a, b, std::abs(observed) - tolerance));
    result.p = std::abs(observed) <= tolerance ? 1 : std::min(1.0, 2 * tail / result.arrangements);
    result.low = result.high = result.p;
    return result;
}

PermutationP drawn_flip_p(std::span<const double> differences, double observed, double tolerance,
                          const MonteCarlo& settings) {
    const MonteCarlo enough = affordable(settings, static_cast<double>(differences.size()));
    return count_draws("signs", 1, enough,
                       [&]() -> Draw {
                           return [=](simulation::Random& random, std::span<std::uint64_t> counts) {
                               double sum = 0;
                               std::uint64_t bits = 0;
                               for (std::size_t i = 0; i < differences.size(); ++i) {
                                   if (i % 64 == 0) bits = random.next();
                                   sum += (bits >> (i % 64) & 1U) != 0 ? differences[i] : -differences[i];
                               }
                               if (std::abs(sum) >= std::abs(observed) - tolerance) ++counts[0];
                           };
                       })
        .p(0);
}

}  // namespace

MeanDifference permutation_mean_difference(std::span<const double> x, std::span<const double> y,
                                           const MonteCarlo& settings) {
    if (x.empty() || y.empty())
        throw AnalysisError(mean_method, "a group is empty; expected at least one value in each");
    refuse_nonfinite(x, mean_method);
    refuse_nonfinite(y, mean_method);
    check_draws(settings, mean_method);
    std::vector<double> centred(x.begin(), x.end());
    centred.insert(centred.end(), y.begin(), y.end());
    const double mean = sum_of(centred) / static_cast<double>(centred.size());
    for (double& value : centred) value -= mean;
    const double observed = sum_of(std::span(centred).first(x.size()));
    const double tolerance = sum_tolerance(centred, observed);

    const MonteCarlo enough = affordable(settings, static_cast<double>(x.size()));
    const ArrangementCounts counts = count_subsets(centred.size(), x.size(), 3, enough, [&]() -> ArrangementVisitor {
        return [&](std::span<const std::size_t> chosen, std::span<std::uint64_t> raised) {
            double sum = 0;
            for (const std::size_t i : chosen) sum += centred[i];
            raised[0] += std::abs(sum) >= std::abs(observed) - tolerance;
            raised[1] += sum >= observed - tolerance;
            raised[2] += sum <= observed + tolerance;
        };
    });
    const double difference = sum_of(x) / static_cast<double>(x.size()) - sum_of(y) / static_cast<double>(y.size());
    return {x.size(), y.size(), difference, counts.p(0), counts.p(1), counts.p(2), smallest_p(centred, x.size())};
}

SignFlip sign_flip_mean(std::span<const double> differences, const MonteCarlo& settings) {
    if (differences.empty()) throw AnalysisError(flip_method, "no differences; expected at least one");
    refuse_nonfinite(differences, flip_method);
    check_draws(settings, flip_method);
    const double observed = sum_of(differences);
    const double tolerance = sum_tolerance(differences, observed);
    SignFlip result;
    result.n = differences.size();
    result.mean = observed / static_cast<double>(result.n);
    result.two_sided = result.n <= largest_exact_flip ? exact_flip_p(differences, observed, tolerance)
                                                      : drawn_flip_p(differences, observed, tolerance, settings);
    // A zero may carry either sign: only the others tell arrangements apart.
    const auto nonzero = std::count_if(differences.begin(), differences.end(), [](double d) { return d != 0; });
    result.p_min_attainable =
        std::min(1.0, std::ldexp(2.0, -static_cast<int>(std::min<std::ptrdiff_t>(nonzero, 2000))));
    return result;
}

}  // namespace asparagate
