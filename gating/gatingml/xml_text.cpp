#include "xml_text.hpp"

#include "../xml/xml_document.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "names.hpp"

namespace asparagate::gatingml {

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + detail::xml_escaped(value) + "\"";
}
std::string attribute(std::string_view name, double value) {
    return attribute(name, format_number(value));
}

void XmlText::line(const std::string& content) {
    text_ += std::string(4 * depth_, ' ') + content + "\n";
}

void XmlText::open(const std::string& element) {
    line("<" + element + ">");
    ++depth_;
}

void XmlText::close(std::string_view name) {
    depth_ -= depth_ > 0;
    line("</" + std::string(name) + ">");
}

void XmlText::values(const std::string& element, const std::string& item, const std::vector<double>& values) {
    open(element);
    for (const double value : values) empty(item + attribute("data-type:value", value));
    close(element);
}

void XmlText::channel(const std::string& name) {
    empty("data-type:fcs-dimension" + attribute("data-type:name", name));
}

void XmlText::channels(const std::string& element, const std::vector<std::string>& names) {
    open(element);
    for (const std::string& name : names) channel(name);
    close(element);
}

void XmlText::custom_info(const std::string& population, const std::string& info) {
    if (info.empty()) return;
    const auto document = detail::XmlDocument::parse(info, "custom_info");
    if (!document.root().is(data_type, "custom_info"))
        throw GatingError("", population, "custom_info does not hold one custom_info element of Gating-ML 2.0");
    line(document.root().raw_xml());
}

}  // namespace asparagate::gatingml
