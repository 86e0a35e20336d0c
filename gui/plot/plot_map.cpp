#include "plot/plot_map.hpp"

#include "text/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::gui {
namespace {

// Painting far outside the widget is slow and overflows the rasteriser, so places beyond are pulled in.
constexpr double far_pixels = 20000;

double place(double scale, double low, double high, double from, double to) {
    const double pixel = from + (scale - low) / (high - low) * (to - from);
    return std::clamp(pixel, -far_pixels, far_pixels);
}

}  // namespace

double PlotMap::pixel_x(double scale) const {
    return place(scale, x.low, x.high, area.left(), area.right());
}

double PlotMap::pixel_y(double scale) const {
    return y ? place(scale, y->low, y->high, area.bottom(), area.top()) : area.bottom();
}

double PlotMap::scale_x(double pixel) const {
    return x.low + (pixel - area.left()) / area.width() * (x.high - x.low);
}

double PlotMap::scale_y(double pixel) const {
    return y ? y->low + (area.bottom() - pixel) / area.height() * (y->high - y->low) : 0;
}

double gate_from_scale(double scale, GateUnits units, const Transform& transform) {
    if (!std::isfinite(scale)) return scale;
    return units == GateUnits::data ? round_significant(inverse(transform, scale), 5) : round_significant(scale, 8);
}

}  // namespace asparagate::gui
