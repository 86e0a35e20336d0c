#include "xml_text.hpp"

#include "xml_document.hpp"

namespace asparagate::detail {

void XmlText::start(std::string_view name, const Attributes& attributes, std::string_view end) {
    text_.append(2 * open_.size(), ' ').append("<").append(name);
    for (const auto& [key, value] : attributes)
        text_.append(" ").append(key).append("=\"").append(xml_escaped(value)).append("\"");
    text_.append(end).append("\n");
}

void XmlText::open(std::string_view name, const Attributes& attributes) {
    start(name, attributes, ">");
    open_.emplace_back(name);
}

void XmlText::close() {
    const std::string name = std::move(open_.back());
    open_.pop_back();
    text_.append(2 * open_.size(), ' ').append("</").append(name).append(">\n");
}

void XmlText::empty(std::string_view name, const Attributes& attributes) {
    start(name, attributes, "/>");
}

}  // namespace asparagate::detail
