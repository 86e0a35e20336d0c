#pragma once
#include "study/toml_table.hpp"

#include "asparagate/analysis/study.hpp"

namespace asparagate::study_files {

/// Reads [uncertainty] against the strategies of the study. Without the table nothing is moved: a tolerance is a
/// judgement that the study has to state.
UncertaintySettings read_uncertainty(const TomlTable& root, const Study& study);

}  // namespace asparagate::study_files
