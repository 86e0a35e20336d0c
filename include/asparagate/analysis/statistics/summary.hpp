#pragma once
#include <span>

namespace asparagate {

/// Quantile type 7 (R's default) of unsorted values; probability 0-1. @throws AnalysisError on empty input.
double quantile(std::span<const double> values, double probability);
double median(std::span<const double> values);

}  // namespace asparagate
