#include "written_gates.hpp"

#include "../engine/flowjo_grid.hpp"
#include "../gatingml/display_shapes.hpp"
#include "asparagate/fcs/number.hpp"
#include "ellipse_shape.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double channels = 256;

/// Bounds in data units. On the scale a bound is the smallest value of the data that reaches it.
Interval data_interval(const Interval& interval, GateUnits units, const Transform& transform,
                       const std::string& population) {
    if (units == GateUnits::data) return interval;
    Interval result;
    if (interval.min > -infinity) {
        const auto min = gatingml::exact_data_bound(transform, interval.min);
        if (!min) throw GatingError("", population, "no event can reach the lower bound, so it has no value to write");
        result.min = *min;
    }
    if (interval.max < infinity) result.max = gatingml::exact_data_bound(transform, interval.max).value_or(infinity);
    return result;
}

void require_two(std::size_t n, const std::string& population) {
    if (n == 1 || n == 2) return;
    throw GatingError("", population, "the gate has " + std::to_string(n) + " dimensions; a gate of FlowJo has 1 or 2");
}

/// The values of a polygon on its scales.
std::vector<Point> on_scales(const PolygonGate& gate, const std::array<WrittenAxis, 2>& axes) {
    auto vertices = gate.vertices;
    if (gate.units == GateUnits::scale) return vertices;
    for (Point& vertex : vertices)
        for (std::size_t d = 0; d < 2; ++d) vertex[d] = asparagate::apply(axes[d].scale, vertex[d]);
    return vertices;
}

}  // namespace

void GateWriter::write(const Gate& gate, const std::string& population, std::size_t quadrant) {
    population_ = population;
    const std::string id = "ID" + std::to_string(next_id_++);
    xml_.open("Gate", {{"gating:id", id}});
    if (const auto* rectangle = std::get_if<RectangleGate>(&gate)) {
        if (rectangle->control) lose("J-CONTROL", "the threshold from a control tube is written as its fallback");
        write_rectangle(bounds_of(*rectangle, axes_, population));
    } else if (const auto* quadrants = std::get_if<QuadrantGate>(&gate)) {
        write_rectangle(bounds_of(*quadrants, quadrant, axes_, population));
    } else if (const auto* polygon = std::get_if<PolygonGate>(&gate)) {
        write_polygon(*polygon);
    } else {
        write_ellipse(std::get<EllipsoidGate>(gate));
    }
    xml_.close();
}

std::array<std::string, 2> GateWriter::axis_names(const Gate& gate, std::size_t quadrant) const {
    std::vector<std::string> names;
    if (const auto* quadrants = std::get_if<QuadrantGate>(&gate)) {
        for (const Bound& bound : bounds_of(*quadrants, quadrant, axes_, ""))
            names.push_back(axes_.axis(bound.dimension, "").name);
    } else {
        for (const Dimension& dimension : gate_dimensions(gate)) names.push_back(axes_.axis(dimension, "").name);
    }
    return names.empty() ? std::array<std::string, 2>{} : std::array{names.front(), names.back()};
}

std::vector<GateWriter::Bound> GateWriter::bounds_of(const RectangleGate& gate, const WrittenAxes& axes,
                                                     const std::string& population) {
    require_two(gate.dimensions.size(), population);
    std::vector<Bound> bounds;
    for (std::size_t d = 0; d < gate.dimensions.size(); ++d) {
        Interval interval = gate.bounds[d];
        if (gate.control && d == 0) interval.min = gate.control->fallback;
        const Transform scale = axes.axis(gate.dimensions[d], population).scale;
        bounds.push_back({gate.dimensions[d], data_interval(interval, gate.units, scale, population)});
    }
    return bounds;
}

