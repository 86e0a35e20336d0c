#include "asparagate/analysis/statistics/bootstrap.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"
#include "statistics/resamples.hpp"

namespace asparagate {
namespace {

constexpr const char* method = "bootstrap";
constexpr std::size_t largest_exact = 10;

/// Jackknife means differ from their mean by (mean - value)/(n - 1); the factor cancels up to its sign.
double acceleration_of(std::span<const double> values) {
    std::vector<double> turned;
    for (const double value : values) turned.push_back(-value);
    return jackknife_acceleration(turned);
}

std::vector<Resample> resampled_means(std::span<const double> values, bool all, const MonteCarlo& settings) {
    const auto n = static_cast<double>(values.size());
    if (all)
        return all_resamples(values.size(), [&](std::span<const std::size_t> counts) {
            double mean = 0;
            for (std::size_t i = 0; i < counts.size(); ++i) mean += static_cast<double>(counts[i]) * values[i] / n;
            return mean;
        });
    return drawn_resamples(values.size(), settings, [&] {
        return [&](std::span<const std::size_t> taken) {
            double sum = 0;
            for (const std::size_t i : taken) sum += values[i];
            return sum / n;
        };
    });
}

}  // namespace

MeanBootstrap bootstrap_mean(std::span<const double> values, const MonteCarlo& settings) {
    if (values.size() < 2)
        throw AnalysisError(method, std::to_string(values.size()) + " values; expected at least two");
    refuse_nonfinite(values, method);
    check_draws(settings, method);
    MeanBootstrap result;
    result.exact = values.size() <= largest_exact;
    const MonteCarlo enough = affordable(settings, static_cast<double>(values.size()));
    const ResampledValues means(resampled_means(values, result.exact, enough));
    double estimate = 0, scale = 0;
    for (const double value : values) {
        estimate += value / static_cast<double>(values.size());
        scale = std::max(scale, std::abs(value));
    }
    result.resamples = means.total();
    result.standard_error = std::sqrt(means.variance(estimate));
    result.percentile = {means.quantile(0.025), means.quantile(0.975)};
    result.z0 = means.bias_correction(estimate, 1e-12 * scale);
    result.acceleration = acceleration_of(values);
    result.bca_levels = bca_levels(result.z0, result.acceleration);
    result.bca = {means.quantile(result.bca_levels.low), means.quantile(result.bca_levels.high)};
    return result;
}

}  // namespace asparagate
