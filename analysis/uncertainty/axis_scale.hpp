#pragma once
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/gating/transform.hpp"

#include <optional>

namespace asparagate {

/// A dimension as it is displayed: its transform and where the scale begins and ends.
struct AxisScale {
    Transform transform;
    double low = 0, high = 1;  ///< on the transformed scale
    [[nodiscard]] double width() const { return high - low; }
};

/// The range follows from the transform, and from `$PnR` where the scale is linear as it is; never from the events.
/// nullopt where there is none: Time, whose range says nothing, and a ratio or fluorochrome (`parameter` null) on such
/// a scale.
std::optional<AxisScale> axis_scale(const Transform& transform, const Parameter* parameter);

/// `value` moved by `distance` on the scale. A value at or beyond an end of the scale, or that has no place on it,
/// stays: it stands for "everything up to the end". `scale_units`: the value is one of the scale already.
double moved_along(const AxisScale& axis, double value, double distance, bool scale_units);

}  // namespace asparagate
