#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>

namespace asparagate {

// The evidence's own terms in the language of the report. Terms that come from the study's files (names of features,
// families, patients, methods) stay as given; so do codes (AAR, R-A, FLOOR, LOW_EVENTS), which tables use too.

std::string group_words(Group group);
std::string restoration_words(Restoration restoration);
std::string period_words(Period period);
std::string severity_words(Severity severity);
/// "yes", "no", "not known".
std::string answer_words(const std::optional<bool>& answer);

/// "exact Mann-Whitney", "exact signed rank", ...
std::string test_name_words(const std::string& test);
/// "log2 fold change", "day 14 value", "SAA day 7 after", "restored activity", ...
std::string quantity_words(const std::string& quantity);
/// Whom a comparison is about: "AAR vs AANR", "all", "AAR".
std::string sample_words(const std::string& sample);
/// "day 14"; other names of visits as given.
std::string visit_words(const std::string& visit);
/// Families that the program names itself: "activity", "antibodies".
std::string family_words(const std::string& family);
/// "log2 (day 14 / day 0)" with the study's visits.
std::string fold_change_axis(const StudySettings& settings);

/// Why a feature or patient is not in the heatmap, from Heatmap::left_out.
std::string left_out_words(const std::string& left_out);

/// Symptoms x activity: "silent inactivation", "tolerant", ...; also the reaction before.
std::string status_words(const std::string& status);
std::string sex_words(const std::string& sex);
std::string product_words(const std::string& product);
/// "ND", "trace", "quantified", ...
std::string detection_words(const std::string& state);
/// "upper bound", "lower bound", "at least", "at most".
std::string bound_words(const std::string& bound);

/// What a code of a flag or finding means, in one sentence; empty for codes that are explained by their message alone.
std::string code_words(const std::string& code);

}  // namespace asparagate
