#pragma once
#include "document/content.hpp"

namespace asparagate {

/// Doses and samples of one patient by day; day 0 is the start of blinatumomab. `one` holds this patient alone.
ReportTable patient_timeline(const Evidence& one);

}  // namespace asparagate
