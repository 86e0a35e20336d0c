#include "statistics/resamples.hpp"

#include "statistics/arrangements.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace asparagate {
namespace {

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

}  // namespace

std::vector<Resample> all_resamples(std::size_t n,
                                    const std::function<double(std::span<const std::size_t>)>& statistic) {
    std::vector<double> factorial(n + 1, 1);
    for (std::size_t i = 1; i <= n; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
    std::vector<std::size_t> counts(n, 0);
    counts[0] = n;
    std::vector<Resample> resamples;
    do {
        const double value = statistic(counts);
        if (std::isnan(value)) continue;
        double weight = factorial[n];
        for (const std::size_t count : counts) weight /= factorial[count];
        resamples.push_back({value, std::round(weight)});
    } while (next_composition(counts));
    return resamples;
}

std::vector<Resample> drawn_resamples(
    std::size_t n, const MonteCarlo& settings,
    const std::function<std::function<double(std::span<const std::size_t>)>()>& make_statistic) {
    std::vector<Resample> resamples(static_cast<std::size_t>(settings.draws));
    draw_blocks("bootstrap", settings, [&](simulation::Random& random, std::uint64_t begin, std::uint64_t end) {
        const auto statistic = make_statistic();
        std::vector<std::size_t> taken(n);
        for (std::uint64_t draw = begin; draw < end; ++draw) {
            for (std::size_t& position : taken) position = draw_below(random, n);
            resamples[static_cast<std::size_t>(draw)].value = statistic(taken);
        }
    });
    std::erase_if(resamples, [](const Resample& resample) { return std::isnan(resample.value); });
    return resamples;
}

ResampledValues::ResampledValues(std::vector<Resample> resamples) : resamples_(std::move(resamples)) {
    std::sort(resamples_.begin(), resamples_.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    for (const Resample& resample : resamples_) total_ += resample.weight;
}

double ResampledValues::quantile(double probability) const {
    const double position = (total_ - 1) * probability;
    const double below = std::floor(position);
    double up_to = 0, lower = resamples_.front().value;
    bool found_lower = false;
    for (const Resample& resample : resamples_) {
        up_to += resample.weight;
        if (!found_lower && up_to > below) {
            lower = resample.value;
            found_lower = true;
        }
        if (up_to > below + 1) return lower + (position - below) * (resample.value - lower);
    }
    return resamples_.back().value;
}

double ResampledValues::variance(double about) const {
    double variance = 0;
    for (const Resample& resample : resamples_)
        variance += resample.weight / total_ * (resample.value - about) * (resample.value - about);
    return variance;
}

double ResampledValues::bias_correction(double estimate, double tolerance) const {
    double below = 0;
    for (const Resample& resample : resamples_) {
        if (std::abs(resample.value - estimate) <= tolerance)
            below += resample.weight / 2;
        else if (resample.value < estimate)
            below += resample.weight;
    }
    return boost::math::quantile(boost::math::normal(), std::clamp(below / total_, 0.5 / total_, 1 - 0.5 / total_));
}

ConfidenceInterval bca_levels(double z0, double acceleration) {
    const boost::math::normal standard;
    const double z = boost::math::quantile(standard, 0.975);
    const auto level = [&](double shifted) {
        return boost::math::cdf(standard, z0 + shifted / (1 - acceleration * shifted));
    };
    return {level(z0 - z), level(z0 + z)};
}

double jackknife_acceleration(std::span<const double> without_each) {
    const double mean =
        std::accumulate(without_each.begin(), without_each.end(), 0.0) / static_cast<double>(without_each.size());
    double squares = 0, cubes = 0;
    for (const double value : without_each) {
        const double distance = mean - value;
        squares += distance * distance;
        cubes += distance * distance * distance;
    }
    return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

}  // namespace asparagate
