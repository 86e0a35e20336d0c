#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Features and patients clustered by their log2 fold changes (complete linkage, Euclidean, optimal leaf order).
/// UNRELIABLE and MISSING cells count as missing. Features and patients without a cell, or without a cell in common
/// with another row, are left out with the reason; nothing is an error.
Heatmap heatmap(const Evidence& evidence);

}  // namespace asparagate
