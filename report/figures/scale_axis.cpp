#include "figures/scale_axis.hpp"

#include "figures/palette.hpp"
#include "figures/words.hpp"

namespace asparagate {

namespace {

constexpr TextStyle label_style{6}, marker_style{6.5};
const TextStyle detector_style{6, palette::muted};
constexpr double word_gap = 1.2;

/// Calls `draw(position, label)` for every tick that has room, with an empty label where only the number has none.
/// `half` is half the length of a label along the axis.
template <class Half, class Draw>
void place_ticks(const ScaleAxis& axis, Half half, Draw draw) {
    const double low = std::min(axis.from_mm, axis.to_mm), high = std::max(axis.from_mm, axis.to_mm);
    const double direction = axis.to_mm > axis.from_mm ? 1 : -1;
    double label_end = -1e9, mark_end = -1e9;
    for (const Tick& tick : axis_ticks(axis.transform, axis.low, axis.high)) {
        const double at = axis(tick.position), along = at * direction;
        std::string label = tick_words(tick.label);
        const double reach = half(label);
        const bool inside = at - reach > low - 3 && at + reach < high + 2;
        if (label.empty() || !inside || along - reach <= label_end + 0.7) label.clear();
        // Around zero a logicle axis has more minor ticks than can be told apart.
        if (label.empty() && along - mark_end < 0.45) continue;
        mark_end = along;
        draw(at, label);
        if (!label.empty()) label_end = along + reach;
    }
}

}  // namespace

std::string tick_words(const std::string& label) {
    const auto with_minus = [](const std::string& text) {
        return text.starts_with('-') ? "\u2212" + text.substr(1) : text;
    };
    const std::size_t hat = label.find('^');
    if (hat != std::string::npos)
        return with_minus(label.substr(0, hat)) + superscript(std::atoi(label.c_str() + hat + 1));
    if (label.size() > 4 && label.ends_with("000")) return with_minus(label.substr(0, label.size() - 3)) + "K";
    return with_minus(label);
}

void draw_scale_axis_below(Canvas& canvas, const ScaleAxis& axis, double y) {
    place_ticks(
        axis, [](const std::string& label) { return text_width(label, label_style) / 2; },
        [&](double x, const std::string& label) {
            canvas.line({x, y}, {x, y + (label.empty() ? 0.5 : 1.0)}, {palette::axis, 0.4});
            if (!label.empty()) canvas.text({x, y + 1.2}, label, label_style, Side::centre, Level::top);
        });
}

void draw_scale_axis_left(Canvas& canvas, const ScaleAxis& axis, double x) {
    place_ticks(
        axis, [](const std::string&) { return line_height(label_style) * 0.42; },
        [&](double y, const std::string& label) {
            canvas.line({x, y}, {x - (label.empty() ? 0.5 : 1.0), y}, {palette::axis, 0.4});
            if (!label.empty()) canvas.text({x - 1.3, y}, label, label_style, Side::right, Level::middle);
        });
}

namespace {

/// Both words cut to the room, the detector left out where it says nothing new.
struct MarkerTitle {
    std::string marker, detector;
    double marker_width = 0, width = 0;

    MarkerTitle(const std::string& marker_name, const std::string& detector_name, double room)
        : marker(elide(marker_name, room * (detector_name == marker_name ? 1 : 0.6), marker_style)),
          marker_width(text_width(marker, marker_style)),
          width(marker_width) {
        if (detector_name.empty() || detector_name == marker_name) return;
        detector = elide(detector_name, room - marker_width - word_gap, detector_style);
        width += word_gap + text_width(detector, detector_style);
    }
};

}  // namespace

void draw_marker_title(Canvas& canvas, QPointF top_centre, double room, const std::string& marker,
                       const std::string& detector) {
    const MarkerTitle title(marker, detector, room);
    const QPointF left = top_centre - QPointF(title.width / 2, 0);
    canvas.text(left, title.marker, marker_style, Side::left, Level::top);
    canvas.text(left + QPointF(title.marker_width + word_gap, 0), title.detector, detector_style, Side::left,
                Level::top);
}

void draw_marker_title_upwards(Canvas& canvas, QPointF centre, double room, const std::string& marker,
                               const std::string& detector) {
    const MarkerTitle title(marker, detector, room);
    const QPointF bottom = centre + QPointF(0, title.width / 2);
    canvas.text_upwards_from(bottom, title.marker, marker_style);
    canvas.text_upwards_from(bottom - QPointF(0, title.marker_width + word_gap), title.detector, detector_style);
}

}  // namespace asparagate
