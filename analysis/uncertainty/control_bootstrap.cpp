#include "uncertainty/control_bootstrap.hpp"

#include "simulation/random.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

double between(std::vector<double>& values, std::size_t lower, std::size_t upper, double fraction) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(lower);
    std::nth_element(values.begin(), at, values.end());
    const double low = *at;
    if (fraction == 0 || upper == lower) return low;
    const auto next = values.begin() + static_cast<std::ptrdiff_t>(upper);
    std::nth_element(at + 1, next, values.end());
    return low + fraction * (*next - low);
}

/// Where the percentile lies among n sorted values: between ranks `rank` and `rank` + 1, from 0.
struct Place {
    std::size_t rank;
    double fraction;
};

Place place_of(double percentile, std::size_t n) {
    const double position = percentile / 100 * static_cast<double>(n - 1);
    const std::size_t rank = std::min(static_cast<std::size_t>(position), n - 1);
    return {rank, position - static_cast<double>(rank)};
}

}  // namespace

double control_percentile(std::vector<double>& values, double percentile) {
    const auto [rank, fraction] = place_of(percentile, values.size());
    return between(values, rank, std::min(rank + 1, values.size() - 1), fraction);
}

double resampled_percentile(std::vector<double>& values, double percentile, std::uint64_t seed) {
    const std::size_t n = values.size();
    const auto [rank, fraction] = place_of(percentile, n);
    simulation::Random random(seed);
    const double first = random.uniform(), second = random.uniform();
    const auto a = static_cast<double>(rank + 1), b = static_cast<double>(n - rank);
    // The (rank + 1)-th smallest of n uniforms, and the smallest of the n - rank - 1 that lie above it.
    const double lower = boost::math::ibeta_inv(a, b, first);
    const double above = b - 1;
    const double upper = above > 0 ? lower + (1 - lower) * -std::expm1(std::log1p(-second) / above) : lower;
    const auto event = [&](double u) { return std::min(static_cast<std::size_t>(u * static_cast<double>(n)), n - 1); };
    return between(values, event(lower), event(upper), fraction);
}

}  // namespace asparagate
