#pragma once
#include "../xml/xml_document.hpp"

namespace asparagate::diva {

/// The text of a child element, without blanks around it; nullopt when there is no such child.
std::optional<std::string> child_text(const detail::XmlElement& element, std::string_view name);
/// @throws GatingError when the child is missing
std::string required_text(const detail::XmlElement& element, std::string_view name);
/// True for "true"; false for anything else and when absent.
bool child_flag(const detail::XmlElement& element, std::string_view name);
double child_number(const detail::XmlElement& element, std::string_view name);
/// The text of an element as a number.
double element_number(const detail::XmlElement& element);
double number_attribute(const detail::XmlElement& element, std::string_view name);

}  // namespace asparagate::diva
