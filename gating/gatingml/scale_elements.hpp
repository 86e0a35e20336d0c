#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy.hpp"

#include <variant>

namespace asparagate::gatingml {

/// The content of one `transforms:transformation`: a transform or, for fratio, a ratio.
std::variant<Transform, Ratio> read_transformation(const detail::XmlElement& element);
/// The content of one `transforms:spectrumMatrix`.
SpectrumMatrix read_spectrum_matrix(const detail::XmlElement& element);
/// The raw XML of the custom_info within an element; empty without one.
std::string custom_info_of(const detail::XmlElement& element);

/// An attribute as a number of XML Schema, infinities included. @throws GatingError when it is missing, NaN or no
/// number.
double required_number(const detail::XmlElement& element, std::string_view space, std::string_view name);
std::optional<double> optional_number(const detail::XmlElement& element, std::string_view space, std::string_view name);
double parse_xml_number(const detail::XmlElement& element, std::string_view text, std::string_view what);
/// @throws GatingError when it is missing.
std::string required_attribute(const detail::XmlElement& element, std::string_view space, std::string_view name);
/// true, 1, false or 0; false when absent.
bool flag(const detail::XmlElement& element, std::string_view space, std::string_view name);

}  // namespace asparagate::gatingml
