#pragma once
#include "../xml/xml_document.hpp"
#include "sample_axes.hpp"

namespace asparagate::flowjo {

/// The name of an element: version 3.0 calls the attribute `nodeName`.
std::string mac_name(const detail::XmlElement& element);

/// The matrices of a FlowJo 8 or 9 workspace, in the order in which samples count them.
std::vector<SampleMatrix> read_mac_matrices(const detail::XmlElement& root);

}  // namespace asparagate::flowjo
