#pragma once
#include "asparagate/gating/strategy_file.hpp"

namespace asparagate::gatingml {

/// A strategy as a Gating-ML 2.0 document, valid against the schema of the standard. Numbers have shortest round-trip
/// digits. FlowJo's biexponential axis, which Gating-ML lacks, is written in data units: bounds exactly, polygons and
/// ellipses as polygons of many vertices. @throws GatingError naming a gate that cannot be expressed.
StrategyText write_gatingml(const GatingStrategy& strategy);

}  // namespace asparagate::gatingml
