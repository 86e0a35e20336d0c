#include "diva_gates.hpp"

#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "diva_elements.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::diva {
namespace {

using detail::XmlElement;

constexpr double full_scale = 262144;  // of linear values
constexpr double bins = 4096;          // of a display
constexpr double decades = 4.5;        // of a biexponential display
/// y of log10(x) is log10(x) + 1: any base line serves, as edges are straight in the logarithm.
constexpr const char* log_scale = "log10";
constexpr double log_shift = 1;

std::string full_name_of(const XmlElement& element) {
    auto name = element.attribute("", "fullname");
    if (!name) element.fail("", "a gate has no fullname");
    return *std::move(name);
}

/// `All Events\P1\P2` -> `All Events\P1`; empty for the root.
std::string parent_of(const std::string& full_name) {
    const auto last = full_name.rfind('\\');
    return last == std::string::npos ? "" : full_name.substr(0, last);
}

std::string last_of(const std::string& full_name) {
    std::string name = full_name.substr(full_name.rfind('\\') + 1);
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

/// The path of `All Events\P1\P2` is /P1/P2.
std::string path_of(const std::string& full_name) {
    const auto root = full_name.find('\\');
    if (root == std::string::npos) return "/";
    std::string path = full_name.substr(root);
    std::replace(path.begin(), path.end(), '/', '_');
    std::replace(path.begin(), path.end(), '\\', '/');
    return path;
}

std::vector<std::string> texts_of(const XmlElement& element, std::string_view name) {
    std::vector<std::string> texts;
    for (const XmlElement& child : element.children("", name)) texts.emplace_back(trim(child.text()));
    return texts;
}

}  // namespace

std::vector<GateNode> GateReader::read(const XmlElement& gates) {
    by_full_name_.clear(), parts_.clear(), left_out_.clear();
    const auto elements = gates.children("", "gate");
    for (const XmlElement& element : elements)
        if (!by_full_name_.emplace(full_name_of(element), element).second)
            element.fail(path_of(full_name_of(element)), "is defined twice in one tube");
    std::vector<GateNode> nodes;
    for (const XmlElement& element : elements) add(element, nodes);
    return nodes;
}

void GateReader::add(const XmlElement& element, std::vector<GateNode>& nodes) {
    const std::string full_name = full_name_of(element);
    current_ = path_of(full_name);
    if (parts_.contains(full_name)) return;
    if (is_left_out(element)) {
        left_out_.insert(full_name);
        return note("X-GATE", Severity::warning, "rests on a gate that is left out, so it is left out too");
    }
    auto gate = gate_of(element);
    if (!gate) return;
    std::string name = last_of(full_name);
    if (const auto* quadrant = std::get_if<QuadrantGate>(&*gate)) {
        name.clear();
        for (const auto& part : quadrant->quadrants) name += (name.empty() ? "" : " ") + part.name;
    }
    nodes.push_back({path_of(parent_of(full_name)), std::move(name), *std::move(gate), ""});
}

bool GateReader::is_left_out(const XmlElement& element) const {
    const auto inputs = texts_of(element, "input");
    return left_out_.contains(parent_of(full_name_of(element))) ||
           std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return left_out_.contains(input); });
}

/// nullopt for the root and for what cannot be read.
std::optional<Gate> GateReader::gate_of(const XmlElement& element) {
    const std::string type = element.attribute("", "type").value_or("");
    if (type == "EventSource_Classifier") return std::nullopt;
    if (type == "Region_Classifier") return region_gate(element);
    if (type == "SnapTo_Classifier" || type == "SnapTo_Interval_Classifier") {
        note("X-SNAP", Severity::note,
             "follows its population by itself in FACSDiva; the place that is stored is used");
        return region_gate(element);
    }
    if (type == "Composite_Classifier") return crosshair(element);
    for (const std::string_view kind : {"AND", "OR", "NOT", "RestOf"})
        if (type == std::string(kind) + "_Classifier") return boolean(element, kind);
    left_out_.insert(full_name_of(element));
    note("X-GATE", Severity::warning, "a gate of the type " + in_quotes(type) + " is not read");
    return std::nullopt;
}

Gate GateReader::region_gate(const XmlElement& element) {
    const auto region = element.child("", "region");
    if (!region) fail(element, "has no region");
    const std::string type = region->attribute("", "type").value_or("");
    if (type == "RECTANGLE_REGION") return bounded(element, *region, 2);
    if (type == "INTERVAL_REGION") return bounded(element, *region, 1);
    if (type == "POLYGON_REGION") return polygon(element, *region);
    fail(*region, "the region type " + in_quotes(type) +
                      " is unknown; expected RECTANGLE_REGION, POLYGON_REGION or INTERVAL_REGION");
}

