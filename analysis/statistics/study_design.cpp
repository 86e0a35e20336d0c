#include "asparagate/analysis/statistics/study_design.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>

namespace asparagate {
namespace {

void check_open(double value, const char* name, const char* method) {
    if (value > 0 && value < 1) return;
    throw AnalysisError(method,
                        std::string(name) + " is " + format_number(value) + "; expected a number between 0 and 1");
}

/// P(X >= k) of X binomial.
double at_least(std::uint64_t k, std::uint64_t n, double p) {
    if (k == 0) return 1;
    if (k > n) return 0;
    return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k + 1), p);
}

/// Up, but a value that is whole up to rounding stays.
double rounded_up(double value) {
    return std::ceil(value * (1 - 1e-12));
}

}  // namespace

double attainable_mann_whitney(std::uint64_t n_1, std::uint64_t n_2) {
    if (n_1 == 0 || n_2 == 0)
        throw AnalysisError("attainable minimum", "a group of 0; expected at least one value in each");
    const double n = static_cast<double>(n_1) + static_cast<double>(n_2);
    return std::min(1.0, 2 * std::exp(-log_binomial(n, static_cast<double>(n_1))));
}

double attainable_signed_rank(std::uint64_t n) {
    return std::min(1.0, std::ldexp(2.0, -static_cast<int>(std::min<std::uint64_t>(n, 2000))));
}

double perfect_separation(std::uint64_t n_1, std::uint64_t n_2, std::uint64_t markers) {
    const double one = attainable_mann_whitney(n_1, n_2);
    if (markers == 0) return 0;
    return -std::expm1(static_cast<double>(markers) * std::log1p(-one));
}

std::uint64_t events_to_acquire(double frequency, std::uint64_t min_events, double probability) {
    constexpr const char* method = "events to acquire";
    constexpr std::uint64_t most = std::uint64_t{1} << 52;
    check_open(probability, "probability", method);
    if (!(frequency > 0 && frequency <= 1))
        throw AnalysisError(method, "frequency is " + format_number(frequency) + "; expected above 0, at most 1");
    std::uint64_t enough = std::max<std::uint64_t>(min_events, 1);
    while (at_least(min_events, enough, frequency) < probability) {
        if (enough > most / 2) throw AnalysisError(method, "more than 2^51 events; expected a higher frequency");
        enough *= 2;
    }
    std::uint64_t too_few = min_events == 0 ? 0 : min_events - 1;
    while (enough - too_few > 1) {
        const std::uint64_t middle = too_few + (enough - too_few) / 2;
        (at_least(min_events, middle, frequency) >= probability ? enough : too_few) = middle;
    }
    return min_events == 0 ? 0 : enough;
}

RileySampleSize riley_sample_size(const RileyInput& input) {
    constexpr const char* method = "Riley sample size";
    check_open(input.prevalence, "prevalence", method);
    check_open(input.nagelkerke_r2, "nagelkerke_r2", method);
    check_open(input.shrinkage, "shrinkage", method);
    check_open(input.optimism_delta, "optimism_delta", method);
    check_open(input.intercept_margin, "intercept_margin", method);
    if (input.parameters == 0) throw AnalysisError(method, "0 parameters; expected at least 1");
    const double p = input.prevalence;
    RileySampleSize size;
    size.max_r2 = -std::expm1(2 * (p * std::log(p) + (1 - p) * std::log1p(-p)));
    size.r2 = input.nagelkerke_r2 * size.max_r2;
    const auto parameters = static_cast<double>(input.parameters);
    const auto for_shrinkage = [&](double s) { return parameters / ((s - 1) * std::log1p(-size.r2 / s)); };
    if (size.r2 >= input.shrinkage || size.r2 + input.optimism_delta * size.max_r2 >= 1)
        throw AnalysisError(method, "the anticipated R2 " + format_number(size.r2) + " is too high for shrinkage " +
                                        format_number(input.shrinkage) + " and optimism_delta " +
                                        format_number(input.optimism_delta) + "; expect less of the model");
    size.n_shrinkage = rounded_up(for_shrinkage(input.shrinkage));
    size.n_optimism = rounded_up(for_shrinkage(size.r2 / (size.r2 + input.optimism_delta * size.max_r2)));
    size.n_intercept = rounded_up(1.96 * 1.96 / (input.intercept_margin * input.intercept_margin) * p * (1 - p));
    size.n_required = std::max({size.n_shrinkage, size.n_optimism, size.n_intercept});
    return size;
}

OneArmDesign one_arm_design(double p0, double p1, double alpha_one_sided, double power) {
    constexpr const char* method = "one-arm design";
    constexpr std::uint64_t largest_n = 100'000;
    check_open(alpha_one_sided, "alpha_one_sided", method);
    check_open(power, "power", method);
    if (!(p0 >= 0 && p0 < p1 && p1 <= 1))
        throw AnalysisError(
            method, "p0 " + format_number(p0) + " and p1 " + format_number(p1) + "; expected 0 <= p0 < p1 <= 1");
    std::uint64_t r = 1;
    for (std::uint64_t n = 1; n <= largest_n; ++n) {
        // The limit grows by at most one with each patient.
        while (at_least(r, n, p0) > alpha_one_sided) ++r;
        if (r > n) continue;
        const double reached = at_least(r, n, p1);
        if (reached >= power) return {n, r, at_least(r, n, p0), reached};
    }
    throw AnalysisError(method, "more than 100000 patients; expected rates further apart");
}

}  // namespace asparagate
