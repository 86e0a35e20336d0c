#pragma once
#include "../xml/xml_text.hpp"
#include "asparagate/gating/transform.hpp"

#include <array>
#include <optional>
#include <string>

namespace asparagate::flowjo {

/// display = slope * scale + offset.
struct ScaleLine {
    double slope = 1, offset = 0;
};

/// A linear transform as (x + A) / span: {A, span}; nullopt for others.
std::optional<std::array<double, 2>> linear_parts(const Transform& transform);
/// How one scale lies on another where it does so on a straight line.
std::optional<ScaleLine> line_between(const Transform& scale, const Transform& display);
/// One element of `Transformations`. @pre `axis` is linear, flowjo_log, biex, asinh, logicle or hyperlog
void write_display(detail::XmlText& xml, const std::string& name, const Transform& axis);

}  // namespace asparagate::flowjo
