#pragma once
#include "document.hpp"

namespace asparagate::gatingml {

/// Writes the gate of one node. @throws GatingError naming what Gating-ML 2.0 cannot express
void write_gate(Document& document, const GateNode& node);

}  // namespace asparagate::gatingml
