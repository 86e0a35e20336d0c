#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"
#include "statistics/resamples.hpp"

#include <limits>

namespace asparagate {
namespace {

constexpr const char* method = "bootstrap of Spearman's rho";
constexpr std::size_t largest_exact = 9;  // 24310 multisets
constexpr double tied_rho = 1e-12;

/// Rho of a resample, which holds some observations several times: their midranks follow from the counts alone.
class CountedSpearman {
public:
    CountedSpearman(std::span<const double> x, std::span<const double> y) : x_(x), y_(y) {}

    double operator()(std::span<const std::size_t> counts) {
        const double n = rank(x_, counts, x_ranks_);
        rank(y_, counts, y_ranks_);
        double xx = 0, yy = 0, xy = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const auto times = static_cast<double>(counts[i]);
            const double a = x_ranks_[i] - (n + 1), b = y_ranks_[i] - (n + 1);
            xx += times * a * a;
            yy += times * b * b;
            xy += times * a * b;
        }
        if (xx <= 0 || yy <= 0) return std::numeric_limits<double>::quiet_NaN();
        return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
    }

private:
    /// For each value the place of its group of ties, from the lowest.
    struct TieGroups {
        std::vector<std::size_t> of;
        std::size_t number;

        explicit TieGroups(std::span<const double> values) {
            const Midranks ranks = midranks(values);
            number = ranks.tie_sizes.size();
            std::vector<std::int64_t> distinct = ranks.doubled;
            std::sort(distinct.begin(), distinct.end());
            distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
            for (const std::int64_t rank : ranks.doubled)
                of.push_back(static_cast<std::size_t>(std::lower_bound(distinct.begin(), distinct.end(), rank) -
                                                      distinct.begin()));
        }
    };

    /// Doubled midranks among the observations taken; returns their number.
    double rank(const TieGroups& groups, std::span<const std::size_t> counts, std::vector<double>& ranks) {
        taken_.assign(groups.number, 0);
        ranks.resize(counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i) taken_[groups.of[i]] += static_cast<double>(counts[i]);
        double below = 0;
        for (double& taken : taken_) {
            const double here = taken;
            taken = 2 * below + here + 1;
            below += here;
        }
        for (std::size_t i = 0; i < counts.size(); ++i) ranks[i] = taken_[groups.of[i]];
        return below;
    }

    TieGroups x_, y_;
    std::vector<double> x_ranks_, y_ranks_, taken_;
};

std::vector<Resample> resampled_rhos(const CountedSpearman& statistic, std::size_t n, bool all,
                                     const MonteCarlo& settings) {
    if (all) return all_resamples(n, CountedSpearman(statistic));
    return drawn_resamples(n, settings, [&] {
        return [rho = statistic, counts = std::vector<std::size_t>(n)](std::span<const std::size_t> taken) mutable {
            std::fill(counts.begin(), counts.end(), 0);
            for (const std::size_t position : taken) ++counts[position];
            return rho(counts);
        };
    });
}

/// Rho without each pair; a pair whose absence leaves a side constant is passed over.
std::vector<double> jackknife(CountedSpearman rho, std::size_t n) {
    std::vector<double> without_each;
    std::vector<std::size_t> counts(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
        counts[i] = 0;
        const double value = rho(counts);
        if (!std::isnan(value)) without_each.push_back(value);
        counts[i] = 1;
    }
    return without_each;
}

}  // namespace

SpearmanBootstrap bootstrap_spearman(std::span<const double> x, std::span<const double> y, const MonteCarlo& settings) {
    if (x.size() != y.size() || x.size() < 2)
        throw AnalysisError(method, std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                                        " values; expected at least two pairs");
    refuse_nan(x, method);
    refuse_nan(y, method);
    check_draws(settings, method);
    CountedSpearman statistic(x, y);
    const std::size_t n = x.size();
    const double estimate = statistic(std::vector<std::size_t>(n, 1));
    if (std::isnan(estimate)) throw AnalysisError(method, "one side does not vary");
    SpearmanBootstrap result;
    result.exact = n <= largest_exact;
    const MonteCarlo enough = affordable(settings, static_cast<double>(n));
    const ResampledValues rhos(resampled_rhos(statistic, n, result.exact, enough));
    result.resamples = rhos.total();
    const auto size = static_cast<double>(n);
    result.undefined = 1 - rhos.total() / (result.exact ? std::pow(size, size) : static_cast<double>(enough.draws));
    result.percentile = {rhos.quantile(0.025), rhos.quantile(0.975)};
    const ConfidenceInterval levels =
        bca_levels(rhos.bias_correction(estimate, tied_rho), jackknife_acceleration(jackknife(statistic, n)));
    result.bca = {rhos.quantile(levels.low), rhos.quantile(levels.high)};
    return result;
}

}  // namespace asparagate
