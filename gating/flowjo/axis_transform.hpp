#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/transform.hpp"

#include <optional>
#include <string>

namespace asparagate::flowjo {

/// The display axis of one parameter in one sample.
struct DisplayAxis {
    std::optional<Transform> transform;  ///< 0 to 1 over the axis; none where it cannot be known
    std::string obstacle{};              ///< why there is none
    std::string name{};                  ///< transform_name() of the transform
    double gain = 1;                     ///< of a linear axis
};

/// One element of `Transformations`: linear, log, biex, logicle, fasinh, hyperlog or miltenyi. Never throws: an axis
/// that makes no sense has an obstacle.
DisplayAxis read_display_axis(const detail::XmlElement& element);

/// A name that is the same for equal transforms only, such as `biex_262144_4.5_0_-10`.
std::string transform_name(const Transform& transform);

}  // namespace asparagate::flowjo
