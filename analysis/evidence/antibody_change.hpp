#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Antibodies of every patient and specificity before and after blinatumomab (DOMAIN 2.5): the last sample before and
/// the first after. A side that is censored, or given in another unit than the other, leaves the change undefined,
/// with a finding.
std::vector<AntibodyChange> antibody_changes(const Study& study, Findings& findings);

}  // namespace asparagate
