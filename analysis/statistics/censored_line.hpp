#pragma once
#include <optional>
#include <vector>

namespace asparagate {

/// A value at x that lies from `low` to `high`: equal where it is known; -infinity, infinity where it has no bound.
struct CensoredPoint {
    double x = 0, low = 0, high = 0;
};
using CensoredPoints = std::vector<CensoredPoint>;

/// The straight line with normal errors of greatest likelihood.
struct CensoredLine {
    double intercept = 0, slope = 0, sd = 0, log_likelihood = 0;
};
/// `points` by ascending x, known at two of them or more and without line_without_error(). @throws AnalysisError when
/// the search does not end.
CensoredLine censored_line(const CensoredPoints& points);
/// The same with slope 0.
CensoredLine censored_level(const CensoredPoints& points);
/// The points less a line of that slope, so that censored_level() is the profile of the slope.
CensoredPoints without_slope(CensoredPoints points, double slope);
/// The line through all known values, where there is one and every interval holds its part of it.
std::optional<CensoredLine> line_without_error(const CensoredPoints& points);

}  // namespace asparagate
