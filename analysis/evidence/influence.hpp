#pragma once
#include "evidence/comparison.hpp"
#include "evidence/correlations.hpp"

namespace asparagate {

/// Every comparison and correlation of `evidence` that has a p, repeated without each of its patients. Limits of
/// quantification and what is left out for the detection floor stay those of the whole study. Patients who alone decide
/// a verdict are named in `findings`. The plans are those that the tests were made from. @throws Interrupted
std::vector<Influence> influences(const Evidence& evidence, const std::vector<PlannedComparison>& compared,
                                  const std::vector<PlannedCorrelation>& correlated, Findings& findings,
                                  const TaskControl& control);

}  // namespace asparagate
