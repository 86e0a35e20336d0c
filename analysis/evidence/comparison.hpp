#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Every test of the study (docs/results.md): group against group by the exact Mann-Whitney test, before against after
/// by the exact signed-rank test. Which tests are made follows from the study alone, never from a p-value. Needs the
/// patients, fold changes, antibodies and activity of `evidence`; adjusted p within family, quantity and sample.
std::vector<Comparison> comparisons(const Evidence& evidence, Findings& findings);

}  // namespace asparagate
