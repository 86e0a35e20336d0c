#include "asparagate/gating/gate_outline.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace asparagate {
namespace {

struct Stretch {
    double low, high;
};

OutlinePoints box(const Stretch& x, const Stretch& y) {
    return {{x.low, y.low}, {x.high, y.low}, {x.high, y.high}, {x.low, y.high}};
}

/// Where an interval lies within the stretch that is shown.
Stretch shown(double low, double high, const OutlineAxis& axis) {
    return {std::clamp(low, axis.low, axis.high), std::clamp(high, axis.low, axis.high)};
}

struct Outlines {
    const OutlineAxis& x;
    const OutlineAxis& y;

    std::vector<OutlinePoints> operator()(const RectangleGate& gate) const {
        const auto side = [&](const OutlineAxis& axis) {
            if (!axis.dimension) return Stretch{axis.low, axis.high};
            const Interval& bound = gate.bounds[*axis.dimension];
            return shown(gate_to_scale(bound.min, gate.units, *axis.transform),
                         gate_to_scale(bound.max, gate.units, *axis.transform), axis);
        };
        return {box(side(x), side(y))};
    }
    std::vector<OutlinePoints> operator()(const PolygonGate& gate) const {
        if (!x.dimension || !y.dimension) return {};
        OutlinePoints points;
        for (const auto& vertex : gate.vertices)
            points.push_back({gate_to_scale(vertex[*x.dimension], gate.units, *x.transform),
                              gate_to_scale(vertex[*y.dimension], gate.units, *y.transform)});
        return {points};
    }
    std::vector<OutlinePoints> operator()(const EllipsoidGate& gate) const {
        if (!x.dimension || !y.dimension) return {};
        OutlinePoints points = ellipse_outline(gate);
        if (points.empty()) return {};
        for (auto& point : points) point = {point[*x.dimension], point[*y.dimension]};
        return {points};
    }
    std::vector<OutlinePoints> operator()(const QuadrantGate& gate) const {
        if (!x.dimension || !y.dimension || gate.dividers.size() != 2) return {};
        const auto side = [&](const QuadrantGate::Quadrant& quadrant, const OutlineAxis& axis) {
            const auto& values = gate.dividers[*axis.dimension].values;
            const int interval = quadrant.intervals[*axis.dimension];
            const auto place = [&](int i) {
                return gate_to_scale(values[static_cast<std::size_t>(i)], gate.units, *axis.transform);
            };
            const bool last = interval < 0 || interval >= static_cast<int>(values.size());
            return shown(interval > 0 ? place(interval - 1) : axis.low, last ? axis.high : place(interval), axis);
        };
        std::vector<OutlinePoints> outlines;
        for (const auto& quadrant : gate.quadrants) outlines.push_back(box(side(quadrant, x), side(quadrant, y)));
        return outlines;
    }
    std::vector<OutlinePoints> operator()(const BooleanGate&) const { return {}; }
};

}  // namespace

double gate_to_scale(double value, GateUnits units, const Transform& transform) {
    return units == GateUnits::data && std::isfinite(value) ? apply(transform, value) : value;
}

OutlinePoints ellipse_outline(const EllipsoidGate& gate) {
    if (gate.dimensions.size() != 2) return {};
    const double a = gate.covariance[0], b = gate.covariance[2], c = gate.covariance[3];
    if (gate.covariance[1] != b || !(a > 0) || !(a * c - b * b > 0)) return {};
    // Points of the unit circle through the Cholesky factor of the covariance lie on the ellipse.
    const double l11 = std::sqrt(a), l21 = b / l11, l22 = std::sqrt(std::max(0.0, c - l21 * l21));
    const double radius = std::sqrt(gate.distance_square);
    constexpr int n_points = 96;
    OutlinePoints points;
    for (int i = 0; i < n_points; ++i) {
        const double angle = 2 * std::numbers::pi * i / n_points;
        const double u = radius * std::cos(angle), v = radius * std::sin(angle);
        points.push_back({gate.mean[0] + l11 * u, gate.mean[1] + l21 * u + l22 * v});
    }
    return points;
}

std::vector<OutlinePoints> gate_outlines(const Gate& gate, const OutlineAxis& x, const OutlineAxis& y) {
    return std::visit(Outlines{x, y}, gate);
}

}  // namespace asparagate
