#pragma once
#include "asparagate/gating/gate.hpp"
#include "asparagate/gating/transform.hpp"

#include <array>
#include <optional>
#include <vector>

namespace asparagate {

/// A gate's number on the transformed scale; infinite bounds stay infinite.
double gate_to_scale(double value, GateUnits units, const Transform& transform);

/// Corners of a closed outline on the transformed scale.
using OutlinePoints = std::vector<std::array<double, 2>>;

/// The edge of an ellipse as 96 points on the transformed scale; empty unless it has two dimensions and a covariance
/// that is symmetric and positive definite.
OutlinePoints ellipse_outline(const EllipsoidGate& gate);

/// What a gate is drawn on: its dimensions that are the axes (position in gate_dimensions), their transforms and the
/// stretch that is shown, where open sides end.
struct OutlineAxis {
    std::optional<std::size_t> dimension;
    const Transform* transform = nullptr;
    double low = 0, high = 1;
};

/// The outline of each population of a gate on two axes: one, or one per quadrant of a gate of two dividers. A gate
/// without a dimension on an axis spans it. Empty where no outline tells the truth: booleans, quadrants of more
/// dividers, ellipses of more than two dimensions or without a proper covariance. Of a rectangle of more dimensions
/// the two on the axes are drawn.
std::vector<OutlinePoints> gate_outlines(const Gate& gate, const OutlineAxis& x, const OutlineAxis& y);

}  // namespace asparagate
