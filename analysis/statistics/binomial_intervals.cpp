#include "asparagate/analysis/statistics/binomial_intervals.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/population_table.hpp"
#include "statistics/root.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <limits>

namespace asparagate {
namespace {

constexpr double tail = 0.025;

ConfidenceInterval jeffreys(double x, double n) {
    return {x > 0 ? boost::math::ibeta_inv(x + 0.5, n - x + 0.5, tail) : 0.0,
            x < n ? boost::math::ibetac_inv(x + 0.5, n - x + 0.5, tail) : 1.0};
}

ConfidenceInterval agresti_coull(double x, double n) {
    const double z = boost::math::quantile(boost::math::normal(), 1 - tail);
    const double trials = n + z * z;
    const double centre = (x + z * z / 2) / trials;
    const double half = z * std::sqrt(centre * (1 - centre) / trials);
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

/// P(X >= x) - P(X = x)/2 at proportion p: increasing in p.
double mid_upper_tail(double x, double n, double p) {
    const double at_least = x > 0 ? boost::math::ibeta(x, n - x + 1, p) : 1.0;
    const double more = x < n ? boost::math::ibeta(x + 1, n - x, p) : 0.0;
    return (at_least + more) / 2;
}

/// Lies inside Clopper-Pearson, whose limits bracket the roots.
ConfidenceInterval mid_p(double x, double n, const ConfidenceInterval& outer) {
    ConfidenceInterval limits{0, 1};
    if (x > 0) limits.low = root_between([&](double p) { return mid_upper_tail(x, n, p) - tail; }, outer.low, x / n);
    // The lower tail is that of the failures, whose proportion is 1 - p: near 0 its digits are kept.
    if (x < n) {
        const auto lower_tail = [&](double p) {
            const double at_most = boost::math::ibetac(x + 1, n - x, p);
            const double fewer = x > 0 ? boost::math::ibetac(x, n - x + 1, p) : 0.0;
            return (at_most + fewer) / 2 - tail;
        };
        limits.high = root_between(lower_tail, x / n, outer.high);
    }
    return limits;
}

}  // namespace

BinomialIntervals binomial_intervals(std::uint64_t x, std::uint64_t n) {
    BinomialIntervals result;
    result.clopper_pearson = clopper_pearson(x, n);
    const auto successes = static_cast<double>(x), trials = static_cast<double>(n);
    result.estimate = successes / trials;
    const auto wilson = wilson_interval(x, n);
    result.wilson = {wilson->low, wilson->high};
    result.jeffreys = jeffreys(successes, trials);
    result.agresti_coull = agresti_coull(successes, trials);
    result.mid_p = mid_p(successes, trials, result.clopper_pearson);
    return result;
}

PoissonRate poisson_rate(std::uint64_t events, double exposure) {
    if (!(exposure > 0) || !std::isfinite(exposure))
        throw AnalysisError("Poisson rate", "exposure " + format_number(exposure) + "; expected a positive number");
    const auto k = static_cast<double>(events);
    PoissonRate result;
    result.rate = k / exposure;
    result.interval = {k > 0 ? boost::math::gamma_p_inv(k, tail) / exposure : 0.0,
                       boost::math::gamma_q_inv(k + 1, tail) / exposure};
    result.one_sided_upper = boost::math::gamma_q_inv(k + 1, 2 * tail) / exposure;
    result.coefficient_of_variation = k > 0 ? 1 / std::sqrt(k) : std::numeric_limits<double>::quiet_NaN();
    return result;
}

}  // namespace asparagate
