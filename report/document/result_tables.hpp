#pragma once
#include "document/content.hpp"

#include <string>

namespace asparagate {

// Tables of the report; without rows where there is nothing to show.
ReportTable antibody_table(const Evidence& evidence);
/// The change is known from one side only, from the detection limit: it need not lie in the interval of the events.
bool is_bound(const FoldChange& change);
/// "≤ −6.74 (from the detection limit)".
std::string bound_from_limit_words(const FoldChange& change);
ReportTable fold_change_table(const Evidence& evidence);
/// B cells found without CD19 beside those that rest on it, with their difference.
ReportTable cd19_table(const Evidence& evidence);
/// Group against group, or before against after.
ReportTable comparison_table(const Evidence& evidence, bool between_groups);
/// Against activity in IU/L, or against restored activity (yes or no).
ReportTable correlation_table(const Evidence& evidence, bool against_restoration);
ReportTable findings_table(const Evidence& evidence);
ReportTable sample_table(const Evidence& evidence);
ReportTable threshold_table(const Evidence& evidence);
ReportTable input_table(const Evidence& evidence);

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
