#include "plot/gate_shape.hpp"

#include <QLineF>
#include <QPainterPathStroker>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace asparagate::gui {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// The x and y of a two-dimensional gate's own order as axes of the plot.
struct Pixels {
    const PlotMap& map;
    const GateOnPlot& on;

    [[nodiscard]] QPointF at(const std::array<double, 2>& point, GateUnits units) const {
        return {map.pixel_x(gate_to_scale(point[*on.x], units, map.x.transform)),
                map.pixel_y(gate_to_scale(point[*on.y], units, map.y->transform))};
    }
    [[nodiscard]] std::array<double, 2> from(QPointF pixel, GateUnits units) const {
        std::array<double, 2> point{};
        point[*on.x] = gate_from_scale(map.scale_x(pixel.x()), units, map.x.transform);
        point[*on.y] = gate_from_scale(map.scale_y(pixel.y()), units, map.y->transform);
        return point;
    }
};

/// The sides of a rectangle or range in pixels, and which of them are really there.
QRectF rectangle_pixels(const RectangleGate& gate, const GateOnPlot& on, const PlotMap& map) {
    QRectF box = map.area;
    if (on.x) {
        const Interval& bound = gate.bounds[*on.x];
        if (std::isfinite(bound.min)) box.setLeft(map.pixel_x(gate_to_scale(bound.min, gate.units, map.x.transform)));
        if (std::isfinite(bound.max)) box.setRight(map.pixel_x(gate_to_scale(bound.max, gate.units, map.x.transform)));
    }
    if (on.y) {
        const Interval& bound = gate.bounds[*on.y];
        if (std::isfinite(bound.min))
            box.setBottom(map.pixel_y(gate_to_scale(bound.min, gate.units, map.y->transform)));
        if (std::isfinite(bound.max)) box.setTop(map.pixel_y(gate_to_scale(bound.max, gate.units, map.y->transform)));
    }
    return box;
}

GateShape rectangle_shape(const RectangleGate& gate, const GateOnPlot& on, const PlotMap& map) {
    const QRectF box = rectangle_pixels(gate, on, map);
    GateShape shape;
    QPainterPath path;
    path.addRect(box);
    shape.regions.push_back({-1, path});
    const auto handle = [&](int id, double x, double y) { shape.handles.push_back({id, {x, y}}); };
    const double middle_x = box.center().x(), middle_y = box.center().y();
    if (on.x && on.y) {
        handle(side_left | side_low, box.left(), box.bottom());
        handle(side_right | side_low, box.right(), box.bottom());
        handle(side_left | side_high, box.left(), box.top());
        handle(side_right | side_high, box.right(), box.top());
    }
    if (on.x) handle(side_left, box.left(), middle_y), handle(side_right, box.right(), middle_y);
    if (on.y) handle(side_low, middle_x, box.bottom()), handle(side_high, middle_x, box.top());
    return shape;
}

GateShape polygon_shape(const PolygonGate& gate, const GateOnPlot& on, const PlotMap& map) {
    GateShape shape;
    QPolygonF outline;
    for (const auto& vertex : gate.vertices) {
        outline << Pixels{map, on}.at(vertex, gate.units);
        shape.handles.push_back({static_cast<int>(outline.size()) - 1, outline.back()});
    }
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    path.addPolygon(outline);
    path.closeSubpath();
    shape.regions.push_back({-1, path});
    return shape;
}

GateShape ellipse_shape(const EllipsoidGate& gate, const GateOnPlot& on, const PlotMap& map) {
    QPolygonF outline;
    for (const auto& point : ellipse_outline(gate)) outline << Pixels{map, on}.at(point, GateUnits::scale);
    GateShape shape;
    QPainterPath path;
    path.addPolygon(outline);
    path.closeSubpath();
    shape.regions.push_back({-1, path});
    return shape;
}

/// The part of the plot area that an interval of a divider takes up along one axis, in pixels of rising value.
struct Stretch {
    std::optional<double> low, high;  ///< empty: open
};

