#include "gate_shapes.hpp"

#include "../gatingml/names.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "curly_quad.hpp"
#include "ellipse_shape.hpp"
#include "unsupported.hpp"

#include <cmath>

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;
using gatingml::data_type;
using gatingml::gating;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int known_resolution = 256;  // the only one ever seen, and measured
/// Below any axis, but a number: where FlowJo before 10.6 puts a vertex at or below zero of a log axis.
constexpr double far_below = 1e-300;

class ShapeReader {
public:
    ShapeReader(const XmlElement& element, const std::string& population, const GateContext& context)
        : element_(element), population_(population), context_(context) {}

    FlowJoGate read() {
        FlowJoGate gate{shape(), element_.attribute("", "eventsInside").value_or("1") == "0"};
        for (const char* shift : {"adjustX", "adjustY"})
            if (number(element_.attribute("", shift).value_or("0"), shift) != 0)
                context_.note("J-MAGNETIC", Severity::note,
                              "a magnetic gate: the shift that FlowJo made for this sample is taken as it is written");
        return gate;
    }

private:
    Gate shape() {
        if (element_.is(gating, "RectangleGate")) return rectangle();
        if (element_.is(gating, "PolygonGate")) return polygon();
        if (element_.is(gating, "EllipsoidGate")) return ellipse();
        if (element_.is(gating, "CurlyQuad") || element_.is(gating, "CurlyQuadGate")) return curly_quad();
        throw Unsupported{"J-GATE", "gates of the kind " + in_quotes(element_.local_name()) + " are not known"};
    }

    [[noreturn]] void fail(const std::string& message) const { element_.fail(population_, message); }
    double number(const std::string& text, const std::string& what) const {
        const auto value = parse_number(text);
        if (!value || !std::isfinite(*value)) fail(what + " is " + in_quotes(text) + "; expected a finite number");
        return *value;
    }

    std::vector<std::string> axis_names() const {
        std::vector<std::string> names;
        for (const XmlElement& dimension : element_.children(gating, "dimension")) {
            const auto channel = dimension.child(data_type, "fcs-dimension");
            const auto name = channel ? channel->attribute(data_type, "name") : std::nullopt;
            if (!name || name->empty()) fail("a dimension names no channel");
            names.push_back(*name);
        }
        return names;
    }
    std::vector<GateAxis> axes(std::size_t least, std::size_t most) const {
        const auto names = axis_names();
        if (names.size() < least || names.size() > most)
            fail("a " + std::string(element_.local_name()) + " has " + std::to_string(names.size()) +
                 " dimensions; expected " + (least == most ? "" : std::to_string(least) + " or ") +
                 std::to_string(most));
        std::vector<GateAxis> result;
        for (const std::string& name : names) result.push_back(context_.axes.resolve(name));
        return result;
    }
    std::array<GateAxis, 2> two_axes() const {
        auto both = axes(2, 2);
        return {std::move(both[0]), std::move(both[1])};
    }

    std::vector<Interval> bounds() const {
        std::vector<Interval> result;
        for (const XmlElement& dimension : element_.children(gating, "dimension")) {
            Interval interval;
            if (const auto min = dimension.attribute(gating, "min")) interval.min = number(*min, "min");
            if (const auto max = dimension.attribute(gating, "max")) interval.max = number(*max, "max");
            if (!(interval.min < interval.max))
                fail("the interval [" + format_number(interval.min) + ", " + format_number(interval.max) +
                     "] is empty; expected min < max");
            result.push_back(interval);
        }
        return result;
    }

    std::vector<Point> points(const XmlElement& from) const {
        std::vector<Point> result;
        for (const XmlElement& vertex : from.children(gating, "vertex")) {
            const auto coordinates = vertex.children(gating, "coordinate");
            if (coordinates.size() != 2)
                fail("a vertex has " + std::to_string(coordinates.size()) + " coordinates; expected 2");
            Point point{};
            for (std::size_t d = 0; d < 2; ++d)
                point[d] = number(coordinates[d].attribute(data_type, "value").value_or(""), "a vertex coordinate");
            result.push_back(point);
        }
        return result;
    }

    RectangleGate rectangle() {
        auto intervals = bounds();
        return make_rectangle(axes(1, 2), std::move(intervals), context_);
    }

    PolygonGate polygon() {
        auto vertices = points(element_);
        if (vertices.size() < 3)
            fail("the polygon has " + std::to_string(vertices.size()) + " vertices; expected at least 3");
        const auto both = two_axes();
        return make_polygon(both, std::move(vertices), resolution(both), context_);
    }
    int resolution(const std::array<GateAxis, 2>& both) const {
        const double written = number(element_.attribute("", "gateResolution").value_or("256"), "gateResolution");
        const bool panel = element_.attribute("", "quadId").value_or("-1") != "-1";
        const char* reason = panel                         ? "it is a part of an offset quadrant"
                             : written != known_resolution ? "its resolution is not 256"
                             : !both[0].has_grid || !both[1].has_grid
                                 ? "it lies on an axis of another kind than linear, log or biex"
                                 : nullptr;
        if (reason == nullptr) return known_resolution;
        context_.note("J-GRID", Severity::note,
                      std::string("how FlowJo bins this polygon is not known, as ") + reason +
                          "; FlowJo-compatible evaluation treats it exactly");
        return 0;
    }

