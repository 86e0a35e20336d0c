#include "gate_elements.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "names.hpp"
#include "scale_elements.hpp"

#include <algorithm>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

class GateReader {
public:
    GateReader(const PlacedGate& placed, const GateContext& context) : placed_(placed), context_(context) {}

    Gate read() {
        const std::string_view kind = placed_.element.local_name();
        if (kind == "RectangleGate") return rectangle();
        if (kind == "PolygonGate") return polygon();
        if (kind == "EllipsoidGate") return ellipsoid();
        if (kind == "QuadrantGate") return quadrant();
        return boolean();
    }

private:
    [[noreturn]] void fail(const XmlElement& element, const std::string& message) const {
        element.fail(placed_.path(), message);
    }

    [[nodiscard]] std::string compensation_of(const XmlElement& element) const {
        const std::string reference = required_attribute(element, gating, "compensation-ref");
        if (const auto matrix = context_.matrices.find(reference); matrix != context_.matrices.end())
            return matrix->second;
        if (lower_case(reference) == lower_case(uncompensated_reference)) return asparagate::uncompensated;
        if (lower_case(reference) == lower_case(file_reference)) return {};  // the strategy's: the file's own
        fail(element, "compensation-ref " + in_quotes(reference) + " is no matrix of the document");
    }
    [[nodiscard]] Dimension dimension(const XmlElement& element) const {
        if (context_.dimension) return context_.dimension(element);
        Dimension result;
        result.compensation = compensation_of(element);
        result.transform = element.attribute(gating, "transformation-ref").value_or("");
        if (!result.transform.empty() && !context_.transforms.contains(result.transform))
            fail(element, "transformation-ref " + in_quotes(result.transform) + " is no " +
                              (context_.ratios.contains(result.transform) ? "transform of one dimension (fratio)"
                                                                          : "transformation of the document"));
        if (const auto channel = element.child(data_type, "fcs-dimension")) {
            result.channel = required_attribute(*channel, data_type, "name");
            return result;
        }
        const auto made = element.child(data_type, "new-dimension");
        if (!made) fail(element, "a dimension has neither fcs-dimension nor new-dimension");
        result.ratio = true;
        result.channel = required_attribute(*made, data_type, "transformation-ref");
        if (!context_.ratios.contains(result.channel))
            fail(*made, "the new dimension " + in_quotes(result.channel) + " is no fratio of the document");
        return result;
    }
    [[nodiscard]] std::vector<XmlElement> dimension_elements() const {
        return placed_.element.children(gating, "dimension");
    }
    [[nodiscard]] std::vector<Dimension> dimensions() const {
        std::vector<Dimension> result;
        for (const XmlElement& element : dimension_elements()) result.push_back(dimension(element));
        return result;
    }
    /// On untransformed dimensions both units are the same; data units read better.
    template <typename Dimensions>
    static GateUnits units_of(const Dimensions& list) {
        const bool plain =
            std::all_of(list.begin(), list.end(), [](const Dimension& d) { return d.transform.empty(); });
        return plain ? GateUnits::data : GateUnits::scale;
    }
    [[nodiscard]] static std::vector<double> values_of(const XmlElement& element, std::string_view name) {
        std::vector<double> values;
        for (const XmlElement& item : element.children(gating, name))
            values.push_back(required_number(item, data_type, "value"));
        return values;
    }

    RectangleGate rectangle() {
        RectangleGate gate{dimensions(), {}, {}, {}};
        gate.units = units_of(gate.dimensions);
        for (const XmlElement& element : dimension_elements()) {
            Interval bounds;
            bounds.min = optional_number(element, gating, "min").value_or(bounds.min);
            bounds.max = optional_number(element, gating, "max").value_or(bounds.max);
            gate.bounds.push_back(bounds);
        }
        return gate;
    }

    PolygonGate polygon() {
        const auto axes = dimensions();
        if (axes.size() != 2)
            fail(placed_.element, "polygon has " + std::to_string(axes.size()) + " dimensions; expected 2");
        PolygonGate gate{{axes[0], axes[1]}, {}, units_of(axes)};
        for (const XmlElement& vertex : placed_.element.children(gating, "vertex")) {
            const auto point = values_of(vertex, "coordinate");
            if (point.size() != 2)
                fail(vertex, "a vertex has " + std::to_string(point.size()) + " coordinates; expected 2");
            gate.vertices.push_back({point[0], point[1]});
        }
        return gate;
    }

