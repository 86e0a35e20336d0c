#pragma once
#include "asparagate/gating/strategy_file.hpp"
#include "gate_elements.hpp"

namespace asparagate::gatingml {

/// Whether the gates are those of a Cytobank experiment: custom_info tells their gate_id.
bool is_cytobank(const std::vector<detail::XmlElement>& gates);

/// Cytobank writes gates without parents, populations as boolean gates that list every gate on their way, and one gate
/// per file where gates are tailored: makes a tree of the populations, and a version for each file that has gates of
/// its own. @throws GatingError naming the gate
void place_cytobank_gates(const std::vector<detail::XmlElement>& gates, const GateContext& context,
                          StrategyFile& result);

}  // namespace asparagate::gatingml
