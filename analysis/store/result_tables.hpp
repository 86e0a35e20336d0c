#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

// The CSV tables of a results folder as text; columns: docs/results.md.
std::string populations_csv(const Evidence& evidence);
std::string intensities_csv(const Evidence& evidence);
std::string fold_changes_csv(const Evidence& evidence);
std::string comparisons_csv(const Evidence& evidence);
std::string correlations_csv(const Evidence& evidence);
std::string influence_csv(const Evidence& evidence);
std::string clustering_csv(const Evidence& evidence);
std::string activity_csv(const Evidence& evidence);
std::string antibodies_csv(const Evidence& evidence);
std::string outcomes_csv(const Evidence& evidence);

}  // namespace asparagate
