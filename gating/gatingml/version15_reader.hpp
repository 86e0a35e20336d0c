#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy_file.hpp"

namespace asparagate::gatingml {

/// Whether the root is that of Gating-ML 1.5.
bool is_version_15(const detail::XmlElement& root);

/// A document of Gating-ML 1.5: rectangles, polygons, ellipsoids, polytopes along the axes, decision trees (as
/// booleans of rectangles) and booleans, nested or by reference, on parameters as they are or compensated by a
/// spillover matrix. A gate on another transformation or a slanted polytope, and what rests on it, is left out with
/// finding X-GATE. @throws GatingError
StrategyFile read_version_15(const detail::XmlDocument& document, const std::string& name);

}  // namespace asparagate::gatingml
