#pragma once
#include "figures/canvas.hpp"

#include "asparagate/gating/transform.hpp"

namespace asparagate {

/// An axis on a transformed scale with ticks in data units, as cytometrists read them; zero is marked.
struct ScaleAxis {
    Transform transform;
    double low = 0, high = 1;  ///< of the transformed scale
    double from_mm = 0, to_mm = 1;

    [[nodiscard]] double operator()(double scaled) const {
        return from_mm + (to_mm - from_mm) * (scaled - low) / (high - low);
    }
};

/// Ticks and numbers below a horizontal axis at `y`. Numbers that would touch are left out.
void draw_scale_axis_below(Canvas& canvas, const ScaleAxis& axis, double y);
/// Ticks and numbers left of a vertical axis at `x`.
void draw_scale_axis_left(Canvas& canvas, const ScaleAxis& axis, double x);

/// Marker first, then its detector in small grey, within `room`; below a horizontal axis with its top at `at`.
void draw_marker_title(Canvas& canvas, QPointF top_centre, double room, const std::string& marker,
                       const std::string& detector);
/// The same upwards, centred on `centre`.
void draw_marker_title_upwards(Canvas& canvas, QPointF centre, double room, const std::string& marker,
                               const std::string& detector);

/// "10³" for "10^3", "100K" for "100000", with a real minus.
std::string tick_words(const std::string& label);

}  // namespace asparagate
