#pragma once
#include <QRectF>
#include <QSizeF>

#include <functional>
#include <vector>

namespace asparagate::gui {

/// Where a gate's label hides the fewest events: beside or inside the corners and edges of `gate`, within `area` and
/// off the labels in `taken`. `events_in` counts the events below a rectangle of pixels.
QRectF place_label(QSizeF label, const QRectF& gate, const QRectF& area, const std::vector<QRectF>& taken,
                   const std::function<double(const QRectF&)>& events_in);

}  // namespace asparagate::gui
