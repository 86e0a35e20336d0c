#pragma once
#include "study/toml_table.hpp"

#include "asparagate/analysis/study.hpp"

namespace asparagate::study_files {

/// Reads [[blank]] against the strategies of the study: which tubes give the limit of blank of which population.
std::vector<BlankTubes> read_blanks(const TomlTable& root, const Study& study);

/// Named blanks of which there is no sample: S-BLANK-MISSING.
void check_blanks(const Study& study, const std::string& table, Findings& findings);

}  // namespace asparagate::study_files
