#pragma once
#include "evidence/comparison.hpp"
#include "evidence/correlations.hpp"

namespace asparagate {

/// Sets p_max_t of every comparison and correlation of `evidence`: Westfall-Young step-down within the tests that share
/// a family_key and have a p. Patients with none of the family's values take no part in the rearranging; the others
/// keep all their values together, and a feature is ranked among those who have it. Never below the test's own p. The
/// plans are those that the tests were made from. @throws Interrupted
void add_max_t(Evidence& evidence, const std::vector<PlannedComparison>& compared,
               const std::vector<PlannedCorrelation>& correlated, const TaskControl& control);

}  // namespace asparagate
