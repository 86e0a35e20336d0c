#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy_file.hpp"

namespace asparagate::gatingml {

/// A Gating-ML 2.0 document as a strategy. Gates, and quadrants one by one, become populations named by `gating:name`
/// or else by their id; `parent_id` makes the tree. What the strategy cannot hold becomes a finding (X-...).
/// @throws GatingError naming the gate.
StrategyFile read_gatingml(const detail::XmlDocument& document, const std::string& name);

}  // namespace asparagate::gatingml
