#include "gatingml_writer.hpp"

#include "../engine/ellipsoid.hpp"
#include "../strategy/population_path.hpp"
#include "../xml/xml_document.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "display_shapes.hpp"
#include "document_ids.hpp"
#include "names.hpp"

#include <cmath>

namespace asparagate::gatingml {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + detail::xml_escaped(value) + "\"";
}
std::string attribute(std::string_view name, double value) {
    return attribute(name, format_number(value));
}

class Writer {
public:
    explicit Writer(const GatingStrategy& strategy) : strategy_(strategy), ids_(strategy) {}

    StrategyText write() {
        text_ =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<gating:Gating-ML\n"
            "    xmlns:gating=\"http://www.isac-net.org/std/Gating-ML/v2.0/gating\"\n"
            "    xmlns:transforms=\"http://www.isac-net.org/std/Gating-ML/v2.0/transformations\"\n"
            "    xmlns:data-type=\"http://www.isac-net.org/std/Gating-ML/v2.0/datatypes\">\n";
        for (const std::string& info : strategy_.custom_info) write_custom_info("", info);
        for (const auto& [name, transform] : strategy_.transforms) write_transform(name, transform);
        for (const auto& [name, ratio] : strategy_.ratios) write_ratio(name, ratio);
        for (const auto& [name, matrix] : strategy_.matrices) write_matrix(name, matrix);
        for (const GateNode& node : strategy_.nodes) write_node(node);
        close("gating:Gating-ML");
        note_losses();
        return {std::move(text_), std::move(losses_)};
    }

private:
    // Elements ---------------------------------------------------------------------------------------------------
    void line(const std::string& content) { text_ += std::string(4 * depth_, ' ') + content + "\n"; }
    void open(const std::string& element) {
        line("<" + element + ">");
        ++depth_;
    }
    void close(std::string_view name) {
        depth_ -= depth_ > 0;
        line("</" + std::string(name) + ">");
    }
    void empty(const std::string& element) { line("<" + element + "/>"); }

    /// Raw XML is somebody's text until it has been parsed.
    void write_custom_info(const std::string& population, const std::string& info) {
        if (info.empty()) return;
        const auto document = detail::XmlDocument::parse(info, "custom_info");
        if (!document.root().is(data_type, "custom_info"))
            throw GatingError("", population, "custom_info does not hold one custom_info element of Gating-ML 2.0");
        line(document.root().raw_xml());
    }
    void lose(const char* code, const std::string& population, const std::string& message,
              Severity severity = Severity::warning) {
        losses_.push_back({code, severity, "", "", population, std::nullopt, message});
    }

    // Transformations and matrices -------------------------------------------------------------------------------
    struct FunctionText {
        std::string operator()(const IdentityTransform&) const { return ""; }
        std::string operator()(const BiexTransform&) const { return ""; }
        std::string operator()(const LinearTransform& t) const {
            return "transforms:flin" + attribute("transforms:T", t.T) + attribute("transforms:A", t.A);
        }
        std::string operator()(const LogTransform& t) const {
            return "transforms:flog" + attribute("transforms:T", t.T) + attribute("transforms:M", t.M);
        }
        std::string operator()(const AsinhTransform& t) const {
            return "transforms:fasinh" + attribute("transforms:T", t.T) + attribute("transforms:M", t.M) +
                   attribute("transforms:A", t.A);
        }
        std::string operator()(const LogicleTransform& t) const { return four("transforms:logicle", t); }
        std::string operator()(const HyperlogTransform& t) const { return four("transforms:hyperlog", t); }
        std::string operator()(const BoundedTransform& t) const { return std::visit(*this, t.function); }

        template <typename Function>
        static std::string four(const std::string& name, const Function& t) {
            return name + attribute("transforms:T", t.T()) + attribute("transforms:W", t.W()) +
                   attribute("transforms:M", t.M()) + attribute("transforms:A", t.A());
        }
    };
    static std::string bounds(double low, double high) {
        return (std::isfinite(low) ? attribute("transforms:boundMin", low) : "") +
               (std::isfinite(high) ? attribute("transforms:boundMax", high) : "");
    }
    [[nodiscard]] std::string transform_custom_info(const std::string& name) const {
        const auto info = strategy_.transform_custom_info.find(name);
        return info == strategy_.transform_custom_info.end() ? "" : info->second;
    }

