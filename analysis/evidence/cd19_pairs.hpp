#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Every feature that stands in for a CD19-dependent one, beside it: patients and their two visits in study order.
/// A value that was not measured is empty.
std::vector<Cd19Pair> cd19_pairs(const Study& study, const std::vector<FoldChange>& changes);

}  // namespace asparagate
