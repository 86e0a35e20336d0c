#pragma once
#include <string_view>

namespace asparagate::gatingml {

/// Ends of the namespace URIs of Gating-ML 2.0, as namespaces are compared.
inline constexpr std::string_view gating = "/Gating-ML/v2.0/gating";
inline constexpr std::string_view transforms = "/Gating-ML/v2.0/transformations";
inline constexpr std::string_view data_type = "/Gating-ML/v2.0/datatypes";

/// Values of compensation-ref that are no id.
inline constexpr std::string_view uncompensated_reference = "uncompensated";
inline constexpr std::string_view file_reference = "FCS";

}  // namespace asparagate::gatingml
