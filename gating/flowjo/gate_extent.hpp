#pragma once
#include "asparagate/gating/gate.hpp"
#include "asparagate/gating/transform.hpp"

#include <array>

namespace asparagate::flowjo {

/// Smallest and largest finite coordinate of a gate on one of its dimensions, in data units; zeros without any.
/// `transform` is the scale of the dimension.
std::array<double, 2> gate_extent(const Gate& gate, std::size_t dimension, const Transform& transform);

}  // namespace asparagate::flowjo
