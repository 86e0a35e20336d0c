#pragma once
#include "asparagate/fcs/finding.hpp"

namespace asparagate::detail {

/// Joins findings that say the same about several data sets of one file into the first of them, so that a plate of 96
/// wells does not report the keywords of its vendor 96 times. Linear in the number of findings.
void fold_data_sets(Findings& findings);

}  // namespace asparagate::detail
