#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/gate.hpp"

#include <functional>

namespace asparagate::gatingml {

/// The boxes of a decision tree (Gating-ML 1.5) whose leaves are inside: the gate holds what any of them holds.
/// `read_dimension` makes the dimension of a node. A box that no value can be in is left out.
std::vector<RectangleGate> boxes_of(const detail::XmlElement& tree,
                                    const std::function<Dimension(const detail::XmlElement&)>& read_dimension);

/// A polytope whose halfspaces each bound one dimension (Gating-ML 1.5: a x + b <= 0), exactly; nullopt when one is
/// slanted or nothing is left.
std::optional<RectangleGate> box_of_polytope(const detail::XmlElement& polytope,
                                             const std::vector<Dimension>& dimensions);

}  // namespace asparagate::gatingml
