#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Spearman's rho of every feature's log2 fold change against the activity after blinatumomab on day 7 and on day 14
/// (below-LLOQ values tied lowest). Adjusted p within family and day.
std::vector<Correlation> correlations(const Evidence& evidence);

}  // namespace asparagate