Stretch stretch(const QuadrantGate& gate, std::size_t divider, int interval, const PlotAxis& axis,
                const std::function<double(double)>& pixel) {
    const auto& values = gate.dividers[divider].values;
    const auto place = [&](int value) {
        return pixel(gate_to_scale(values[static_cast<std::size_t>(value)], gate.units, axis.transform));
    };
    Stretch result;
    if (interval > 0) result.low = place(interval - 1);
    if (interval >= 0 && interval < static_cast<int>(values.size())) result.high = place(interval);
    return result;
}

GateShape quadrant_shape(const QuadrantGate& gate, const GateOnPlot& on, const PlotMap& map) {
    GateShape shape;
    for (std::size_t q = 0; q < gate.quadrants.size(); ++q) {
        const auto& intervals = gate.quadrants[q].intervals;
        const Stretch x = stretch(gate, *on.x, intervals[*on.x], map.x, [&](double v) { return map.pixel_x(v); });
        const Stretch y = stretch(gate, *on.y, intervals[*on.y], *map.y, [&](double v) { return map.pixel_y(v); });
        QRectF box = map.area;
        if (x.low) box.setLeft(*x.low);
        if (x.high) box.setRight(*x.high);
        if (y.low) box.setBottom(*y.low);
        if (y.high) box.setTop(*y.high);
        QPainterPath path;
        path.addRect(box);
        shape.regions.push_back({static_cast<int>(q), path});
    }
    const std::size_t across = gate.dividers[0].values.size();
    for (std::size_t k = 0; k < across * gate.dividers[1].values.size(); ++k) {
        const std::array<double, 2> crossing = {gate.dividers[0].values[k % across],
                                                gate.dividers[1].values[k / across]};
        shape.handles.push_back({static_cast<int>(k), Pixels{map, on}.at(crossing, gate.units)});
    }
    shape.movable = false;
    return shape;
}

/// Divider values have to ascend: a value that would pass its neighbour stays.
void set_divider(QuadrantGate::Divider& divider, std::size_t position, double value) {
    std::vector<double> next = divider.values;
    next.at(position) = value;
    if (std::ranges::adjacent_find(next, std::greater_equal<>{}) == next.end()) divider.values = std::move(next);
}

double shifted(double value, GateUnits units, const Transform& transform, double delta_scale) {
    const double scale = gate_to_scale(value, units, transform);
    return std::isfinite(scale) ? gate_from_scale(scale + delta_scale, units, transform) : value;
}

void move_interval(Interval& bound, GateUnits units, const Transform& transform, double delta_scale) {
    const Interval moved{shifted(bound.min, units, transform, delta_scale),
                         shifted(bound.max, units, transform, delta_scale)};
    if (moved.min < moved.max) bound = moved;
}

/// The bound a dragged side gets; out of the area it is open.
double side_value(double pixel, double scale, double from, double to, bool upper, GateUnits units,
                  const Transform& transform) {
    if (upper ? pixel > to : pixel < from) return upper ? infinite : -infinite;
    return gate_from_scale(scale, units, transform);
}

void set_side(RectangleGate& gate, std::size_t dimension, bool upper, double value) {
    Interval& bound = gate.bounds[dimension];
    Interval next = bound;
    (upper ? next.max : next.min) = value;
    if (!(next.min < next.max)) return;
    // A side put by hand is a number; the control no longer decides it.
    if (!upper && dimension == 0) gate.control.reset();
    bound = next;
}

double x_side(const PlotMap& map, double pixel, bool upper, GateUnits units) {
    return side_value(pixel, map.scale_x(pixel), map.area.left(), map.area.right(), upper, units, map.x.transform);
}

double y_side(const PlotMap& map, double pixel, bool upper, GateUnits units) {
    // Pixels run downwards: mirror them so that "beyond" means the same on both axes.
    return side_value(-pixel, map.scale_y(pixel), -map.area.bottom(), -map.area.top(), upper, units, map.y->transform);
}

double distance_to_segment(QPointF point, QPointF a, QPointF b) {
    const QPointF along = b - a;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(point - a, along) / length, 0.0, 1.0) : 0.0;
    return QLineF(point, a + t * along).length();
}

}  // namespace

