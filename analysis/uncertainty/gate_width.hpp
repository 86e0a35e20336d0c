#pragma once
#include "uncertainty/axis_scale.hpp"

#include "asparagate/gating/gate.hpp"

#include <span>

namespace asparagate {

/// How wide a closed gate is along one of its dimensions, on the transformed scale: the distance of both bounds, or the
/// mean length of the lines through a polygon or ellipse. nullopt for gates that are open to a side, and where it
/// cannot be told. `scales` by dimension.
std::optional<double> gate_width(const Gate& gate, std::size_t dimension,
                                 std::span<const std::optional<AxisScale>> scales);

}  // namespace asparagate
