#include "diva_elements.hpp"

#include "../gatingml/scale_elements.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate::diva {

using detail::XmlElement;

std::optional<std::string> child_text(const XmlElement& element, std::string_view name) {
    const auto child = element.child("", name);
    return child ? std::optional(std::string(trim(child->text()))) : std::nullopt;
}

std::string required_text(const XmlElement& element, std::string_view name) {
    if (auto text = child_text(element, name)) return *std::move(text);
    element.fail("", std::string(element.local_name()) + " has no " + std::string(name));
}

bool child_flag(const XmlElement& element, std::string_view name) {
    return child_text(element, name) == "true";
}

double child_number(const XmlElement& element, std::string_view name) {
    return gatingml::parse_xml_number(element, required_text(element, name), name);
}

double element_number(const XmlElement& element) {
    return gatingml::parse_xml_number(element, trim(element.text()), element.local_name());
}

double number_attribute(const XmlElement& element, std::string_view name) {
    return gatingml::required_number(element, "", name);
}

}  // namespace asparagate::diva
