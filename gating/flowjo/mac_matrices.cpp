#include "mac_matrices.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "spillover_elements.hpp"

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

/// Version 3.0 names some attributes otherwise than 2.0.
std::string either(const XmlElement& element, const char* name, const char* other) {
    if (auto value = element.attribute("", name)) return *std::move(value);
    return element.attribute("", other).value_or("");
}
SpectrumMatrix read_channels(const XmlElement& element) {
    SpectrumMatrix matrix;
    const auto channels = element.children("", "Channel");
    for (const XmlElement& channel : channels) matrix.fluorochromes.push_back(either(channel, "name", "fluorName"));
    matrix.detectors = matrix.fluorochromes;
    for (const XmlElement& channel : channels) {
        const auto values = channel.children("", "ChannelValue");
        for (std::size_t column = 0; column < values.size(); ++column) {
            const bool in_order = column < matrix.detectors.size() &&
                                  either(values[column], "name", "fluorName") == matrix.detectors[column];
            const auto value = parse_number(either(values[column], "value", "spillValue"));
            if (!in_order || !value) throw GatingError("", "", "its rows do not name the channels in one order");
            matrix.values.push_back(*value);
        }
    }
    Compensation::from_spectrum(matrix, "");
    return matrix;
}

SampleMatrix read_matrix(const XmlElement& element) {
    SampleMatrix matrix;
    matrix.name = matrix_name(either(element, "name", "matrixName"), {});
    matrix.prefix = element.attribute("", "prefix").value_or("<");
    matrix.suffix = element.attribute("", "suffix").value_or(">");
    try {
        matrix.matrix = read_channels(element);
    } catch (const GatingError& error) {
        matrix.obstacle = "the matrix " + in_quotes(matrix.name) + " cannot be used: " + error.what();
    }
    return matrix;
}

}  // namespace

std::string mac_name(const XmlElement& element) {
    return either(element, "name", "nodeName");
}

std::vector<SampleMatrix> read_mac_matrices(const XmlElement& root) {
    std::vector<SampleMatrix> matrices;
    if (const auto list = root.child("", "CompensationMatrices"))
        for (const XmlElement& matrix : list->children("", "CompensationMatrix"))
            matrices.push_back(read_matrix(matrix));
    return matrices;
}

}  // namespace asparagate::flowjo
