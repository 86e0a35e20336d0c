#pragma once
#include "uncertainty/axis_scale.hpp"

#include "asparagate/gating/gate.hpp"

#include <span>

namespace asparagate {

/// How wide a polygon or ellipse is along one of its dimensions, on the transformed scale: the mean length of the lines
/// through it. nullopt for other gates, whose bounds are lines that other gates may share, and where it cannot be told.
/// `scales` by dimension.
std::optional<double> gate_width(const Gate& gate, std::size_t dimension,
                                 std::span<const std::optional<AxisScale>> scales);

}  // namespace asparagate
