#pragma once
#include "gate_shapes.hpp"

namespace asparagate::flowjo {

/// The shape within a `PolygonGate` of FlowJo 8 and 9: Polygon, PolyRect, Ellipse or Range, in values of the file's
/// scale. @throws Unsupported, GatingError as read_gate
FlowJoGate read_mac_gate(const detail::XmlElement& polygon_gate, const std::string& population,
                         const GateContext& context);

}  // namespace asparagate::flowjo
