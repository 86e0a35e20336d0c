#pragma once
#include "asparagate/fcs/finding.hpp"

namespace asparagate {

/// Findings that may be shown while a study is blind: none that follows from labels, outcomes, the activity after
/// blinatumomab or what was tested with them. Needs no Qt: the console shows the same ones as the report.
Findings blind_findings(const Findings& findings);

}  // namespace asparagate
