#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// The patients described: levels with exact intervals, numbers with median, quartiles and range.
std::vector<CohortRow> cohort_rows(const std::vector<PatientEvidence>& patients);

/// Activity, antibodies, flow and outcome: how many patients have them, which were not done on purpose, and what the
/// groups that remain allow an exact test to reach.
std::vector<AnalysisSize> analysis_sizes(const Study& study, const std::vector<PatientEvidence>& patients);

}  // namespace asparagate
