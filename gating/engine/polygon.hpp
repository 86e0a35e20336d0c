#pragma once
#include <array>
#include <vector>

namespace asparagate::detail {

/// Even-odd crossing test (docs/gate-semantics.md). A point is inside when an odd number of edges lies strictly to its
/// right among those whose y range, lower end included and upper end not, holds it. Hence lower and left boundary are
/// inside, upper and right outside, and two polygons that share an edge share no event.
class Polygon {
public:
    Polygon() = default;
    explicit Polygon(const std::vector<std::array<double, 2>>& vertices);

    /// False for NaN and infinities.
    [[nodiscard]] bool contains(double x, double y) const noexcept {
        if (!(x >= x_low_ && x < x_high_ && y >= y_low_ && y < y_high_)) return false;
        bool inside = false;
        for (const Edge& edge : edges_)
            if (y >= edge.y0 && y < edge.y1) inside ^= edge.dx * (y - edge.y0) > (x - edge.x0) * edge.dy;
        return inside;
    }
    /// From the lower to the upper end, so that neighbours in different directions compute the same numbers.
    struct Edge {
        double x0, y0, y1, dx, dy;
    };
    /// Without horizontal ones, which decide nothing.
    [[nodiscard]] const std::vector<Edge>& edges() const noexcept { return edges_; }
    [[nodiscard]] double x_low() const noexcept { return x_low_; }
    [[nodiscard]] double x_high() const noexcept { return x_high_; }
    [[nodiscard]] double y_low() const noexcept { return y_low_; }
    [[nodiscard]] double y_high() const noexcept { return y_high_; }

private:
    std::vector<Edge> edges_;
    double x_low_ = 0, x_high_ = 0, y_low_ = 0, y_high_ = 0;
};

}  // namespace asparagate::detail
