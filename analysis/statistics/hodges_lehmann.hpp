#pragma once
#include "asparagate/analysis/statistics/mann_whitney.hpp"

#include <vector>

namespace asparagate {

/// Which order statistics of the pairwise values bound the interval.
struct OrderStatisticLevel {
    std::size_t rank = 0;  ///< from 1, from either end; 0 = the level cannot be reached
    double achieved = 1;
    double range_confidence = 0;  ///< of the interval from the smallest to the largest pairwise value
};

/// Estimate and interval from the unsorted pairwise values (differences or Walsh averages).
HodgesLehmann interval_of(std::vector<double> pairwise, const OrderStatisticLevel& level);

/// @throws AnalysisError unless 0 < confidence < 1.
void check_confidence(double confidence, const char* method);

/// Pairwise values beyond this number are refused rather than kept in memory.
constexpr double pairwise_limit = 5e7;

}  // namespace asparagate
