#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>

namespace asparagate {

// Tables of the report as HTML; empty strings where there is nothing to show.
std::string activity_table(const Evidence& evidence);
std::string restoration_table(const Evidence& evidence);
std::string antibody_table(const Evidence& evidence);
std::string fold_change_table(const Evidence& evidence);
/// Group against group, or before against after.
std::string comparison_table(const Evidence& evidence, bool between_groups);
std::string correlation_table(const Evidence& evidence);
std::string findings_table(const Evidence& evidence);
std::string sample_table(const Evidence& evidence);
std::string threshold_table(const Evidence& evidence);
std::string input_table(const Evidence& evidence);

/// "<20 IU/L" as given.
std::string measurement_words(const Measurement& measurement);

}  // namespace asparagate
