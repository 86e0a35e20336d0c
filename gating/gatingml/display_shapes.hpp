#pragma once
#include "asparagate/gating/gate.hpp"
#include "asparagate/gating/transform.hpp"

#include <optional>

namespace asparagate::gatingml {

/// Whether Gating-ML 2.0 has the transform; FlowJo's biexponential and log axes, tables, and a linear axis that starts
/// above zero it has not.
bool is_standard(const Transform& transform);

/// The smallest double whose transform is at or above `bound`, so that comparing data with it says the same as
/// comparing the scale with the bound; -inf when every value is, nullopt when none is.
std::optional<double> exact_data_bound(const Transform& transform, double bound);

/// Pieces into which an edge that is straight on the scale is cut for data units.
inline constexpr int pieces_per_edge = 64;

using Vertices = std::vector<std::array<double, 2>>;

/// Vertices on the scale, with every edge cut into pieces and the coordinates of the axes `in_data` carried to data units.
/// Along the end of an axis that ends, where everything beyond is drawn, the outline runs far beyond.
Vertices cut_edges(const Vertices& vertices, const std::array<Transform, 2>& transforms, std::array<bool, 2> in_data,
                   int pieces);
/// The outline of an ellipse of two dimensions on its scale.
Vertices ellipse_outline(const EllipsoidGate& gate);

}  // namespace asparagate::gatingml
