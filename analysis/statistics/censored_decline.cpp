#include "asparagate/analysis/statistics/censored_decline.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/censored_line.hpp"
#include "statistics/root.hpp"

#include <boost/math/distributions/chi_squared.hpp>

#include <numbers>

namespace asparagate {
namespace {

constexpr const char* method = "censored activity decline";
constexpr double infinity = std::numeric_limits<double>::infinity();

void check_draws(std::span<const ActivityBounds> draws) {
    const auto fail = [](std::size_t i, const std::string& found, const char* expected) {
        throw AnalysisError(method, "draw " + std::to_string(i + 1) + ": " + found + "; expected " + expected);
    };
    for (std::size_t i = 0; i < draws.size(); ++i) {
        const auto& [day, low, high] = draws[i];
        if (!std::isfinite(day) || (i > 0 && day <= draws[i - 1].day))
            fail(i, "day " + format_number(day), "days that ascend");
        if (!(low >= 0) || !(high >= low) || high == 0 || low == infinity)
            fail(i, "activity from " + format_number(low) + " to " + format_number(high), "a positive one, or bounds");
        if (low == 0 && high == infinity) fail(i, "no bound of the activity", "at least one");
    }
}

CensoredPoints logarithms(std::span<const ActivityBounds> draws) {
    CensoredPoints points;
    for (const ActivityBounds& draw : draws)
        points.push_back({draw.day, std::log(draw.low_iu_l), std::log(draw.high_iu_l)});
    return points;
}

void set_half_life(CensoredDecline& decline) {
    const auto half_life = [](double slope) { return slope < 0 ? -std::numbers::ln2 / slope : infinity; };
    if (*decline.slope_per_day >= 0) return;
    decline.half_life_days = half_life(*decline.slope_per_day);
    if (!decline.slope_low) return;
    decline.half_life_low = half_life(*decline.slope_low);
    decline.half_life_high = half_life(*decline.slope_high);
}

/// Where twice the log-likelihood, the other parameters at their best, has fallen by the 95 % quantile of chi-squared.
double profile_limit(const CensoredPoints& points, const CensoredLine& line, double direction) {
    const double fall = boost::math::quantile(boost::math::chi_squared(1), 0.95);
    const auto beyond = [&](double slope) {
        return 2 * (line.log_likelihood - censored_level(without_slope(points, slope)).log_likelihood) - fall;
    };
    double inside = line.slope, step = direction * line.sd / (points.back().x - points.front().x);
    while (beyond(line.slope + step) < 0) {
        inside = line.slope + step;
        step *= 2;
    }
    return root_between(beyond, inside, line.slope + step);
}

}  // namespace

CensoredDecline censored_decline(std::span<const ActivityBounds> draws) {
    check_draws(draws);
    CensoredDecline decline;
    decline.points = draws.size();
    for (const ActivityBounds& draw : draws) decline.censored += !draw.measured();
    const std::size_t measured = decline.points - decline.censored;
    if (decline.points < 3 || measured < 2) {
        decline.not_estimable = std::to_string(decline.points) + (decline.points == 1 ? " draw, " : " draws, ") +
                                std::to_string(measured) + " measured; a line needs three, two of them measured";
        return decline;
    }
    const CensoredPoints points = logarithms(draws);
    if (const auto exact = line_without_error(points)) {
        decline.slope_per_day = exact->slope;
        decline.ln_at_day_0 = exact->intercept;
        decline.sd_ln = 0;
        decline.not_estimable =
            "no interval: one line meets every measured draw and agrees with the others, so that "
            "the draws say nothing of the error";
    } else {
        const CensoredLine line = censored_line(points);
        decline.slope_per_day = line.slope;
        decline.ln_at_day_0 = line.intercept;
        decline.sd_ln = line.sd;
        decline.log_likelihood = line.log_likelihood;
        decline.slope_low = profile_limit(points, line, -1);
        decline.slope_high = profile_limit(points, line, 1);
    }
    set_half_life(decline);
    return decline;
}

}  // namespace asparagate