    /// Coordinates are channels of a 256-channel display.
    EllipsoidGate ellipse() {
        const auto foci = part("foci", 2), edge = part("edge", 4);
        const auto written = element_.attribute(gating, "distance");
        const double distance = written ? number(*written, "distance") : distance_from_edge(foci[0], foci[1], edge);
        const auto shape = ellipse_from_foci(foci[0], foci[1], distance);
        if (!shape) fail("the ellipse has no area: its distance is " + format_number(distance));
        return on_display(*shape);
    }
    std::vector<Point> part(const char* name, std::size_t n) const {
        const auto element = element_.child(gating, name);
        auto result = element ? points(*element) : std::vector<Point>{};
        // Only the foci are needed where the distance is written.
        if (result.size() != n && !(result.empty() && n == 4))
            fail("the ellipse has " + std::to_string(result.size()) + " points in " + name + "; expected " +
                 std::to_string(n));
        return result;
    }
    EllipsoidGate on_display(const Ellipse& shape) const {
        constexpr double channels = 256;
        EllipsoidGate gate;
        for (const GateAxis& axis : two_axes()) {
            require_display(axis, "an ellipse is given in channels of its display");
            gate.dimensions.push_back(context_.axes.dimension(axis, context_.strategy));
        }
        for (const double c : shape.center) gate.mean.push_back(c / channels);
        for (const double c : shape.covariance) gate.covariance.push_back(c / (channels * channels));
        return gate;
    }
    static void require_display(const GateAxis& axis, const std::string& need) {
        if (axis.display) return;
        throw Unsupported{"J-SCALE", need + ", and that of " + in_quotes(axis.dimension.channel) +
                                         " cannot be told: " + axis.obstacle};
    }

    PolygonGate curly_quad() {
        const auto intervals = bounds();
        const auto both = two_axes();
        std::array<bool, 2> upper{};
        Point crosshair{};
        for (std::size_t d = 0; d < 2; ++d) {
            const auto& [min, max] = intervals[d];
            if ((min == -infinity) == (max == infinity)) fail("a curly quadrant has one bound on each dimension");
            require_display(both[d], "a curly quadrant bends on its display");
            upper[d] = max == infinity;
            crosshair[d] = asparagate::apply(*both[d].display, (upper[d] ? min : max) * both[d].factor);
        }
        const CurlyPart part = upper[0] ? (upper[1] ? CurlyPart::upper_right : CurlyPart::lower_right)
                                        : (upper[1] ? CurlyPart::upper_left : CurlyPart::lower_left);
        context_.note("J-CURLY", Severity::note,
                      "FlowJo publishes no rule for the arms of curly quadrants; they are parabolas as in cytolib");
        PolygonGate gate;
        for (std::size_t d = 0; d < 2; ++d) gate.dimensions[d] = context_.axes.dimension(both[d], context_.strategy);
        gate.vertices = curly_outline(part, crosshair);
        gate.units = GateUnits::scale;
        return gate;
    }

    const XmlElement& element_;
    const std::string& population_;
    const GateContext& context_;
};

}  // namespace

FlowJoGate read_gate(const XmlElement& element, const std::string& population, const GateContext& context) {
    return ShapeReader(element, population, context).read();
}

PolygonGate make_polygon(const std::array<GateAxis, 2>& axes, std::vector<Point> vertices, int resolution,
                         const GateContext& context) {
    PolygonGate gate;
    for (std::size_t d = 0; d < 2; ++d) {
        const GateAxis& axis = axes[d];
        gate.dimensions[d] = context.axes.dimension(axis, context.strategy);
        if (!axis.display)
            context.note("J-SCALE", Severity::warning,
                         "the polygon's edges are straight in data units on " + in_quotes(axis.dimension.channel) +
                             ", not on the display: " + axis.obstacle);
        const bool log = axis.display && std::holds_alternative<FlowJoLogTransform>(*axis.display);
        for (Point& vertex : vertices) {
            vertex[d] *= axis.factor;
            if (log && vertex[d] <= 0 && context.far_log_vertices) vertex[d] = far_below;
        }
    }
    gate.vertices = std::move(vertices);
    gate.flowjo_resolution = resolution;
    return gate;
}

RectangleGate make_rectangle(const std::vector<GateAxis>& axes, std::vector<Interval> bounds,
                             const GateContext& context) {
    RectangleGate gate;
    gate.bounds = std::move(bounds);
    for (std::size_t d = 0; d < axes.size(); ++d) {
        Dimension dimension = context.axes.dimension(axes[d], context.strategy);
        // Bounds at the ends of such an axis are not known to open; without its ends they do not.
        const bool linear = axes[d].display && std::holds_alternative<LinearTransform>(*axes[d].display);
        if (linear && !axes[d].has_ends) dimension.transform = "identity";
        gate.dimensions.push_back(std::move(dimension));
        gate.bounds[d].min *= axes[d].factor;
        gate.bounds[d].max *= axes[d].factor;
    }
    return gate;
}

}  // namespace asparagate::flowjo
