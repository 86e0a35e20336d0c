#pragma once
#include <string_view>

namespace asparagate::gatingml {

/// Ends of the namespace URIs of Gating-ML, as namespaces are compared. Versions 1.5 and 2.0 have many elements in
/// common; which version a document has, its root says.
inline constexpr std::string_view gating = "/gating";
inline constexpr std::string_view transforms = "/transformations";
inline constexpr std::string_view data_type = "/datatypes";
inline constexpr std::string_view gating_20 = "/Gating-ML/v2.0/gating";
inline constexpr std::string_view gating_15 = "/Gating-ML/v1.5/gating";

/// Values of compensation-ref that are no id.
inline constexpr std::string_view uncompensated_reference = "uncompensated";
inline constexpr std::string_view file_reference = "FCS";

}  // namespace asparagate::gatingml