std::vector<GateWriter::Bound> GateWriter::bounds_of(const QuadrantGate& gate, std::size_t quadrant,
                                                     const WrittenAxes& axes, const std::string& population) {
    std::vector<Bound> bounds;
    const auto& intervals = gate.quadrants[quadrant].intervals;
    for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
        if (intervals[d] == QuadrantGate::Quadrant::any) continue;
        const auto& [dimension, values] = gate.dividers[d];
        const auto place = static_cast<std::size_t>(intervals[d]);
        const Interval interval{place == 0 ? -infinity : values[place - 1],
                                place == values.size() ? infinity : values[place]};
        bounds.push_back(
            {dimension, data_interval(interval, gate.units, axes.axis(dimension, population).scale, population)});
    }
    require_two(bounds.size(), population);
    return bounds;
}

void GateWriter::open_gate(const char* kind, bool polygon, int resolution, double distance) {
    detail::XmlText::Attributes attributes = {{"eventsInside", "1"}, {"annoOffsetX", "0"}, {"annoOffsetY", "0"},
                                              {"tint", "#000000"},   {"isTinted", "0"},    {"lineWeight", "Normal"},
                                              {"userDefined", "1"}};
    if (polygon) {
        attributes.emplace_back("quadId", "-1");
        attributes.emplace_back("gateResolution", std::to_string(resolution));
    } else {
        attributes.emplace_back("percentX", "0");
        attributes.emplace_back("percentY", "0");
    }
    if (distance > 0) attributes.emplace_back("gating:distance", format_number(distance));
    xml_.open(kind, attributes);
}

void GateWriter::write_dimension(const std::string& name, const Interval& interval) {
    detail::XmlText::Attributes attributes;
    if (interval.min > -infinity) attributes.emplace_back("gating:min", format_number(interval.min));
    if (interval.max < infinity) attributes.emplace_back("gating:max", format_number(interval.max));
    xml_.open("gating:dimension", attributes);
    xml_.empty("data-type:fcs-dimension", {{"data-type:name", name}});
    xml_.close();
}

void GateWriter::write_vertex(double x, double y) {
    xml_.open("gating:vertex");
    for (const double value : {x, y}) xml_.empty("gating:coordinate", {{"data-type:value", format_number(value)}});
    xml_.close();
}

/// FlowJo takes in what lies on an upper bound; a bound that events lie on moves down to between events.
void GateWriter::write_rectangle(std::vector<Bound> bounds) {
    open_gate("gating:RectangleGate", false, 0);
    for (auto& [dimension, interval] : bounds) {
        if (interval.max < infinity) {
            const double clear = axes_.clear_of_events(dimension, interval.max);
            if (clear != interval.max)
                lose("J-BOUND", "an event lies on the upper bound " + format_number(interval.max) + " of " +
                                    dimension.channel + ", which FlowJo would take in; " + format_number(clear) +
                                    " is written");
            interval.max = std::max(clear, std::nextafter(interval.min, infinity));
        }
        const WrittenAxis axis = axes_.axis(dimension, population_);
        if (detail::flowjo_interval({interval.min, infinity}, axis.display).min != interval.min)
            lose("J-BOUND", "the lower bound " + format_number(interval.min) + " of " + dimension.channel +
                                " lies at or below the start of its axis, where FlowJo takes it for open");
        write_dimension(axis.name, interval);
    }
    xml_.close();
}

/// An upright rectangle within both axes is the same as an outline of four vertices, and FlowJo does not bin it.
std::optional<std::vector<GateWriter::Bound>> GateWriter::as_rectangle(const PolygonGate& gate,
                                                                       const std::array<WrittenAxis, 2>& axes) const {
    if (gate.flowjo_resolution > 0 || gate.units == GateUnits::scale || gate.vertices.size() != 4) return std::nullopt;
    const auto& v = gate.vertices;
    const auto upright = [&](std::size_t first) {
        return v[0][first] == v[1][first] && v[2][first] == v[3][first] && v[1][1 - first] == v[2][1 - first] &&
               v[3][1 - first] == v[0][1 - first];
    };
    if (!upright(0) && !upright(1)) return std::nullopt;
    std::vector<Bound> bounds;
    for (std::size_t d = 0; d < 2; ++d) {
        const Interval interval{std::min(v[0][d], v[2][d]), std::max(v[0][d], v[2][d])};
        const TransformRange range = transform_range(axes[d].scale);
        const bool within = interval.min < interval.max && asparagate::apply(axes[d].scale, interval.min) > range.low &&
                            asparagate::apply(axes[d].scale, interval.max) < range.high;
        if (!within) return std::nullopt;
        bounds.push_back({gate.dimensions[d], interval});
    }
    return bounds;
}

