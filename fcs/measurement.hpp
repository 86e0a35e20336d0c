#pragma once
#include "asparagate/fcs/parameter.hpp"
#include "optional_keywords.hpp"

namespace asparagate::detail {

/// Fills what `$Pn*` say about how a parameter was measured: type, feature, analyte, tag, detector, filter,
/// wavelengths, power, voltage, display and calibration.
void read_measurement(Parameter& parameter, OptionalKeywords& keywords);

}  // namespace asparagate::detail
