#pragma once
#include "study/study_settings.hpp"

namespace asparagate::study_files {

/// The [[feature]] tables checked against the strategies of their tubes; without any, every population of every tube
/// as percent of its parent. Marks the primary ones. @throws AnalysisError at `file:line:column: feature.key`.
std::vector<Feature> read_features(const TomlTable& root, const Study& study, const StudyPlan& plan,
                                   Findings& findings);

}  // namespace asparagate::study_files
