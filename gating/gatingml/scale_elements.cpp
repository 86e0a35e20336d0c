#include "scale_elements.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "names.hpp"

#include <cmath>
#include <limits>

namespace asparagate::gatingml {

using detail::XmlElement;

namespace {

std::string channel_name(const XmlElement& dimension) {
    const std::string name = required_attribute(dimension, data_type, "name");
    if (name.empty()) dimension.fail("", "a channel has an empty name");
    return name;
}

std::vector<std::string> channel_names(const XmlElement& matrix, std::string_view list) {
    const auto element = matrix.child(transforms, list);
    if (!element) matrix.fail("", "the matrix has no " + std::string(list));
    std::vector<std::string> names;
    for (const XmlElement& dimension : element->children(data_type, "fcs-dimension"))
        names.push_back(channel_name(dimension));
    return names;
}

Ratio read_fratio(const XmlElement& element) {
    const auto channels = element.children(data_type, "fcs-dimension");
    if (channels.size() != 2)
        element.fail("", "fratio has " + std::to_string(channels.size()) + " channels; expected 2");
    Ratio ratio{channel_name(channels[0]), channel_name(channels[1])};
    ratio.A = required_number(element, transforms, "A");
    ratio.B = required_number(element, transforms, "B");
    ratio.C = required_number(element, transforms, "C");
    return ratio;
}

UnboundedTransform read_function(const XmlElement& element) {
    const auto value = [&](const char* name) { return required_number(element, transforms, name); };
    const std::string_view type = element.local_name();
    if (type == "flin") return LinearTransform{value("T"), value("A")};
    if (type == "flog") return LogTransform{value("T"), value("M")};
    if (type == "fasinh") return AsinhTransform{value("T"), value("M"), value("A")};
    try {
        if (type == "logicle") return LogicleTransform::make(value("T"), value("W"), value("M"), value("A"));
        if (type == "hyperlog") return HyperlogTransform::make(value("T"), value("W"), value("M"), value("A"));
    } catch (const GatingError& error) {
        if (error.where().empty()) element.fail("", error.what());
        throw;
    }
    element.fail(
        "", "unknown transformation " + in_quotes(type) + "; expected flin, flog, fasinh, logicle, hyperlog or fratio");
}

std::optional<XmlElement> function_element(const XmlElement& transformation) {
    for (const XmlElement& child : transformation.children())
        if (!child.is(data_type, "custom_info")) return child;
    return std::nullopt;
}

}  // namespace

std::string required_attribute(const XmlElement& element, std::string_view space, std::string_view name) {
    if (auto value = element.attribute(space, name)) return *std::move(value);
    element.fail("", std::string(element.local_name()) + " has no attribute " + std::string(name));
}

double parse_xml_number(const XmlElement& element, std::string_view text, std::string_view what) {
    const std::string_view word = trim(text);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (word == "INF" || word == "+INF") return infinity;
    if (word == "-INF") return -infinity;
    const auto number = parse_number(word);
    if (!number || std::isnan(*number))
        element.fail("", std::string(what) + " is " + in_quotes(text) + "; expected a number");
    return *number;
}

std::optional<double> optional_number(const XmlElement& element, std::string_view space, std::string_view name) {
    const auto text = element.attribute(space, name);
    return text ? std::optional(parse_xml_number(element, *text, name)) : std::nullopt;
}

double required_number(const XmlElement& element, std::string_view space, std::string_view name) {
    return parse_xml_number(element, required_attribute(element, space, name), name);
}

bool flag(const XmlElement& element, std::string_view space, std::string_view name) {
    const auto text = element.attribute(space, name);
    if (!text || *text == "false" || *text == "0") return false;
    if (*text == "true" || *text == "1") return true;
    element.fail("", std::string(name) + " is " + in_quotes(*text) + "; expected true or false");
}

std::string custom_info_of(const XmlElement& element) {
    const auto info = element.child(data_type, "custom_info");
    return info ? info->raw_xml() : std::string();
}

std::variant<Transform, Ratio> read_transformation(const XmlElement& element) {
    const auto content = function_element(element);
    if (!content) element.fail("", "the transformation is empty");
    const auto low = optional_number(element, transforms, "boundMin");
    const auto high = optional_number(element, transforms, "boundMax");
    if (content->is(transforms, "fratio")) {
        Ratio ratio = read_fratio(*content);
        ratio.bound_min = low.value_or(ratio.bound_min);
        ratio.bound_max = high.value_or(ratio.bound_max);
        return ratio;
    }
    const UnboundedTransform function = read_function(*content);
    if (!low && !high) return std::visit([](const auto& t) { return Transform(t); }, function);
    BoundedTransform bounded{function};
    bounded.min = low.value_or(bounded.min);
    bounded.max = high.value_or(bounded.max);
    return Transform(bounded);
}

SpectrumMatrix read_spectrum_matrix(const XmlElement& element) {
    SpectrumMatrix matrix;
    matrix.fluorochromes = channel_names(element, "fluorochromes");
    matrix.detectors = channel_names(element, "detectors");
    matrix.inverted = flag(element, transforms, "matrix-inverted-already");
    matrix.custom_info = custom_info_of(element);
    std::vector<std::vector<double>> rows;
    for (const XmlElement& spectrum : element.children(transforms, "spectrum")) {
        auto& row = rows.emplace_back();
        for (const XmlElement& coefficient : spectrum.children(transforms, "coefficient"))
            row.push_back(required_number(coefficient, transforms, "value"));
        if (row.size() != rows.front().size()) spectrum.fail("", "the rows of the matrix differ in length");
    }
    const std::size_t n = matrix.fluorochromes.size(), m = matrix.detectors.size();
    const std::size_t height = rows.size(), width = rows.empty() ? 0 : rows.front().size();
    // An inverse has rows of detectors; one whose shape says the opposite is turned.
    const bool turned = matrix.inverted && n != m && height == n && width == m;
    if (!turned && (height != (matrix.inverted ? m : n) || width != (matrix.inverted ? n : m)))
        element.fail("", "the matrix is " + std::to_string(height) + " x " + std::to_string(width) + " for " +
                             std::to_string(n) + " fluorochromes and " + std::to_string(m) + " detectors");
    if (turned)
        for (std::size_t d = 0; d < m; ++d)
            for (std::size_t f = 0; f < n; ++f) matrix.values.push_back(rows[f][d]);
    else
        for (const auto& row : rows) matrix.values.insert(matrix.values.end(), row.begin(), row.end());
    Compensation::from_spectrum(matrix, element.place());
    return matrix;
}

}  // namespace asparagate::gatingml
