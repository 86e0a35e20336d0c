#include "asparagate/analysis/statistics/t_test.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/midranks.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <limits>

namespace asparagate {
namespace {

constexpr const char* method = "t test";
const double undefined = std::numeric_limits<double>::quiet_NaN();

TTest from_error(double difference, double error, double df) {
    if (!(error > 0) || !(df > 0)) return {undefined, undefined, undefined, undefined, undefined};
    const boost::math::students_t distribution(df);
    const double t = difference / error;
    const double half = boost::math::quantile(distribution, 0.975) * error;
    const double p = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
    return {t, df, std::min(1.0, p), difference - half, difference + half};
}

double pooled_variance(const Moments& x, const Moments& y) {
    const auto squares = [](const Moments& m) { return m.n > 1 ? m.variance() * (m.n - 1) : 0.0; };
    return (squares(x) + squares(y)) / (x.n + y.n - 2);
}

/// Midranks of `all` from `begin` less those within the group: how many of the other group lie below, plus half ties.
std::vector<double> placements(const Midranks& all, std::size_t begin, std::span<const double> group) {
    const Midranks within = midranks(group);
    std::vector<double> result;
    for (std::size_t i = 0; i < group.size(); ++i)
        result.push_back(static_cast<double>(all.doubled[begin + i] - within.doubled[i]) / 2);
    return result;
}

}  // namespace

Moments moments(std::span<const double> values) {
    if (values.empty()) throw AnalysisError("mean", "no values; expected at least one");
    refuse_nonfinite(values, "mean");
    Moments result;
    result.n = static_cast<double>(values.size());
    for (const double value : values) result.mean += value / result.n;
    double squares = 0, rest = 0;
    for (const double value : values) {
        squares += (value - result.mean) * (value - result.mean);
        rest += value - result.mean;
    }
    squares -= rest * rest / result.n;
    result.sd = values.size() > 1 ? std::sqrt(std::max(squares, 0.0) / (result.n - 1)) : undefined;
    return result;
}

TTest welch_t(std::span<const double> x, std::span<const double> y) {
    const Moments a = moments(x), b = moments(y);
    const double of_x = a.variance() / a.n, of_y = b.variance() / b.n;
    const double df = (of_x + of_y) * (of_x + of_y) / (of_x * of_x / (a.n - 1) + of_y * of_y / (b.n - 1));
    return from_error(a.mean - b.mean, std::sqrt(of_x + of_y), df);
}

TTest pooled_t(std::span<const double> x, std::span<const double> y) {
    const Moments a = moments(x), b = moments(y);
    const double error = std::sqrt(pooled_variance(a, b) * (1 / a.n + 1 / b.n));
    return from_error(a.mean - b.mean, error, a.n + b.n - 2);
}

TTest one_sample_t(std::span<const double> values) {
    const Moments m = moments(values);
    return from_error(m.mean, m.sd / std::sqrt(m.n), m.n - 1);
}

double hedges_g(std::span<const double> x, std::span<const double> y) {
    const Moments a = moments(x), b = moments(y);
    const double df = a.n + b.n - 2;
    const double sd = std::sqrt(pooled_variance(a, b));
    if (!(sd > 0)) return undefined;
    return (a.mean - b.mean) / sd * (1 - 3 / (4 * df - 1));
}

TTest brunner_munzel(std::span<const double> x, std::span<const double> y) {
    if (x.empty() || y.empty())
        throw AnalysisError(method, "Brunner-Munzel: a group is empty; expected at least one value in each");
    refuse_nan(x, "Brunner-Munzel");
    refuse_nan(y, "Brunner-Munzel");
    std::vector<double> pooled(x.begin(), x.end());
    pooled.insert(pooled.end(), y.begin(), y.end());
    const Midranks all = midranks(pooled);
    const Moments a = moments(placements(all, 0, x)), b = moments(placements(all, x.size(), y));
    // Placements of x count values of y and the other way round; their means add up to the relative effect.
    const double effect = b.mean / a.n - 0.5;
    const double of_x = a.variance() / (b.n * b.n) / a.n, of_y = b.variance() / (a.n * a.n) / b.n;
    const double df = (of_x + of_y) * (of_x + of_y) / (of_x * of_x / (a.n - 1) + of_y * of_y / (b.n - 1));
    return from_error(effect, std::sqrt(of_x + of_y), df);
}

}  // namespace asparagate
