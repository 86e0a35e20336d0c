#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>

namespace asparagate {

/// Evidence sheet of one patient (what was measured, with limits), as a self-contained page. It gives no advice: no
/// judgement of safety, no dose or product, no probability, no cause, and no population below detection is called
/// absent.
std::string patient_sheet_html(const Evidence& evidence, const PatientEvidence& patient);

}  // namespace asparagate
