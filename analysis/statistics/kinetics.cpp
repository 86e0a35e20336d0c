#include "asparagate/analysis/statistics/kinetics.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/midranks.hpp"

#include <numbers>

namespace asparagate {
namespace {

constexpr const char* method = "activity kinetics";

struct Point {
    double day, activity;
};

std::vector<Point> usable_points(std::span<const double> days, std::span<const double> activities, double lloq) {
    if (days.size() != activities.size())
        throw AnalysisError(method, std::to_string(days.size()) + " days and " + std::to_string(activities.size()) +
                                        " activities; expected one day for each");
    refuse_nonfinite(days, method);
    std::vector<Point> points;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (i > 0 && days[i] <= days[i - 1])
            throw AnalysisError(method, "day " + format_number(days[i]) + " follows day " + format_number(days[i - 1]) +
                                            "; expected ascending days");
        if (std::isinf(activities[i]) || activities[i] < 0)
            throw AnalysisError(method, "activity " + std::to_string(i + 1) + " is " + format_number(activities[i]) +
                                            "; expected a number from 0");
        if (activities[i] > 0 && activities[i] >= lloq) points.push_back({days[i], activities[i]});
    }
    return points;
}

double slope_of_log(const std::vector<Point>& points) {
    double mean_day = 0, mean_log = 0;
    for (const Point& point : points) {
        mean_day += point.day / static_cast<double>(points.size());
        mean_log += std::log(point.activity) / static_cast<double>(points.size());
    }
    double xy = 0, xx = 0;
    for (const Point& point : points) {
        xy += (point.day - mean_day) * (std::log(point.activity) - mean_log);
        xx += (point.day - mean_day) * (point.day - mean_day);
    }
    return xy / xx;
}

double area_between(const Point& a, const Point& b) {
    const double days = b.day - a.day;
    if (b.activity >= a.activity) return days * (a.activity + b.activity) / 2;
    return days * (a.activity - b.activity) / std::log(a.activity / b.activity);
}

/// Day on which the line between two points is at the threshold: logarithmic down, linear up, as the area.
double crossing(const Point& a, const Point& b, double threshold) {
    const double share = b.activity < a.activity ? std::log(a.activity / threshold) / std::log(a.activity / b.activity)
                                                 : (threshold - a.activity) / (b.activity - a.activity);
    return a.day + share * (b.day - a.day);
}

void add_segment(ActivityKinetics& result, const Point& a, const Point& b, double threshold) {
    const double rate = std::log(a.activity / b.activity) / (b.day - a.day);
    result.pairwise.push_back(rate > 0 ? std::optional(std::numbers::ln2 / rate) : std::nullopt);
    result.area = result.area.value_or(0) + area_between(a, b);
    const bool above_before = a.activity >= threshold, above_after = b.activity >= threshold;
    if (above_before && above_after) result.days_above_threshold += b.day - a.day;
    if (above_before == above_after) return;
    const double day = crossing(a, b, threshold);
    result.days_above_threshold += above_before ? day - a.day : b.day - day;
    if (above_before && !result.crossing_day) result.crossing_day = day;
}

}  // namespace

ActivityKinetics activity_kinetics(std::span<const double> days, std::span<const double> activities_iu_l,
                                   double threshold_iu_l, double lloq_iu_l) {
    if (!(threshold_iu_l > 0) || !std::isfinite(threshold_iu_l))
        throw AnalysisError(method, "threshold " + format_number(threshold_iu_l) + "; expected a positive number");
    const std::vector<Point> points = usable_points(days, activities_iu_l, lloq_iu_l);
    ActivityKinetics result;
    result.points = points.size();
    if (points.size() < 2) return result;
    result.rate_per_day = -slope_of_log(points);
    if (*result.rate_per_day > 0) result.half_life_days = std::numbers::ln2 / *result.rate_per_day;
    for (std::size_t i = 1; i < points.size(); ++i) add_segment(result, points[i - 1], points[i], threshold_iu_l);
    return result;
}

}  // namespace asparagate
