#pragma once
#include "evidence/gated_index.hpp"

namespace asparagate {

/// Every population of every full stain against the limits of detection, with cells/uL where the counts table says how.
std::vector<DetectionRow> detection_rows(const Study& study, const GatedStudy& gated, const GatedIndex& index,
                                         Findings& findings);

}  // namespace asparagate