std::optional<GateOnPlot> gate_on_plot(const Gate& gate, const PlotMap& map, const SameDimension& same) {
    const auto dimensions = gate_dimensions(gate);
    GateOnPlot on;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        if (!on.x && same(dimensions[d], map.x.dimension))
            on.x = d;
        else if (map.y && !on.y && same(dimensions[d], map.y->dimension))
            on.y = d;
    }
    if (dimensions.size() == 1 && std::holds_alternative<RectangleGate>(gate) && (on.x || on.y)) return on;
    if (!on.x || !on.y) return std::nullopt;
    if (std::holds_alternative<QuadrantGate>(gate) && dimensions.size() != 2) return std::nullopt;
    if (const auto* ellipse = std::get_if<EllipsoidGate>(&gate); ellipse && ellipse_outline(*ellipse).empty())
        return std::nullopt;
    return on;
}

GateShape gate_shape(const Gate& gate, const GateOnPlot& on, const PlotMap& map) {
    struct Visitor {
        const GateOnPlot& on;
        const PlotMap& map;
        GateShape operator()(const RectangleGate& g) const { return rectangle_shape(g, on, map); }
        GateShape operator()(const PolygonGate& g) const { return polygon_shape(g, on, map); }
        GateShape operator()(const EllipsoidGate& g) const { return ellipse_shape(g, on, map); }
        GateShape operator()(const QuadrantGate& g) const { return quadrant_shape(g, on, map); }
        GateShape operator()(const BooleanGate&) const { return {}; }
    };
    return std::visit(Visitor{on, map}, gate);
}

Gate moved_gate(const Gate& gate, const GateOnPlot& on, const PlotMap& map, QPointF delta) {
    const double dx = map.scale_x(delta.x()) - map.scale_x(0), dy = map.scale_y(delta.y()) - map.scale_y(0);
    struct Visitor {
        const GateOnPlot& on;
        const PlotMap& map;
        double dx, dy;
        Gate operator()(RectangleGate g) const {
            if (on.x) move_interval(g.bounds[*on.x], g.units, map.x.transform, dx);
            if (on.y) move_interval(g.bounds[*on.y], g.units, map.y->transform, dy);
            if ((on.x == std::size_t{0} && dx != 0) || (on.y == std::size_t{0} && dy != 0)) g.control.reset();
            return g;
        }
        Gate operator()(PolygonGate g) const {
            for (auto& vertex : g.vertices) {
                vertex[*on.x] = shifted(vertex[*on.x], g.units, map.x.transform, dx);
                vertex[*on.y] = shifted(vertex[*on.y], g.units, map.y->transform, dy);
            }
            return g;
        }
        Gate operator()(EllipsoidGate g) const {
            g.mean[*on.x] = gate_from_scale(g.mean[*on.x] + dx, GateUnits::scale, map.x.transform);
            g.mean[*on.y] = gate_from_scale(g.mean[*on.y] + dy, GateUnits::scale, map.y->transform);
            return g;
        }
        Gate operator()(QuadrantGate g) const {
            for (double& value : g.dividers[*on.x].values) value = shifted(value, g.units, map.x.transform, dx);
            for (double& value : g.dividers[*on.y].values) value = shifted(value, g.units, map.y->transform, dy);
            return g;
        }
        Gate operator()(BooleanGate g) const { return g; }
    };
    return std::visit(Visitor{on, map, dx, dy}, gate);
}

Gate reshaped_gate(const Gate& gate, const GateOnPlot& on, const PlotMap& map, int handle, QPointF pixel) {
    struct Visitor {
        const GateOnPlot& on;
        const PlotMap& map;
        int handle;
        QPointF pixel;
        Gate operator()(RectangleGate g) const {
            if (on.x && (handle & side_left)) set_side(g, *on.x, false, x_side(map, pixel.x(), false, g.units));
            if (on.x && (handle & side_right)) set_side(g, *on.x, true, x_side(map, pixel.x(), true, g.units));
            if (on.y && (handle & side_low)) set_side(g, *on.y, false, y_side(map, pixel.y(), false, g.units));
            if (on.y && (handle & side_high)) set_side(g, *on.y, true, y_side(map, pixel.y(), true, g.units));
            return g;
        }
        Gate operator()(PolygonGate g) const {
            g.vertices.at(static_cast<std::size_t>(handle)) = Pixels{map, on}.from(pixel, g.units);
            return g;
        }
        Gate operator()(EllipsoidGate g) const { return g; }
        Gate operator()(QuadrantGate g) const {
            const auto crossing = Pixels{map, on}.from(pixel, g.units);
            const std::size_t across = g.dividers[0].values.size();
            set_divider(g.dividers[0], static_cast<std::size_t>(handle) % across, crossing[0]);
            set_divider(g.dividers[1], static_cast<std::size_t>(handle) / across, crossing[1]);
            return g;
        }
        Gate operator()(BooleanGate g) const { return g; }
    };
    return std::visit(Visitor{on, map, handle, pixel}, gate);
}