    EllipsoidGate ellipsoid() {
        EllipsoidGate gate;
        gate.dimensions = dimensions();
        const auto mean = placed_.element.child(gating, "mean");
        const auto matrix = placed_.element.child(gating, "covarianceMatrix");
        const auto distance = placed_.element.child(gating, "distanceSquare");
        if (!mean || !matrix || !distance)
            fail(placed_.element, "ellipsoid lacks its mean, covarianceMatrix or distanceSquare");
        gate.mean = values_of(*mean, "coordinate");
        for (const XmlElement& row : matrix->children(gating, "row")) {
            const auto entries = values_of(row, "entry");
            if (entries.size() != gate.dimensions.size())
                fail(row, "a row of the covariance has " + std::to_string(entries.size()) + " entries; expected " +
                              std::to_string(gate.dimensions.size()));
            gate.covariance.insert(gate.covariance.end(), entries.begin(), entries.end());
        }
        gate.distance_square = required_number(*distance, data_type, "value");
        return gate;
    }

    QuadrantGate quadrant() {
        QuadrantGate gate;
        std::vector<Dimension> axes;
        std::map<std::string, std::size_t> position;
        for (const XmlElement& element : placed_.element.children(gating, "divider")) {
            position[required_attribute(element, gating, "id")] = gate.dividers.size();
            QuadrantGate::Divider divider{dimension(element), {}};
            for (const XmlElement& value : element.children(gating, "value"))
                divider.values.push_back(parse_xml_number(value, value.text(), "value"));
            std::sort(divider.values.begin(), divider.values.end());
            divider.values.erase(std::unique(divider.values.begin(), divider.values.end()), divider.values.end());
            axes.push_back(divider.dimension);
            gate.dividers.push_back(std::move(divider));
        }
        gate.units = units_of(axes);
        const auto quadrants = placed_.element.children(gating, "Quadrant");
        for (std::size_t q = 0; q < quadrants.size(); ++q)
            gate.quadrants.push_back({placed_.quadrants[q], intervals(quadrants[q], gate, position)});
        return gate;
    }
    /// A location is only a probe: what counts is the interval of the divider that holds it.
    [[nodiscard]] std::vector<int> intervals(const XmlElement& quadrant, const QuadrantGate& gate,
                                             const std::map<std::string, std::size_t>& position) const {
        std::vector<int> result(gate.dividers.size(), QuadrantGate::Quadrant::any);
        for (const XmlElement& element : quadrant.children(gating, "position")) {
            const std::string reference = required_attribute(element, gating, "divider_ref");
            const auto divider = position.find(reference);
            if (divider == position.end())
                fail(element, "divider_ref " + in_quotes(reference) + " is no divider of the gate");
            const double location = required_number(element, gating, "location");
            const auto& values = gate.dividers[divider->second].values;
            const auto above = std::upper_bound(values.begin(), values.end(), location);
            int& interval = result[divider->second];
            const int found = static_cast<int>(above - values.begin());
            if (interval != QuadrantGate::Quadrant::any && interval != found)
                fail(element, "a quadrant has two positions on the divider " + in_quotes(reference));
            interval = found;
        }
        return result;
    }

    BooleanGate boolean() {
        for (const char* operation : {"and", "or", "not"})
            if (const auto element = placed_.element.child(gating, operation)) return combined(*element);
        fail(placed_.element, "the boolean gate has none of and, or, not");
    }
    [[nodiscard]] BooleanGate combined(const XmlElement& element) const {
        BooleanGate gate;
        const bool negated = element.local_name() == "not";
        gate.operation = element.local_name() == "or" ? BooleanGate::Operation::any_of : BooleanGate::Operation::all_of;
        for (const XmlElement& reference : element.children()) {
            const std::string id = operand_id(reference);
            const auto path = context_.paths.find(id);
            if (path == context_.paths.end())
                fail(reference,
                     "the referenced gate " + in_quotes(id) + " is not defined or a quadrant gate as a whole");
            gate.operands.push_back({path->second, flag(reference, gating, "use-as-complement") != negated});
        }
        if (negated && gate.operands.size() != 1)
            fail(element, "not has " + std::to_string(gate.operands.size()) + " operands; expected 1");
        return gate;
    }

    /// 1.5 lets a gate stand within another one, where 2.0 refers to it.
    [[nodiscard]] std::string operand_id(const XmlElement& operand) const {
        if (operand.is(gating, "gateReference")) return required_attribute(operand, gating, "ref");
        if (context_.dimension && operand.local_name().ends_with("Gate"))
            return required_attribute(operand, gating, "id");
        fail(operand, "an operand is " + in_quotes(operand.local_name()) + "; expected gateReference");
    }

    const PlacedGate& placed_;
    const GateContext& context_;
};

}  // namespace

Gate read_gate(const PlacedGate& placed, const GateContext& context) {
    try {
        return GateReader(placed, context).read();
    } catch (const GatingError& error) {
        if (!error.population().empty()) throw;
        throw GatingError("", placed.path(), error.what());
    }
}

}  // namespace asparagate::gatingml
