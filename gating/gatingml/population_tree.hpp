#pragma once
#include "../xml/xml_document.hpp"

#include <unordered_map>

namespace asparagate::gatingml {

/// A gate element at its place in the tree of populations.
struct PlacedGate {
    detail::XmlElement element;
    std::string id;
    std::string parent;  ///< path
    std::string name;
    std::vector<std::string> quadrants;  ///< names of its Quadrant elements, in their order

    [[nodiscard]] std::string path() const;
};

/// The gates, parents before children, and the path of every population by the id of its gate or Quadrant.
struct PopulationTree {
    std::vector<PlacedGate> gates;
    std::unordered_map<std::string, std::string> paths;
};

/// Follows parent_id. Names that a path cannot hold are changed, with finding X-NAME.
/// @throws GatingError on an unknown parent, a cycle, or a tree beyond all measure.
PopulationTree build_tree(const std::vector<detail::XmlElement>& gates, const std::string& file, Findings& findings);

}  // namespace asparagate::gatingml
