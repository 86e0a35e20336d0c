#include "gate_writer.hpp"

#include "../engine/ellipsoid.hpp"
#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "dimension_writer.hpp"
#include "display_shapes.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::gatingml {
namespace {

class GateWriter {
public:
    explicit GateWriter(Document& document) : document_(document), dimensions_(document) {}

    void write_node(const GateNode& node) {
        path_ = detail::child_path(node.parent, node.name);
        std::visit([&](const auto& gate) { write_gate(node, gate); }, node.gate);
        if (!node.note.empty()) document_.lose("X-NOTE", path_, "the note is not written", Severity::note);
    }

private:
    /// A name that is no id is kept as gating:name, which readers know.
    void open_gate(const std::string& element, const GateNode& node, const std::string& id) {
        document_.xml.open(
            element + attribute("gating:id", id) +
            (node.parent == "/" ? "" : attribute("gating:parent_id", document_.ids.population(node.parent))) +
            (id == node.name ? "" : attribute("gating:name", node.name)));
        document_.xml.custom_info(path_, node.custom_info);
    }
    /// The bound in the units in which it is written: exactly the same events, whatever the units.
    [[nodiscard]] double bound_of(double bound, bool scale_units, const Transform& transform) const {
        if (!scale_units || is_standard(transform) || !std::isfinite(bound)) return bound;
        const auto exact = exact_data_bound(transform, bound);
        if (!exact || (!std::isfinite(*exact) && *exact > 0))
            throw GatingError(
                "", path_,
                "the bound " + format_number(bound) + " lies beyond the axis, which Gating-ML 2.0 cannot express");
        return *exact;
    }
    void write_gate(const GateNode& node, const RectangleGate& gate) {
        open_gate("gating:RectangleGate", node, document_.ids.population(path_));
        const bool scale_units = gate.units == GateUnits::scale;
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d) {
            const Transform transform = dimensions_.transform_of(gate.dimensions[d]);
            const double min = gate.control && d == 0 ? gate.control->fallback : gate.bounds[d].min;
            const double low = bound_of(min, scale_units, transform);
            const double high = bound_of(gate.bounds[d].max, scale_units, transform);
            if (std::isfinite(gate.bounds[d].max) && !std::isfinite(high))
                throw GatingError("", path_,
                                  "no event lies below the upper bound " + format_number(gate.bounds[d].max) +
                                      ", which Gating-ML 2.0 cannot express");
            dimensions_.write("gating:dimension", gate.dimensions[d], transform, scale_units && is_standard(transform),
                              (std::isfinite(low) ? attribute("gating:min", low) : "") +
                                  (std::isfinite(high) ? attribute("gating:max", high) : ""));
        }
        document_.xml.close("gating:RectangleGate");
        if (gate.control)
            document_.lose("X-CONTROL", path_,
                           "the threshold from control " + in_quotes(gate.control->control) +
                               " is written as its fallback " + format_number(gate.control->fallback));
    }

    void write_gate(const GateNode& node, const PolygonGate& gate) {
        const std::array<Transform, 2> axes = {dimensions_.transform_of(gate.dimensions[0]),
                                               dimensions_.transform_of(gate.dimensions[1])};
        Vertices vertices = gate.vertices;
        if (gate.units == GateUnits::data)
            for (auto& vertex : vertices)
                for (std::size_t d = 0; d < 2; ++d) vertex[d] = asparagate::apply(axes[d], vertex[d]);
        for (const auto& vertex : vertices)
            if (!std::isfinite(vertex[0]) || !std::isfinite(vertex[1]))
                throw GatingError("", path_, "a vertex has no place on its scale, so the gate cannot be written");
        write_polygon(node, gate.dimensions, axes, vertices);
    }
    void write_polygon(const GateNode& node, const std::array<Dimension, 2>& dimensions,
                       const std::array<Transform, 2>& axes, Vertices vertices) {
        if (!is_standard(axes[0]) || !is_standard(axes[1])) {
            vertices = cut_edges(vertices, axes, {!is_standard(axes[0]), !is_standard(axes[1])}, pieces_per_edge);
            document_.lose("X-CURVE", path_,
                           "the edges are straight on an axis that Gating-ML 2.0 lacks (biexponential, log or table of "
                           "FlowJo); each is written as " +
                               std::to_string(pieces_per_edge) + " pieces, so events on its very edge may differ");
        }
        open_gate("gating:PolygonGate", node, document_.ids.population(path_));
        for (std::size_t d = 0; d < 2; ++d)
            dimensions_.write("gating:dimension", dimensions[d], axes[d], is_standard(axes[d]));
        for (const auto& vertex : vertices)
            document_.xml.values("gating:vertex", "gating:coordinate", {vertex[0], vertex[1]});
        document_.xml.close("gating:PolygonGate");
    }
    void write_gate(const GateNode& node, const EllipsoidGate& gate) {
        const auto axes = dimensions_.transforms_of(gate.dimensions);
        if (!std::all_of(axes.begin(), axes.end(), is_standard)) return write_as_polygon(node, gate, axes);
        open_gate("gating:EllipsoidGate", node, document_.ids.population(path_));
        const std::size_t n = gate.dimensions.size();
        for (std::size_t d = 0; d < n; ++d) dimensions_.write("gating:dimension", gate.dimensions[d], axes[d], true);
        document_.xml.values("gating:mean", "gating:coordinate", gate.mean);
        document_.xml.open("gating:covarianceMatrix");
        for (std::size_t row = 0; row < n; ++row) {
            const auto first = gate.covariance.begin() + static_cast<std::ptrdiff_t>(row * n);
            document_.xml.values("gating:row", "gating:entry", {first, first + static_cast<std::ptrdiff_t>(n)});
        }
        document_.xml.close("gating:covarianceMatrix");
        document_.xml.empty("gating:distanceSquare" + attribute("data-type:value", gate.distance_square));
        document_.xml.close("gating:EllipsoidGate");
    }
    void write_as_polygon(const GateNode& node, const EllipsoidGate& gate, const std::vector<Transform>& axes) {
        if (axes.size() != 2 || !detail::is_covariance(gate.covariance, 2))
            throw GatingError("", path_,
                              "an ellipse on a biexponential axis can be written with two dimensions and a "
                              "proper covariance only");
        write_polygon(node, {gate.dimensions[0], gate.dimensions[1]}, {axes[0], axes[1]}, ellipse_outline(gate));
    }