void GateWriter::write_polygon(const PolygonGate& gate) {
    const std::array axes = {axes_.axis(gate.dimensions[0], population_), axes_.axis(gate.dimensions[1], population_)};
    if (auto bounds = as_rectangle(gate, axes)) return write_rectangle(*std::move(bounds));
    const int resolution = gate.flowjo_resolution > 0 ? gate.flowjo_resolution : static_cast<int>(channels);
    if (gate.units == GateUnits::data && axes[0].line && axes[1].line) {
        open_gate("gating:PolygonGate", true, resolution);
        for (const WrittenAxis& axis : axes) write_dimension(axis.name, {});
        for (const Point& vertex : gate.vertices) write_vertex(vertex[0], vertex[1]);
        return xml_.close();
    }
    write_outline(axes, on_scales(gate, axes), false, resolution);
}

void GateWriter::write_outline(const std::array<WrittenAxis, 2>& axes, const std::vector<Point>& vertices,
                               bool is_curve, int resolution) {
    const bool straight = axes[0].line && axes[1].line;
    if (!straight)
        lose("J-CURVE",
             "its scale is no display of FlowJo on which its edges are straight; they are written as short pieces");
    open_gate("gating:PolygonGate", true, resolution);
    for (const WrittenAxis& axis : axes) write_dimension(axis.name, {});
    if (straight) {
        for (const Point& vertex : vertices)
            write_vertex(asparagate::inverse(axes[0].scale, vertex[0]), asparagate::inverse(axes[1].scale, vertex[1]));
    } else {
        const int pieces = is_curve ? 1 : gatingml::pieces_per_edge;
        for (const Point& vertex : gatingml::cut_edges(vertices, {axes[0].scale, axes[1].scale}, {true, true}, pieces))
            write_vertex(vertex[0], vertex[1]);
    }
    xml_.close();
}

/// By foci and the sum of distances, in channels of the display.
void GateWriter::write_ellipse(const EllipsoidGate& gate) {
    if (gate.dimensions.size() != 2)
        throw GatingError(
            "", population_,
            "an ellipse of " + std::to_string(gate.dimensions.size()) + " dimensions has no form in FlowJo");
    const std::array axes = {axes_.axis(gate.dimensions[0], population_), axes_.axis(gate.dimensions[1], population_)};
    if (!axes[0].line || !axes[1].line) return write_outline(axes, gatingml::ellipse_outline(gate), true, 256);
    const ScaleLine &x = *axes[0].line, &y = *axes[1].line;
    const Point center = {channels * (x.slope * gate.mean[0] + x.offset),
                          channels * (y.slope * gate.mean[1] + y.offset)};
    const double sx = channels * x.slope, sy = channels * y.slope, reach = gate.distance_square;
    const auto& c = gate.covariance;
    const auto shape = principal_axes(
        center, {sx * sx * c[0] * reach, sx * sy * c[1] * reach, sx * sy * c[2] * reach, sy * sy * c[3] * reach});
    if (!shape) throw GatingError("", population_, "its matrix is no covariance, so it is no ellipse that FlowJo has");
    open_gate("gating:EllipsoidGate", false, 0, shape->distance);
    for (const WrittenAxis& axis : axes) write_dimension(axis.name, {});
    xml_.open("gating:foci");
    for (const Point& focus : shape->foci) write_vertex(focus[0], focus[1]);
    xml_.close();
    xml_.open("gating:edge");
    for (const Point& end : shape->ends) write_vertex(end[0], end[1]);
    xml_.close();
    xml_.close();
}

void GateWriter::lose(const char* code, const std::string& message) {
    losses_.push_back({code, Severity::warning, "", "", population_, std::nullopt, message});
}

}  // namespace asparagate::flowjo
