#pragma once
#include "asparagate/gating/density.hpp"

#include <QRectF>
#include <QSizeF>

#include <functional>
#include <vector>

namespace asparagate {

/// Where a gate's label hides the fewest events: beside or inside the corners and edges of `gate`, within `area` and
/// off the labels in `taken`, `gap` away from edges. `events_in` counts the events below a rectangle.
QRectF place_label(QSizeF label, const QRectF& gate, const QRectF& area, const std::vector<QRectF>& taken, double gap,
                   const std::function<double(const QRectF&)>& events_in);

/// Events below `box` of a grid that fills `area`, y upwards.
double events_below(const DensityGrid& grid, const QRectF& area, const QRectF& box);

}  // namespace asparagate
