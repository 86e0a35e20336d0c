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
// Gate placement; headers alone when no gate was moved.
std::string placement_csv(const Evidence& evidence);
std::string conclusions_csv(const Evidence& evidence);
std::string gate_placements_csv(const Evidence& evidence);

/// The tables of the study's clinical side by file name: rules, kinetics, restoration, claims, detection,
/// thresholds moved, cells with and without CD19, and the records.
const std::vector<std::pair<const char*, std::string (*)(const Evidence&)>>& clinical_result_tables();

}  // namespace asparagate
