#include "dimension_writer.hpp"

#include "names.hpp"

namespace asparagate::gatingml {

Transform DimensionWriter::transform_of(const Dimension& dimension) const {
    Parameter parameter;
    parameter.name = parameter.marker = dimension.channel;
    return document_.strategy.transform_for(dimension, parameter);
}

std::vector<Transform> DimensionWriter::transforms_of(const std::vector<Dimension>& dimensions) const {
    std::vector<Transform> result;
    for (const Dimension& dimension : dimensions) result.push_back(transform_of(dimension));
    return result;
}

void DimensionWriter::write(const std::string& element, const Dimension& dimension, const Transform& transform,
                            bool scaled, const std::string& further, const std::vector<std::string>& content) {
    document_.xml.open(element + compensation_attribute(dimension) +
                       (scaled ? transform_attribute(dimension, transform) : "") + further);
    if (dimension.ratio)
        document_.xml.empty("data-type:new-dimension" +
                            attribute("data-type:transformation-ref", document_.ids.transform(dimension.channel)));
    else
        document_.xml.channel(dimension.channel);
    for (const std::string& item : content) document_.xml.line(item);
    document_.xml.close(element);
}

std::string DimensionWriter::compensation_attribute(const Dimension& dimension) const {
    const std::string& own = dimension.compensation.empty() ? document_.strategy.compensation : dimension.compensation;
    const std::string reference = own == asparagate::uncompensated ? std::string(uncompensated_reference)
                                  : own == file_compensation       ? std::string(file_reference)
                                                                   : document_.ids.matrix(own);
    return attribute("gating:compensation-ref", reference);
}

/// Which of equal transforms is named does not matter.
std::string DimensionWriter::transform_attribute(const Dimension& dimension, const Transform& transform) const {
    if (std::holds_alternative<IdentityTransform>(transform)) return "";
    if (document_.strategy.transforms.contains(dimension.transform))
        return attribute("gating:transformation-ref", document_.ids.transform(dimension.transform));
    for (const auto& [name, known] : document_.strategy.transforms)
        if (known == transform) return attribute("gating:transformation-ref", document_.ids.transform(name));
    return "";
}

}  // namespace asparagate::gatingml
