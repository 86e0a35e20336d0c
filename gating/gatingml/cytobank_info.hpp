#pragma once
#include "../xml/xml_document.hpp"

namespace asparagate::gatingml {

/// What Cytobank says of a gate element in its custom_info.
struct CytobankInfo {
    std::string name;
    std::string gate_id;    ///< shared by all tailored versions of a gate; empty on populations
    std::string file_name;  ///< the FCS file that the version is for; empty: all others
};

/// nullopt for an element that Cytobank did not write.
std::optional<CytobankInfo> cytobank_info(const detail::XmlElement& element);

}  // namespace asparagate::gatingml