    void write_gate(const GateNode& node, const QuadrantGate& gate) {
        open_gate("gating:QuadrantGate", node, document_.ids.claim(node.name));
        const bool scale_units = gate.units == GateUnits::scale;
        std::vector<std::string> dividers;
        std::vector<std::vector<double>> values;
        for (const auto& divider : gate.dividers) {
            const Transform transform = dimensions_.transform_of(divider.dimension);
            auto& own = values.emplace_back();
            std::vector<std::string> content;
            for (const double value : divider.values) {
                own.push_back(bound_of(value, scale_units, transform));
                if (!std::isfinite(own.back()))
                    throw GatingError("", path_, "a divider lies beyond the axis, which Gating-ML 2.0 cannot express");
                content.push_back("<gating:value>" + format_number(own.back()) + "</gating:value>");
            }
            dividers.push_back(document_.ids.claim(node.name + "." + divider.dimension.channel));
            dimensions_.write("gating:divider", divider.dimension, transform, scale_units && is_standard(transform),
                              attribute("gating:id", dividers.back()), content);
        }
        for (const auto& quadrant : gate.quadrants) write_quadrant(node, quadrant, dividers, values);
        document_.xml.close("gating:QuadrantGate");
    }
    void write_quadrant(const GateNode& node, const QuadrantGate::Quadrant& quadrant,
                        const std::vector<std::string>& dividers, const std::vector<std::vector<double>>& values) {
        const std::string path = detail::child_path(node.parent, quadrant.name);
        const std::string& id = document_.ids.population(path);
        if (id != quadrant.name)
            document_.lose("X-NAME", path, "a quadrant has no name in Gating-ML 2.0 but its id: " + id);
        document_.xml.open("gating:Quadrant" + attribute("gating:id", id));
        bool restricted = false;
        for (std::size_t d = 0; d < dividers.size(); ++d) {
            if (quadrant.intervals[d] == QuadrantGate::Quadrant::any) continue;
            restricted = true;
            document_.xml.empty(
                "gating:position" + attribute("gating:divider_ref", dividers[d]) +
                attribute("gating:location", probe(values[d], static_cast<std::size_t>(quadrant.intervals[d]))));
        }
        if (!restricted)
            throw GatingError("", path,
                              "the population is restricted by no divider, which Gating-ML 2.0 cannot express");
        document_.xml.close("gating:Quadrant");
    }
    /// A place within an interval: its lower end belongs to it, and below the first value lies anything less.
    static double probe(const std::vector<double>& values, std::size_t interval) {
        if (interval > 0) return values[interval - 1];
        return std::min(values[0] - 1, std::nextafter(values[0], -HUGE_VAL));
    }

    void write_gate(const GateNode& node, const BooleanGate& gate) {
        open_gate("gating:BooleanGate", node, document_.ids.population(path_));
        const bool single = gate.operands.size() == 1;
        const bool negated = single && gate.operands.front().complement;
        const std::string element = negated                                            ? "gating:not"
                                    : gate.operation == BooleanGate::Operation::all_of ? "gating:and"
                                                                                       : "gating:or";
        document_.xml.open(element);
        for (const auto& operand : gate.operands) write_reference(operand.population, operand.complement && !negated);
        // The schema asks for two operands; twice the same changes nothing.
        if (single && !negated) write_reference(gate.operands.front().population, false);
        document_.xml.close(element);
        document_.xml.close("gating:BooleanGate");
    }
    void write_reference(const std::string& population, bool complement) {
        document_.xml.empty("gating:gateReference" + attribute("gating:ref", document_.ids.population(population)) +
                            (complement ? attribute("gating:use-as-complement", "true") : ""));
    }

    Document& document_;
    DimensionWriter dimensions_;
    std::string path_;
};

}  // namespace

void write_gate(Document& document, const GateNode& node) {
    GateWriter(document).write_node(node);
}

}  // namespace asparagate::gatingml
