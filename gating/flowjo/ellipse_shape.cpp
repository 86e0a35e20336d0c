#include "ellipse_shape.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

double distance_between(const Point& a, const Point& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1]);
}

Point middle(const Point& a, const Point& b) {
    return {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2};
}

/// Half axes `a` along the unit vector `u` and `b` across it.
std::optional<Ellipse> ellipse(const Point& center, const Point& u, double a, double b) {
    if (!(a > 0 && b > 0) || !std::isfinite(a) || !std::isfinite(center[0] + center[1])) return std::nullopt;
    const double aa = a * a, bb = b * b, mixed = (aa - bb) * u[0] * u[1];
    return Ellipse{center, {aa * u[0] * u[0] + bb * u[1] * u[1], mixed, mixed, aa * u[1] * u[1] + bb * u[0] * u[0]}};
}

/// From `from` to `to` with length 1; along x for two equal points.
Point direction(const Point& from, const Point& to) {
    const double length = distance_between(from, to);
    if (!(length > 0)) return {1, 0};
    return {(to[0] - from[0]) / length, (to[1] - from[1]) / length};
}

}  // namespace

std::optional<Ellipse> ellipse_from_foci(const Point& first, const Point& second, double distance) {
    const double half_focal = distance_between(first, second) / 2, a = distance / 2;
    const double b = std::sqrt(a * a - half_focal * half_focal);  // NaN where the distance is too short
    return ellipse(middle(first, second), direction(first, second), a, b);
}

double distance_from_edge(const Point& first_focus, const Point& second_focus, const std::vector<Point>& edge) {
    const Point center = middle(first_focus, second_focus);
    double longest = 0;
    for (const Point& point : edge) longest = std::max(longest, distance_between(point, center));
    return 2 * longest;
}

std::optional<Ellipse> ellipse_from_ends(const std::array<Point, 4>& ends) {
    // Two conjugate half diameters p and q make the covariance p p' + q q', also where the display is stretched.
    const Point p = {(ends[0][0] - ends[1][0]) / 2, (ends[0][1] - ends[1][1]) / 2};
    const Point q = {(ends[2][0] - ends[3][0]) / 2, (ends[2][1] - ends[3][1]) / 2};
    const double area = p[0] * q[1] - p[1] * q[0];
    if (!(area != 0) || !std::isfinite(area)) return std::nullopt;
    const double mixed = p[0] * p[1] + q[0] * q[1];
    return Ellipse{middle(ends[0], ends[1]), {p[0] * p[0] + q[0] * q[0], mixed, mixed, p[1] * p[1] + q[1] * q[1]}};
}

std::optional<EllipseAxes> principal_axes(const Point& center, const std::array<double, 4>& covariance) {
    const double xx = covariance[0], xy = covariance[1], yy = covariance[3];
    const double half_sum = (xx + yy) / 2, half_gap = std::hypot((xx - yy) / 2, xy);
    // The product of both is the determinant, which keeps the digits of the smaller one.
    const double major = half_sum + half_gap, minor = (xx * yy - xy * xy) / major;
    if (xy != covariance[2] || !(minor > 0) || !std::isfinite(major)) return std::nullopt;
    const double angle = std::atan2(xy, (xx - yy) / 2) / 2;
    const Point u = {std::cos(angle), std::sin(angle)}, v = {-u[1], u[0]};
    const double a = std::sqrt(major), b = std::sqrt(minor), h = std::sqrt(std::max(major - minor, 0.0));
    const auto at = [&](const Point& direction, double far) {
        return Point{center[0] + far * direction[0], center[1] + far * direction[1]};
    };
    return EllipseAxes{{at(u, h), at(u, -h)}, {at(u, a), at(u, -a), at(v, b), at(v, -b)}, 2 * a};
}

}  // namespace asparagate::flowjo