PolygonGate with_vertex(const PolygonGate& polygon, const GateOnPlot& on, const PlotMap& map, QPointF pixel) {
    PolygonGate next = polygon;
    const Pixels pixels{map, on};
    std::size_t best = 0;
    double best_distance = infinite;
    for (std::size_t v = 0; v < polygon.vertices.size(); ++v) {
        const double distance =
            distance_to_segment(pixel, pixels.at(polygon.vertices[v], polygon.units),
                                pixels.at(polygon.vertices[(v + 1) % polygon.vertices.size()], polygon.units));
        if (distance < best_distance) best = v, best_distance = distance;
    }
    next.vertices.insert(next.vertices.begin() + static_cast<std::ptrdiff_t>(best) + 1,
                         pixels.from(pixel, polygon.units));
    return next;
}

PolygonGate without_vertex(const PolygonGate& polygon, std::size_t vertex) {
    PolygonGate next = polygon;
    if (next.vertices.size() > 3 && vertex < next.vertices.size())
        next.vertices.erase(next.vertices.begin() + static_cast<std::ptrdiff_t>(vertex));
    return next;
}

std::optional<RectangleGate> drawn_rectangle(const PlotMap& map, QPointF from, QPointF to) {
    const QRectF box = QRectF(from, to).normalized();
    if (!map.y || box.width() < 3 || box.height() < 3) return std::nullopt;
    RectangleGate gate;
    gate.dimensions = {map.x.dimension, map.y->dimension};
    gate.bounds = {{x_side(map, box.left(), false, gate.units), x_side(map, box.right(), true, gate.units)},
                   {y_side(map, box.bottom(), false, gate.units), y_side(map, box.top(), true, gate.units)}};
    if (!(gate.bounds[0].min < gate.bounds[0].max && gate.bounds[1].min < gate.bounds[1].max)) return std::nullopt;
    return gate;
}

std::optional<RectangleGate> drawn_range(const PlotMap& map, double from, double to) {
    if (std::abs(to - from) < 3) return std::nullopt;
    RectangleGate gate;
    gate.dimensions = {map.x.dimension};
    gate.bounds = {
        {x_side(map, std::min(from, to), false, gate.units), x_side(map, std::max(from, to), true, gate.units)}};
    return gate.bounds[0].min < gate.bounds[0].max ? std::optional(gate) : std::nullopt;
}

std::optional<PolygonGate> drawn_polygon(const PlotMap& map, const QPolygonF& pixels) {
    if (!map.y) return std::nullopt;
    PolygonGate gate;
    gate.dimensions = {map.x.dimension, map.y->dimension};
    const GateOnPlot on{0, 1};
    for (const QPointF& pixel : pixels) {
        const auto vertex = Pixels{map, on}.from(pixel, gate.units);
        if (gate.vertices.empty() || gate.vertices.back() != vertex) gate.vertices.push_back(vertex);
    }
    while (gate.vertices.size() > 1 && gate.vertices.back() == gate.vertices.front()) gate.vertices.pop_back();
    return gate.vertices.size() >= 3 ? std::optional(gate) : std::nullopt;
}

GateHit hit_gate(const GateShape& shape, QPointF pixel, bool with_handles, double handle_radius) {
    GateHit hit;
    if (with_handles) {
        double best = handle_radius;
        for (const GateHandle& handle : shape.handles) {
            const double distance = QLineF(pixel, handle.pixel).length();
            if (distance <= best) best = distance, hit = {HitKind::handle, handle.id, -1};
        }
        if (hit.kind == HitKind::handle) return hit;
    }
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    for (const GateRegion& region : shape.regions)
        if (region.path.contains(pixel) || stroker.createStroke(region.path).contains(pixel))
            return {HitKind::body, 0, region.quadrant};
    return hit;
}

}  // namespace asparagate::gui