    /// Bounds on the identity have no element: flin with T = 1 and A = 0 is the same function.
    static std::string function_of(const Transform& transform) {
        const auto* bounded = std::get_if<BoundedTransform>(&transform);
        if (bounded != nullptr && std::holds_alternative<IdentityTransform>(bounded->function))
            return FunctionText{}(LinearTransform{1, 0});
        return std::visit(FunctionText{}, transform);
    }
    void write_transform(const std::string& name, const Transform& transform) {
        const std::string function = function_of(transform);
        if (function.empty()) return;
        const auto* bounded = std::get_if<BoundedTransform>(&transform);
        open("transforms:transformation" + attribute("transforms:id", ids_.transform(name)) +
             (bounded != nullptr ? bounds(bounded->min, bounded->max) : ""));
        if (const std::string info = transform_custom_info(name); info.empty()) {
            empty(function);
        } else {
            open(function);
            write_custom_info("", info);
            close(function.substr(0, function.find(' ')));
        }
        close("transforms:transformation");
    }
    void write_ratio(const std::string& name, const Ratio& ratio) {
        open("transforms:transformation" + attribute("transforms:id", ids_.transform(name)) +
             bounds(ratio.bound_min, ratio.bound_max));
        open("transforms:fratio" + attribute("transforms:A", ratio.A) + attribute("transforms:B", ratio.B) +
             attribute("transforms:C", ratio.C));
        write_custom_info("", transform_custom_info(name));
        write_channel(ratio.numerator);
        write_channel(ratio.denominator);
        close("transforms:fratio");
        close("transforms:transformation");
    }
    void write_channel(const std::string& channel) {
        empty("data-type:fcs-dimension" + attribute("data-type:name", channel));
    }
    void write_channels(const std::string& element, const std::vector<std::string>& channels) {
        open(element);
        for (const std::string& channel : channels) write_channel(channel);
        close(element);
    }
    void write_matrix(const std::string& name, const SpectrumMatrix& matrix) {
        open("transforms:spectrumMatrix" + attribute("transforms:id", ids_.matrix(name)) +
             (matrix.inverted ? attribute("transforms:matrix-inverted-already", "true") : ""));
        write_custom_info("", matrix.custom_info);
        write_channels("transforms:fluorochromes", matrix.fluorochromes);
        write_channels("transforms:detectors", matrix.detectors);
        const std::size_t width = (matrix.inverted ? matrix.fluorochromes : matrix.detectors).size();
        for (std::size_t row = 0; row < matrix.values.size(); row += width) {
            open("transforms:spectrum");
            for (std::size_t column = 0; column < width; ++column)
                empty("transforms:coefficient" + attribute("transforms:value", matrix.values[row + column]));
            close("transforms:spectrum");
        }
        close("transforms:spectrumMatrix");
        if (matrix.fluorochromes.size() < 2)
            lose("X-MATRIX", "",
                 "matrix " + in_quotes(name) + " has one fluorochrome; the schema of Gating-ML asks for two");
    }

    // Dimensions -------------------------------------------------------------------------------------------------
    /// The transform of a dimension as far as it is known without a file.
    [[nodiscard]] Transform transform_of(const Dimension& dimension) const {
        Parameter parameter;
        parameter.name = parameter.marker = dimension.channel;
        return strategy_.transform_for(dimension, parameter);
    }
    [[nodiscard]] std::vector<Transform> transforms_of(const std::vector<Dimension>& dimensions) const {
        std::vector<Transform> result;
        for (const Dimension& dimension : dimensions) result.push_back(transform_of(dimension));
        return result;
    }
    [[nodiscard]] std::string compensation_attribute(const Dimension& dimension) const {
        const std::string& own = dimension.compensation.empty() ? strategy_.compensation : dimension.compensation;
        const std::string reference = own == asparagate::uncompensated ? std::string(uncompensated_reference)
                                      : own == file_compensation       ? std::string(file_reference)
                                                                       : ids_.matrix(own);
        return attribute("gating:compensation-ref", reference);
    }
    /// Which of equal transforms is named does not matter.
    [[nodiscard]] std::string transform_attribute(const Dimension& dimension, const Transform& transform) const {
        if (std::holds_alternative<IdentityTransform>(transform)) return "";
        if (strategy_.transforms.contains(dimension.transform))
            return attribute("gating:transformation-ref", ids_.transform(dimension.transform));
        for (const auto& [name, known] : strategy_.transforms)
            if (known == transform) return attribute("gating:transformation-ref", ids_.transform(name));
        return "";
    }
    /// `scaled`: values of this dimension are on its scale.
    void write_dimension(const std::string& element, const Dimension& dimension, const Transform& transform,
                         bool scaled, const std::string& further = "", const std::vector<std::string>& content = {}) {
        open(element + compensation_attribute(dimension) + (scaled ? transform_attribute(dimension, transform) : "") +
             further);
        if (dimension.ratio)
            empty("data-type:new-dimension" +
                  attribute("data-type:transformation-ref", ids_.transform(dimension.channel)));
        else
            write_channel(dimension.channel);
        for (const std::string& item : content) line(item);
        close(element);
    }