/// A rectangle of two axes or an interval of one, from the corners of its outline.
Gate GateReader::bounded(const XmlElement& element, const XmlElement& region, std::size_t axes) {
    RectangleGate gate;
    const Points corners = points(region);
    if (corners.size() < 2) fail(region, "has " + std::to_string(corners.size()) + " points; expected at least 2");
    bool scaled = false;
    for (std::size_t d = 0; d < axes; ++d) {
        const Axis own = axis(element, region, d == 0 ? 'x' : 'y');
        Interval bounds{corners[0][d], corners[0][d]};
        for (const auto& corner : corners) {
            bounds.min = std::min(bounds.min, corner[d]);
            bounds.max = std::max(bounds.max, corner[d]);
        }
        gate.dimensions.push_back(own.dimension);
        gate.bounds.push_back({own.place(bounds.min), own.place(bounds.max)});
        scaled = scaled || !own.dimension.transform.empty();
    }
    gate.units = scaled ? GateUnits::scale : GateUnits::data;
    return gate;
}

Gate GateReader::polygon(const XmlElement& element, const XmlElement& region) {
    const Axis x = axis(element, region, 'x'), y = axis(element, region, 'y');
    PolygonGate gate{{x.dimension, y.dimension}, {}, GateUnits::data};
    if (!x.dimension.transform.empty() || !y.dimension.transform.empty()) gate.units = GateUnits::scale;
    for (const auto& point : points(region)) gate.vertices.push_back({x.place(point[0]), y.place(point[1])});
    return gate;
}

/// Four gates around one point, each an outline that ends at the edge of the plot and means everything beyond it.
QuadrantGate GateReader::crosshair(const XmlElement& element) {
    const auto region = element.child("", "region");
    if (!region) fail(element, "has no region");
    const Points center = points(*region);
    if (center.empty()) fail(*region, "has no point");
    const Axis x = axis(element, *region, 'x'), y = axis(element, *region, 'y');
    QuadrantGate gate;
    gate.dividers = {{x.dimension, {x.place(center[0][0])}}, {y.dimension, {y.place(center[0][1])}}};
    const bool scaled = !x.dimension.transform.empty() || !y.dimension.transform.empty();
    gate.units = scaled ? GateUnits::scale : GateUnits::data;
    for (const std::string& part : texts_of(element, "bin")) {
        const auto found = by_full_name_.find(part);
        const auto outline = found == by_full_name_.end() ? std::nullopt : found->second.child("", "region");
        if (!outline) fail(element, "its part " + in_quotes(part) + " is no gate with a region");
        double to_right = 0, to_top = 0;
        for (const auto& corner : points(*outline)) {
            to_right += corner[0] - center[0][0];
            to_top += corner[1] - center[0][1];
        }
        gate.quadrants.push_back({last_of(part), {to_right > 0 ? 1 : 0, to_top > 0 ? 1 : 0}});
        parts_.insert(part);
    }
    return gate;
}

BooleanGate GateReader::boolean(const XmlElement& element, std::string_view type) const {
    BooleanGate gate;
    gate.operation = type == "OR" ? BooleanGate::Operation::any_of : BooleanGate::Operation::all_of;
    const bool complement = type == "NOT" || type == "RestOf";
    for (const std::string& input : texts_of(element, "input")) {
        if (!by_full_name_.contains(input)) fail(element, "its input " + in_quotes(input) + " is no gate of the tube");
        gate.operands.push_back({path_of(input), complement});
    }
    if (gate.operands.empty()) fail(element, "has no input");
    return gate;
}

/// Not scaled: the value itself or its logarithm. Scaled: bins of the display, biexponential where it is logarithmic.
GateReader::Axis GateReader::axis(const XmlElement& element, const XmlElement& region, char letter) {
    const std::string own(1, letter), prefix = own + "_parameter_";
    Axis axis;
    axis.dimension.channel = region.attribute("", own + "parm").value_or("");
    if (axis.dimension.channel.empty()) fail(region, "names no parameter on its " + own + " axis");
    const bool scaled = child_flag(element, "is_" + prefix + "scaled");
    const bool logarithmic = child_flag(element, "is_" + prefix + "log");
    if (scaled && logarithmic) {
        axis.dimension.transform = biexponential(child_number(element, prefix + "scale_value"));
        axis.factor = 1 / bins;
    } else if (scaled) {
        axis.factor = full_scale / bins;
    } else if (logarithmic) {
        strategy_.transforms[log_scale] = LogTransform{1, 1};
        axis.dimension.transform = log_scale;
        axis.shift = log_shift;
    }
    return axis;
}

GateReader::Points GateReader::points(const XmlElement& region) const {
    Points result;
    if (const auto list = region.child("", "points"))
        for (const XmlElement& point : list->children("", "point"))
            result.push_back({number_attribute(point, "x"), number_attribute(point, "y")});
    return result;
}

/// FACSDiva's display: a logicle whose linear part reaches down to the scale value r below zero,
/// W = (M - log10(T / |r|)) / 2.
std::string GateReader::biexponential(double scale_value) {
    const double reach = std::min(std::abs(scale_value), full_scale);
    const double width = reach > 0 ? std::max(0.0, (decades - std::log10(full_scale / reach)) / 2) : 0;
    const std::string name = "biexponential " + format_number(scale_value);
    strategy_.transforms.insert_or_assign(name, LogicleTransform::make(full_scale, width, decades, 0));
    return name;
}

void GateReader::note(const char* code, Severity severity, const std::string& message) {
    findings_.push_back({code, severity, file_, "", current_, std::nullopt, message});
}

void GateReader::fail(const XmlElement& element, const std::string& message) const {
    element.fail(current_, message);
}

}  // namespace asparagate::diva
