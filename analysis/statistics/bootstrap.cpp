#include "asparagate/analysis/statistics/bootstrap.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "run/parallel.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"

#include <boost/math/distributions/normal.hpp>

#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "bootstrap";
constexpr std::size_t largest_exact = 10;

struct WeightedMean {
    double mean = 0;
    double weight = 1;  ///< number of resamples with it, a whole number
};

/// The next way to give n resampled places to n values (compositions of n, in reverse lexicographic order).
bool next_composition(std::vector<std::size_t>& counts) {
    std::size_t i = counts.size() - 1;
    const std::size_t last = counts[i];
    counts[i] = 0;
    while (i > 0 && counts[i - 1] == 0) --i;
    if (i == 0) return false;
    --counts[i - 1];
    counts[i] = last + 1;
    return true;
}

std::vector<WeightedMean> all_means(std::span<const double> values) {
    const std::size_t n = values.size();
    std::vector<double> factorial(n + 1, 1);
    for (std::size_t i = 1; i <= n; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
    std::vector<std::size_t> counts(n, 0);
    counts[0] = n;
    std::vector<WeightedMean> means;
    do {
        WeightedMean resample{0, factorial[n]};
        for (std::size_t i = 0; i < n; ++i) {
            resample.mean += static_cast<double>(counts[i]) * values[i] / static_cast<double>(n);
            resample.weight /= factorial[counts[i]];
        }
        resample.weight = std::round(resample.weight);
        means.push_back(resample);
    } while (next_composition(counts));
    return means;
}

std::vector<WeightedMean> drawn_means(std::span<const double> values, const MonteCarlo& settings) {
    constexpr std::uint64_t per_block = 1000;
    std::vector<WeightedMean> means(static_cast<std::size_t>(settings.draws));
    const std::size_t blocks = (means.size() + per_block - 1) / per_block;
    parallel_items(blocks, plan_threads(settings.threads, blocks, 0, 0), {}, [&](std::size_t block) {
        simulation::Random random(simulation::stream_seed(settings.seed, "bootstrap", block));
        const std::size_t end = std::min<std::size_t>(means.size(), (block + 1) * per_block);
        for (std::size_t draw = block * per_block; draw < end; ++draw) {
            double sum = 0;
            for (std::size_t i = 0; i < values.size(); ++i) sum += values[draw_below(random, values.size())];
            means[draw].mean = sum / static_cast<double>(values.size());
        }
    });
    return means;
}

/// Type 7 over all resamples, `means` ascending.
double weighted_quantile(const std::vector<WeightedMean>& means, double total, double probability) {
    const double position = (total - 1) * probability;
    const double below = std::floor(position);
    double up_to = 0, lower = means.front().mean;
    bool found_lower = false;
    for (const WeightedMean& mean : means) {
        up_to += mean.weight;
        if (!found_lower && up_to > below) {
            lower = mean.mean;
            found_lower = true;
        }
        if (up_to > below + 1) return lower + (position - below) * (mean.mean - lower);
    }
    return means.back().mean;
}

double acceleration_of(std::span<const double> values, double mean) {
    // Jackknife means differ from their mean by (mean - value)/(n - 1); the factor cancels up to its sign.
    double squares = 0, cubes = 0;
    for (const double value : values) {
        const double distance = value - mean;
        squares += distance * distance;
        cubes += distance * distance * distance;
    }
    return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

double bias_correction(const std::vector<WeightedMean>& means, double total, double estimate, double scale) {
    double below = 0;
    for (const WeightedMean& mean : means) {
        if (std::abs(mean.mean - estimate) <= 1e-12 * scale)
            below += mean.weight / 2;
        else if (mean.mean < estimate)
            below += mean.weight;
    }
    return boost::math::quantile(boost::math::normal(), std::clamp(below / total, 0.5 / total, 1 - 0.5 / total));
}

double bca_level(const MeanBootstrap& result, double z) {
    const double shifted = result.z0 + z;
    return boost::math::cdf(boost::math::normal(), result.z0 + shifted / (1 - result.acceleration * shifted));
}

}  // namespace

MeanBootstrap bootstrap_mean(std::span<const double> values, const MonteCarlo& settings) {
    if (values.size() < 2)
        throw AnalysisError(method, std::to_string(values.size()) + " values; expected at least two");
    refuse_nonfinite(values, method);
    check_draws(settings, method);
    MeanBootstrap result;
    result.exact = values.size() <= largest_exact;
    std::vector<WeightedMean> means = result.exact ? all_means(values) : drawn_means(values, settings);
    std::sort(means.begin(), means.end(), [](const auto& a, const auto& b) { return a.mean < b.mean; });
    double estimate = 0, scale = 0, variance = 0;
    for (const double value : values) {
        estimate += value / static_cast<double>(values.size());
        scale = std::max(scale, std::abs(value));
    }
    for (const WeightedMean& mean : means) result.resamples += mean.weight;
    for (const WeightedMean& mean : means)
        variance += mean.weight / result.resamples * (mean.mean - estimate) * (mean.mean - estimate);
    const auto at = [&](double probability) { return weighted_quantile(means, result.resamples, probability); };
    const double z = boost::math::quantile(boost::math::normal(), 0.975);
    result.standard_error = std::sqrt(variance);
    result.percentile = {at(0.025), at(0.975)};
    result.z0 = bias_correction(means, result.resamples, estimate, scale);
    result.acceleration = acceleration_of(values, estimate);
    result.bca_levels = {bca_level(result, -z), bca_level(result, z)};
    result.bca = {at(result.bca_levels.low), at(result.bca_levels.high)};
    return result;
}

}  // namespace asparagate
