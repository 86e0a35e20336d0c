#pragma once
#include "../xml/xml_document.hpp"
#include "sample_axes.hpp"

namespace asparagate::flowjo {

/// The `transforms:spilloverMatrix` elements of a sample, in their order; names are unique.
std::vector<SampleMatrix> read_matrices(const detail::XmlElement& sample);

/// `name`, changed where a strategy cannot have a matrix of that name or it is among `taken`.
std::string matrix_name(std::string name, const std::vector<SampleMatrix>& taken);

}  // namespace asparagate::flowjo
