#pragma once
#include "document/content.hpp"

namespace asparagate {

/// Evidence sheet of one patient (what was measured, with limits). It gives no advice: no judgement of safety, no dose
/// or product, no probability, no cause, and no population below detection is called absent.
ReportDocument patient_sheet(const Evidence& evidence, const PatientEvidence& patient);

}  // namespace asparagate
