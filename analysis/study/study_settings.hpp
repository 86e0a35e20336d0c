#pragma once
#include "study/clinical_table.hpp"
#include "study/toml_table.hpp"

namespace asparagate::study_files {

/// A strategy file as STUDY.toml names it.
struct NamedStrategy {
    std::string tube;  ///< "" for the default
    std::filesystem::path path;
    std::string where;  ///< place of the key, for errors
};

/// What STUDY.toml says about files and panel, before any of them is read.
struct StudyPlan {
    StudySettings settings;
    std::vector<NamedStrategy> strategies;
    std::map<std::string, std::vector<std::string>> panel;
    std::map<std::string, TableFile> tables;  ///< by kind: samples, patients, ...
    std::filesystem::path rules_file;         ///< empty when the study names none
    std::vector<std::string> primary;         ///< ids of features declared before looking
    std::string primary_where;
};

/// Reads every part of STUDY.toml but the features. @throws AnalysisError at `file:line:column: table.key`.
StudyPlan read_plan(const TomlTable& root, const std::filesystem::path& folder);

}  // namespace asparagate::study_files
