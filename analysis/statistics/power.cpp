#include "asparagate/analysis/statistics/power.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/study_design.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>

#include <numbers>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "Mann-Whitney power";

/// Pairs of unlike groups in which the value of group 1 is larger; no ties in continuous data.
class RandomStudy {
public:
    RandomStudy(std::uint64_t n_1, std::uint64_t n_2) : first_(n_1), second_(n_2) {}

    std::uint64_t draw_u(simulation::Random& random, double shift) {
        for (double& value : first_) value = random.normal() + shift;
        for (double& value : second_) value = random.normal();
        std::sort(second_.begin(), second_.end());
        std::uint64_t u = 0;
        for (const double value : first_)
            u += static_cast<std::uint64_t>(std::lower_bound(second_.begin(), second_.end(), value) - second_.begin());
        return u;
    }

private:
    std::vector<double> first_, second_;
};

/// Exact distribution of U without ties: U plus a constant is a sum of ranks.
SumDistribution u_distribution(std::uint64_t n_1, std::uint64_t n_2) {
    std::vector<std::int64_t> ranks(n_1 + n_2);
    std::iota(ranks.begin(), ranks.end(), std::int64_t{1});
    const auto size = static_cast<std::size_t>(std::min(n_1, n_2));
    if (subset_sums_work(ranks, size) > exact_work_limit)
        throw AnalysisError(method, std::to_string(n_1) + " against " + std::to_string(n_2) +
                                        "; expected groups of up to about 210 against 210");
    return subset_sums(ranks, size);
}

/// The smallest |2U - n_1 n_2| at which the two-sided p is at most alpha, and that p; nothing when there is none.
struct Rejection {
    std::int64_t distance = 0;
    double p = 0;
};
std::optional<Rejection> rejection(std::uint64_t n_1, std::uint64_t n_2, double alpha) {
    const SumDistribution sums = u_distribution(n_1, n_2);
    const auto pairs = static_cast<std::int64_t>(n_1 * n_2);
    std::optional<Rejection> found;
    double p = 0;
    for (std::int64_t u = 0; 2 * u < pairs; ++u) {
        p += 2 * sums.probability[static_cast<std::size_t>(u)];
        if (p > alpha * (1 + 1e-12)) break;
        found = Rejection{pairs - 2 * u, p};
    }
    return found;
}

double proportion_error(double p, double n) {
    return std::sqrt(p * (1 - p) / n);
}

void check_sizes(std::uint64_t n_1, std::uint64_t n_2) {
    constexpr std::uint64_t most = 100'000;
    if (n_1 >= 1 && n_2 >= 1 && n_1 <= most && n_2 <= most) return;
    throw AnalysisError(
        method, std::to_string(n_1) + " against " + std::to_string(n_2) + "; expected 1 to 100000 in each group");
}

}  // namespace

MannWhitneyPower mann_whitney_power(std::uint64_t n_1, std::uint64_t n_2, double auc, double alpha,
                                    const MonteCarlo& settings) {
    check_sizes(n_1, n_2);
    check_draws(settings, method);
    if (!(auc > 0 && auc < 1) || !(alpha > 0 && alpha < 1))
        throw AnalysisError(method, "AUC " + format_number(auc) + ", alpha " + format_number(alpha) +
                                        "; expected numbers between 0 and 1");
    MannWhitneyPower result;
    result.p_min_attainable = attainable_mann_whitney(n_1, n_2);
    const std::optional<Rejection> limit = rejection(n_1, n_2, alpha);
    if (!limit) return result;
    result.alpha_attained = limit->p;
    const double shift = std::numbers::sqrt2 * boost::math::quantile(boost::math::normal(), auc);
    const auto pairs = static_cast<std::int64_t>(n_1 * n_2);
    const ArrangementCounts counts = count_draws("power", 1, settings, [&]() -> Draw {
        return [&, study = RandomStudy(n_1, n_2)](simulation::Random& random, std::span<std::uint64_t> raised) mutable {
            const auto u = static_cast<std::int64_t>(study.draw_u(random, shift));
            raised[0] += std::abs(2 * u - pairs) >= limit->distance;
        };
    });
    result.power = static_cast<double>(counts.counts[0]) / static_cast<double>(counts.total);
    result.standard_error = proportion_error(result.power, static_cast<double>(counts.total));
    return result;
}

BestNullMarker best_null_marker(std::uint64_t n_1, std::uint64_t n_2, std::uint64_t markers,
                                const MonteCarlo& settings) {
    check_sizes(n_1, n_2);
    check_draws(settings, method);
    const std::uint64_t pairs = n_1 * n_2;
    constexpr double largest_sum = 9e18;  // of the squares below, in 64 bits
    if (static_cast<double>(pairs) * static_cast<double>(pairs) * static_cast<double>(settings.draws) > largest_sum)
        throw AnalysisError(method, std::to_string(n_1) + " against " + std::to_string(n_2) + " with " +
                                        std::to_string(settings.draws) +
                                        " draws; expected smaller groups or fewer draws");
    // Counters: the sum of the best U and of its square, in whole numbers, and how often it was perfect.
    const ArrangementCounts counts = count_draws("best null marker", 3, settings, [&]() -> Draw {
        return [&, study = RandomStudy(n_1, n_2)](simulation::Random& random, std::span<std::uint64_t> raised) mutable {
            std::uint64_t best = 0;
            for (std::uint64_t marker = 0; marker < markers; ++marker) {
                const std::uint64_t u = study.draw_u(random, 0);
                best = std::max({best, u, pairs - u});
            }
            raised[0] += best;
            raised[1] += best * best;
            raised[2] += best == pairs;
        };
    });
    const auto n = static_cast<double>(counts.total), scale = static_cast<double>(pairs);
    const double mean = static_cast<double>(counts.counts[0]) / n;
    const double variance = std::max(0.0, static_cast<double>(counts.counts[1]) / n - mean * mean);
    BestNullMarker result;
    result.mean_auc = mean / scale;
    result.auc_standard_error = std::sqrt(variance / n) / scale;
    result.perfect = static_cast<double>(counts.counts[2]) / n;
    result.perfect_standard_error = proportion_error(result.perfect, n);
    return result;
}

}  // namespace asparagate
