#pragma once
#include "document/content.hpp"

#include <string>

namespace asparagate {

// Tables of the report; without rows where there is nothing to show.
Table activity_table(const Evidence& evidence);
/// Half-lives and bounds of each course, described and never a proof of antibodies.
Table kinetics_table(const Evidence& evidence);
/// What a half-life of pegaspargase can and cannot say.
std::string kinetics_warning();
Table restoration_table(const Evidence& evidence);
/// The study's rule at other thresholds, a column each.
Table threshold_sensitivity_table(const Evidence& evidence);
Table antibody_table(const Evidence& evidence);
Table fold_change_table(const Evidence& evidence);
/// Group against group, or before against after.
Table comparison_table(const Evidence& evidence, bool between_groups);
/// Against activity in IU/L, or against restored activity (yes or no).
Table correlation_table(const Evidence& evidence, bool against_restoration);
Table findings_table(const Evidence& evidence);
Table sample_table(const Evidence& evidence);
Table threshold_table(const Evidence& evidence);
Table input_table(const Evidence& evidence);

/// "<20 IU/L" as given.
std::string measurement_words(const Measurement& measurement);
/// Percent and cells/µL of one population share a name; the measure tells them apart.
std::string feature_label(const Evidence& evidence, const std::string& id, const std::string& name);
/// "1.2 [0.3, 2.2]"; "–" without a value.
TableCell range_cell(const std::optional<double>& value, const std::optional<double>& low,
                     const std::optional<double>& high);
/// Codes in use with what they mean, each once.
Blocks code_list(const std::vector<std::string>& codes);

}  // namespace asparagate
