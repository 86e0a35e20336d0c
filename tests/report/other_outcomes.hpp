#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// The same study, had the outcomes been others: labels, activity after blinatumomab and all that follows from them.
Evidence with_other_outcomes(Evidence evidence);

}  // namespace asparagate
