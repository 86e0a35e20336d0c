#pragma once
#include "../xml/xml_document.hpp"
#include "sample_axes.hpp"

#include <array>
#include <functional>

namespace asparagate::flowjo {

/// A gate of FlowJo in one sample.
struct FlowJoGate {
    Gate gate;
    bool complement = false;  ///< the population is what lies outside
};

/// Says what a gate loses: code, severity, message.
using Note = std::function<void(const char* code, Severity severity, const std::string& message)>;

/// What the shapes of one sample are made with.
struct GateContext {
    const SampleAxes& axes;
    const GatingStrategy& strategy;  ///< with the transforms and scales of the sample
    bool far_log_vertices = false;   ///< before 10.6 a vertex at or below zero lay far below a log axis
    Note note;
};

/// The element within `Gate`: RectangleGate, PolygonGate, EllipsoidGate or CurlyQuad. `population` names it in errors.
/// @throws Unsupported when it cannot be honoured, GatingError when it is malformed.
FlowJoGate read_gate(const detail::XmlElement& element, const std::string& population, const GateContext& context);

/// One polygon from vertices in FlowJo's coordinates. `resolution` 0 = it is not tested on a grid.
PolygonGate make_polygon(const std::array<GateAxis, 2>& axes, std::vector<std::array<double, 2>> vertices,
                         int resolution, const GateContext& context);
/// One rectangle from bounds in FlowJo's coordinates.
RectangleGate make_rectangle(const std::vector<GateAxis>& axes, std::vector<Interval> bounds,
                             const GateContext& context);

}  // namespace asparagate::flowjo
