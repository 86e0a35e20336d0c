#pragma once
#include <array>
#include <optional>
#include <vector>

namespace asparagate::flowjo {

/// An ellipse of two dimensions: centre and covariance with distance square 1.
struct Ellipse {
    std::array<double, 2> center{};
    std::array<double, 4> covariance{};
};

using Point = std::array<double, 2>;

/// From the foci and the sum of the distances to them; nullopt when there is no area. A circle has equal foci.
std::optional<Ellipse> ellipse_from_foci(const Point& first, const Point& second, double distance);
/// The length of the major axis from points on the ellipse that lie at the ends of both axes.
double distance_from_edge(const Point& first_focus, const Point& second_focus, const std::vector<Point>& edge);
/// From the ends of the two axes, each pair opposite; nullopt when there is no area.
std::optional<Ellipse> ellipse_from_ends(const std::array<Point, 4>& ends);

/// An ellipse as FlowJo writes it.
struct EllipseAxes {
    std::array<Point, 2> foci;
    std::array<Point, 4> ends;  ///< of the major axis, then of the minor one
    double distance;            ///< length of the major axis
};
/// nullopt when `covariance`, row-major, is not symmetric and positive definite.
std::optional<EllipseAxes> principal_axes(const Point& center, const std::array<double, 4>& covariance);

}  // namespace asparagate::flowjo