    // Gates ------------------------------------------------------------------------------------------------------
    void write_node(const GateNode& node) {
        path_ = detail::child_path(node.parent, node.name);
        std::visit([&](const auto& gate) { write_gate(node, gate); }, node.gate);
        if (!node.note.empty()) lose("X-NOTE", path_, "the note is not written", Severity::note);
    }
    /// A name that is no id is kept as gating:name, which readers know.
    void open_gate(const std::string& element, const GateNode& node, const std::string& id) {
        open(element + attribute("gating:id", id) +
             (node.parent == "/" ? "" : attribute("gating:parent_id", ids_.population(node.parent))) +
             (id == node.name ? "" : attribute("gating:name", node.name)));
        write_custom_info(path_, node.custom_info);
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
        open_gate("gating:RectangleGate", node, ids_.population(path_));
        const bool scale_units = gate.units == GateUnits::scale;
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d) {
            const Transform transform = transform_of(gate.dimensions[d]);
            const double min = gate.control && d == 0 ? gate.control->fallback : gate.bounds[d].min;
            const double low = bound_of(min, scale_units, transform);
            const double high = bound_of(gate.bounds[d].max, scale_units, transform);
            if (std::isfinite(gate.bounds[d].max) && !std::isfinite(high))
                throw GatingError("", path_,
                                  "no event lies below the upper bound " + format_number(gate.bounds[d].max) +
                                      ", which Gating-ML 2.0 cannot express");
            write_dimension("gating:dimension", gate.dimensions[d], transform, scale_units && is_standard(transform),
                            (std::isfinite(low) ? attribute("gating:min", low) : "") +
                                (std::isfinite(high) ? attribute("gating:max", high) : ""));
        }
        close("gating:RectangleGate");
        if (gate.control)
            lose("X-CONTROL", path_,
                 "the threshold from control " + in_quotes(gate.control->control) + " is written as its fallback " +
                     format_number(gate.control->fallback));
    }

    void write_gate(const GateNode& node, const PolygonGate& gate) {
        const std::array<Transform, 2> axes = {transform_of(gate.dimensions[0]), transform_of(gate.dimensions[1])};
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
            vertices = cut_edges(vertices, axes);
            lose("X-CURVE", path_,
                 "the edges are straight on a biexponential axis, which Gating-ML 2.0 lacks; each is written as " +
                     std::to_string(pieces_per_edge) + " pieces, so events on its very edge may differ");
        }
        open_gate("gating:PolygonGate", node, ids_.population(path_));
        for (std::size_t d = 0; d < 2; ++d)
            write_dimension("gating:dimension", dimensions[d], axes[d], is_standard(axes[d]));
        for (const auto& vertex : vertices) write_values("gating:vertex", "gating:coordinate", {vertex[0], vertex[1]});
        close("gating:PolygonGate");
    }
    void write_values(const std::string& element, const std::string& item, const std::vector<double>& values) {
        open(element);
        for (const double value : values) empty(item + attribute("data-type:value", value));
        close(element);
    }

    void write_gate(const GateNode& node, const EllipsoidGate& gate) {
        const auto axes = transforms_of(gate.dimensions);
        if (!std::all_of(axes.begin(), axes.end(), is_standard)) return write_as_polygon(node, gate, axes);
        open_gate("gating:EllipsoidGate", node, ids_.population(path_));
        const std::size_t n = gate.dimensions.size();
        for (std::size_t d = 0; d < n; ++d) write_dimension("gating:dimension", gate.dimensions[d], axes[d], true);
        write_values("gating:mean", "gating:coordinate", gate.mean);
        open("gating:covarianceMatrix");
        for (std::size_t row = 0; row < n; ++row) {
            const auto first = gate.covariance.begin() + static_cast<std::ptrdiff_t>(row * n);
            write_values("gating:row", "gating:entry", {first, first + static_cast<std::ptrdiff_t>(n)});
        }
        close("gating:covarianceMatrix");
        empty("gating:distanceSquare" + attribute("data-type:value", gate.distance_square));
        close("gating:EllipsoidGate");
    }
    void write_as_polygon(const GateNode& node, const EllipsoidGate& gate, const std::vector<Transform>& axes) {
        if (axes.size() != 2 || !detail::is_covariance(gate.covariance, 2))
            throw GatingError("", path_,
                              "an ellipse on a biexponential axis can be written with two dimensions and a "
                              "proper covariance only");
        write_polygon(node, {gate.dimensions[0], gate.dimensions[1]}, {axes[0], axes[1]}, ellipse_outline(gate));
    }

    void write_gate(const GateNode& node, const QuadrantGate& gate) {
        open_gate("gating:QuadrantGate", node, ids_.claim(node.name));
        const bool scale_units = gate.units == GateUnits::scale;
        std::vector<std::string> dividers;
        std::vector<std::vector<double>> values;
        for (const auto& divider : gate.dividers) {
            const Transform transform = transform_of(divider.dimension);
            auto& own = values.emplace_back();
            std::vector<std::string> content;
            for (const double value : divider.values) {
                own.push_back(bound_of(value, scale_units, transform));
                if (!std::isfinite(own.back()))
                    throw GatingError("", path_, "a divider lies beyond the axis, which Gating-ML 2.0 cannot express");
                content.push_back("<gating:value>" + format_number(own.back()) + "</gating:value>");
            }
            dividers.push_back(ids_.claim(node.name + "." + divider.dimension.channel));
            write_dimension("gating:divider", divider.dimension, transform, scale_units && is_standard(transform),
                            attribute("gating:id", dividers.back()), content);
        }
        for (const auto& quadrant : gate.quadrants) write_quadrant(node, quadrant, dividers, values);
        close("gating:QuadrantGate");
    }
    void write_quadrant(const GateNode& node, const QuadrantGate::Quadrant& quadrant,
                        const std::vector<std::string>& dividers, const std::vector<std::vector<double>>& values) {
        const std::string path = detail::child_path(node.parent, quadrant.name);
        const std::string& id = ids_.population(path);
        if (id != quadrant.name) lose("X-NAME", path, "a quadrant has no name in Gating-ML 2.0 but its id: " + id);
        open("gating:Quadrant" + attribute("gating:id", id));
        bool restricted = false;
        for (std::size_t d = 0; d < dividers.size(); ++d) {
            if (quadrant.intervals[d] == QuadrantGate::Quadrant::any) continue;
            restricted = true;
            empty("gating:position" + attribute("gating:divider_ref", dividers[d]) +
                  attribute("gating:location", probe(values[d], static_cast<std::size_t>(quadrant.intervals[d]))));
        }
        if (!restricted)
            throw GatingError("", path,
                              "the population is restricted by no divider, which Gating-ML 2.0 cannot express");
        close("gating:Quadrant");
    }
    /// A place within an interval: its lower end belongs to it, and below the first value lies anything less.
    static double probe(const std::vector<double>& values, std::size_t interval) {
        if (interval > 0) return values[interval - 1];
        return std::min(values[0] - 1, std::nextafter(values[0], -HUGE_VAL));
    }

    void write_gate(const GateNode& node, const BooleanGate& gate) {
        open_gate("gating:BooleanGate", node, ids_.population(path_));
        const bool single = gate.operands.size() == 1;
        const bool negated = single && gate.operands.front().complement;
        const std::string element = negated                                            ? "gating:not"
                                    : gate.operation == BooleanGate::Operation::all_of ? "gating:and"
                                                                                       : "gating:or";
        open(element);
        for (const auto& operand : gate.operands) write_reference(operand.population, operand.complement && !negated);
        // The schema asks for two operands; twice the same changes nothing.
        if (single && !negated) write_reference(gate.operands.front().population, false);
        close(element);
        close("gating:BooleanGate");
    }
    void write_reference(const std::string& population, bool complement) {
        empty("gating:gateReference" + attribute("gating:ref", ids_.population(population)) +
              (complement ? attribute("gating:use-as-complement", "true") : ""));
    }

    // Losses -----------------------------------------------------------------------------------------------------
    void note_losses() {
        if (!strategy_.name.empty() || !strategy_.description.empty())
            lose("X-TITLE", "", "name and description of the strategy are not written", Severity::note);
        if (!strategy_.panel.empty())
            lose("X-PANEL", "",
                 "the further names of the panel are not written: other programs look for the channels as "
                 "the gates name them");
        if (!strategy_.scales.empty())
            lose("X-SCALES", "", "the default scales are written with each gate; a gate drawn later has none",
                 Severity::note);
    }

    const GatingStrategy& strategy_;
    DocumentIds ids_;
    std::string text_, path_;
    std::size_t depth_ = 1;
    Findings losses_;
};

}  // namespace

StrategyText write_gatingml(const GatingStrategy& strategy) {
    validate_strategy(strategy, "");
    return Writer(strategy).write();
}

}  // namespace asparagate::gatingml
