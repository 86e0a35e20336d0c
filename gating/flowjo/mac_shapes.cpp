#include "mac_shapes.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "ellipse_shape.hpp"
#include "unsupported.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

class MacShapeReader {
public:
    MacShapeReader(const XmlElement& shape, const std::string& population, const GateContext& context)
        : shape_(shape), population_(population), context_(context), vertices_(vertices()) {}

    /// `negated` makes the outside, whatever its value.
    FlowJoGate read() { return {gate(), shape_.attribute("", "negated").has_value()}; }

private:
    Gate gate() {
        const std::string_view kind = shape_.local_name();
        if (kind == "Polygon") return polygon();
        if (kind == "PolyRect") return rectangle();
        if (kind == "Ellipse") return ellipse();
        if (kind == "Range") return range();
        throw Unsupported{"J-GATE", "gates of the kind " + in_quotes(kind) + " are not known"};
    }

    [[noreturn]] void fail(const std::string& message) const { shape_.fail(population_, message); }
    std::vector<Point> vertices() const {
        std::vector<Point> result;
        const auto list = shape_.child("", "Polygon");
        for (const XmlElement& vertex : list ? list->children("", "Vertex") : std::vector<XmlElement>{})
            result.push_back({coordinate(vertex, "x"), coordinate(vertex, "y")});
        return result;
    }
    double coordinate(const XmlElement& vertex, const char* name) const {
        const std::string text = vertex.attribute("", name).value_or("");
        const auto value = parse_number(text);
        if (!value || !std::isfinite(*value))
            fail("a vertex coordinate of the polygon is " + in_quotes(text) + "; expected a finite number");
        return *value;
    }
    void require_vertices(std::size_t least, std::size_t most) const {
        if (vertices_.size() >= least && vertices_.size() <= most) return;
        fail("the " + std::string(shape_.local_name()) + " has " + std::to_string(vertices_.size()) +
             " vertices; expected " + (least == most ? std::to_string(least) : "at least " + std::to_string(least)));
    }

    GateAxis axis(const char* attribute) const {
        const std::string name = shape_.attribute("", attribute).value_or("");
        if (name.empty()) fail(std::string(attribute) + " is missing");
        return context_.axes.resolve(name);
    }
    std::array<GateAxis, 2> axes() const { return {axis("xAxisName"), axis("yAxisName")}; }
    Interval extent(std::size_t d) const {
        const auto [low, high] = std::minmax_element(vertices_.begin(), vertices_.end(),
                                                     [d](const Point& a, const Point& b) { return a[d] < b[d]; });
        if (!((*low)[d] < (*high)[d])) fail("the gate has no extent");
        return {(*low)[d], (*high)[d]};
    }

    /// FlowJo shows what lies beyond a table at its end, so a bound there holds all of it.
    static Interval on_display(Interval interval, const GateAxis& axis) {
        const auto* table = axis.display ? std::get_if<TableTransform>(&*axis.display) : nullptr;
        if (table == nullptr) return interval;
        if (interval.min <= table->values().front()) interval.min = -std::numeric_limits<double>::infinity();
        if (interval.max >= table->values().back()) interval.max = std::numeric_limits<double>::infinity();
        return interval;
    }

    PolygonGate polygon() {
        require_vertices(3, vertices_.size());
        return make_polygon(axes(), vertices_, 0, context_);
    }
    RectangleGate rectangle() {
        require_vertices(4, 4);
        const auto both = axes();
        return make_rectangle({both[0], both[1]}, {on_display(extent(0), both[0]), on_display(extent(1), both[1])},
                              context_);
    }
    /// Two points on a line along the axis that counts.
    RectangleGate range() {
        require_vertices(2, 2);
        const bool along_y = vertices_[0][0] == vertices_[1][0] && vertices_[0][1] != vertices_[1][1];
        const GateAxis only = axis(along_y ? "yAxisName" : "xAxisName");
        return make_rectangle({only}, {on_display(extent(along_y ? 1 : 0), only)}, context_);
    }
    /// The ends of the two axes as values of the scale; the ellipse is one on the display.
    EllipsoidGate ellipse() {
        require_vertices(4, 4);
        const auto both = axes();
        std::array<Point, 4> ends{};
        EllipsoidGate gate;
        for (std::size_t d = 0; d < 2; ++d) {
            gate.dimensions.push_back(context_.axes.dimension(both[d], context_.strategy));
            for (std::size_t v = 0; v < 4; ++v)
                ends[v][d] = both[d].display ? asparagate::apply(*both[d].display, vertices_[v][d]) : vertices_[v][d];
        }
        const auto shape = ellipse_from_ends(ends);
        if (!shape) fail("the ellipse has no area");
        gate.mean = {shape->center.begin(), shape->center.end()};
        gate.covariance = {shape->covariance.begin(), shape->covariance.end()};
        return gate;
    }

    const XmlElement& shape_;
    const std::string& population_;
    const GateContext& context_;
    std::vector<Point> vertices_;
};

}  // namespace

FlowJoGate read_mac_gate(const XmlElement& polygon_gate, const std::string& population, const GateContext& context) {
    for (const XmlElement& child : polygon_gate.children())
        if (!child.is("", "ParameterNames") && !child.is("", "Graph"))
            return MacShapeReader(child, population, context).read();
    polygon_gate.fail(population, "the gate has no shape");
}

}  // namespace asparagate::flowjo
