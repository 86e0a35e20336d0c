#include "asparagate/analysis/statistics/beta_binomial.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/rank_sums.hpp"
#include "statistics/root.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace asparagate {
namespace {

constexpr const char* method = "beta-binomial posterior";
constexpr std::uint64_t largest_future = 10'000'000;

double log_beta(double a, double b) {
    return boost::math::lgamma(a) + boost::math::lgamma(b) - boost::math::lgamma(a + b);
}

/// The shortest interval with 95 %: equal density at both ends, or from an end of the range where the density falls
/// all the way.
std::optional<ConfidenceInterval> highest_density(double a, double b) {
    constexpr double level = 0.95;
    const boost::math::beta_distribution<> posterior(a, b);
    if (a <= 1 && b <= 1) return std::nullopt;
    if (a <= 1) return ConfidenceInterval{0, boost::math::quantile(posterior, level)};
    if (b <= 1) return ConfidenceInterval{boost::math::quantile(posterior, 1 - level), 1};
    const auto log_density = [&](double p) { return (a - 1) * std::log(p) + (b - 1) * std::log1p(-p); };
    const auto upper = [&](double below) { return boost::math::quantile(posterior, below + level); };
    const auto difference = [&](double below) {
        if (below <= 0) return -1.0;
        if (below >= 1 - level) return 1.0;
        return log_density(boost::math::quantile(posterior, below)) - log_density(upper(below));
    };
    const double below = root_between(difference, 0, 1 - level);
    return ConfidenceInterval{boost::math::quantile(posterior, below), upper(below)};
}

}  // namespace

double BetaPosterior::above(double threshold) const {
    if (threshold <= 0) return 1;
    if (threshold >= 1) return 0;
    return boost::math::ibetac(a, b, threshold);
}

double BetaPosterior::predictive(std::uint64_t future, std::uint64_t successes) const {
    if (future > largest_future)
        throw AnalysisError(method, std::to_string(future) + " future trials; at most 10000000 are summed");
    const auto m = static_cast<double>(future);
    double sum = 0;
    for (std::uint64_t k = future + 1; k-- > successes;) {
        const auto successes_so_far = static_cast<double>(k);
        sum += std::exp(log_binomial(m, successes_so_far) + log_beta(a + successes_so_far, b + m - successes_so_far) -
                        log_beta(a, b));
    }
    return std::min(sum, 1.0);
}

BetaPosterior beta_posterior(std::uint64_t x, std::uint64_t n, double prior_a, double prior_b) {
    if (x > n) throw AnalysisError(method, std::to_string(x) + " of " + std::to_string(n) + "; expected 0 <= x <= n");
    if (!(prior_a > 0) || !(prior_b > 0) || !std::isfinite(prior_a + prior_b))
        throw AnalysisError(method, "prior Beta(" + format_number(prior_a) + ", " + format_number(prior_b) +
                                        "); expected two positive numbers");
    BetaPosterior result;
    result.a = prior_a + static_cast<double>(x);
    result.b = prior_b + static_cast<double>(n - x);
    const boost::math::beta_distribution<> posterior(result.a, result.b);
    result.mean = result.a / (result.a + result.b);
    result.median = boost::math::quantile(posterior, 0.5);
    result.equal_tailed = {boost::math::quantile(posterior, 0.025),
                           boost::math::quantile(boost::math::complement(posterior, 0.025))};
    result.highest_density = highest_density(result.a, result.b);
    return result;
}

}  // namespace asparagate
