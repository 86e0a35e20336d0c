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

void add_segment(ActivityDecline& result, const Point& a, const Point& b, double threshold) {
    const double rate = std::log(a.activity / b.activity) / (b.day - a.day);
    result.pairwise.push_back(rate > 0 ? std::optional(std::numbers::ln2 / rate) : std::nullopt);
    result.area = result.area.value_or(0) + activity_area(a.day, a.activity, b.day, b.activity);
    const bool above_before = a.activity >= threshold, above_after = b.activity >= threshold;
    if (above_before && above_after) result.days_above_threshold += b.day - a.day;
    if (above_before == above_after) return;
    const double day = crossing_day(a.day, a.activity, b.day, b.activity, threshold);
    result.days_above_threshold += above_before ? day - a.day : b.day - day;
    if (above_before && !result.crossing_day) result.crossing_day = day;
}

}  // namespace

double activity_area(double day_1, double iu_l_1, double day_2, double iu_l_2) {
    const double days = day_2 - day_1;
    if (iu_l_2 >= iu_l_1 || iu_l_2 <= 0) return days * (iu_l_1 + iu_l_2) / 2;
    return days * (iu_l_1 - iu_l_2) / std::log(iu_l_1 / iu_l_2);
}

double crossing_day(double day_1, double iu_l_1, double day_2, double iu_l_2, double threshold_iu_l) {
    const double share = iu_l_2 < iu_l_1 ? std::log(iu_l_1 / threshold_iu_l) / std::log(iu_l_1 / iu_l_2)
                                         : (threshold_iu_l - iu_l_1) / (iu_l_2 - iu_l_1);
    return day_1 + share * (day_2 - day_1);
}

ActivityDecline activity_kinetics(std::span<const double> days, std::span<const double> activities_iu_l,
                                  double threshold_iu_l, double lloq_iu_l) {
    if (!(threshold_iu_l > 0) || !std::isfinite(threshold_iu_l))
        throw AnalysisError(method, "threshold " + format_number(threshold_iu_l) + "; expected a positive number");
    const std::vector<Point> points = usable_points(days, activities_iu_l, lloq_iu_l);
    ActivityDecline result;
    result.points = points.size();
    if (points.size() < 2) return result;
    result.rate_per_day = -slope_of_log(points);
    if (*result.rate_per_day > 0) result.half_life_days = std::numbers::ln2 / *result.rate_per_day;
    for (std::size_t i = 1; i < points.size(); ++i) add_segment(result, points[i - 1], points[i], threshold_iu_l);
    return result;
}

}  // namespace asparagate
