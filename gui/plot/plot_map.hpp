#pragma once
#include "asparagate/gating/gate_outline.hpp"
#include "asparagate/gating/transform.hpp"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace asparagate::gui {

/// One axis of a plot as the sample's session describes it. `low` and `high` are on the transformed scale.
struct PlotAxis {
    Dimension dimension;
    Transform transform;
    double low = 0, high = 1;
    QString marker;    ///< biological target, or the channel when the file names none
    QString detector;  ///< channel, empty when it is already in `marker`
    bool fluorescence = true;
    std::vector<Tick> ticks;
    bool operator==(const PlotAxis& other) const {
        return dimension == other.dimension && low == other.low && high == other.high;
    }
};

/// Between pixels, the transformed scale and data units of one plot. Without `y` it is a histogram.
struct PlotMap {
    PlotAxis x;
    std::optional<PlotAxis> y;
    QRectF area;  ///< pixels that the data fill

    [[nodiscard]] double pixel_x(double scale) const;
    [[nodiscard]] double pixel_y(double scale) const;
    [[nodiscard]] double scale_x(double pixel) const;
    [[nodiscard]] double scale_y(double pixel) const;
};

/// The number a gate gets for a place on the transformed scale: five significant digits in data units, eight on the
/// scale itself, where one digit is worth far more.
double gate_from_scale(double scale, GateUnits units, const Transform& transform);

}  // namespace asparagate::gui
