#include "cytobank_info.hpp"

#include "asparagate/fcs/number.hpp"
#include "names.hpp"

#include <algorithm>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

/// A child by its local name: Cytobank's elements have no namespace, or one of whoever wrote them again.
std::optional<XmlElement> child_named(const XmlElement& element, std::string_view name) {
    const auto children = element.children();
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const XmlElement& child) { return child.local_name() == name; });
    return found == children.end() ? std::nullopt : std::optional(*found);
}

std::string text_of(const XmlElement& element, std::string_view name) {
    const auto child = child_named(element, name);
    return child ? std::string(trim(child->text())) : std::string();
}

}  // namespace

std::optional<CytobankInfo> cytobank_info(const XmlElement& element) {
    const auto info = element.child(data_type, "custom_info");
    const auto cytobank = info ? child_named(*info, "cytobank") : std::nullopt;
    if (!cytobank) return std::nullopt;
    return CytobankInfo{text_of(*cytobank, "name"), text_of(*cytobank, "gate_id"),
                        text_of(*cytobank, "fcs_file_filename")};
}

}  // namespace asparagate::gatingml
