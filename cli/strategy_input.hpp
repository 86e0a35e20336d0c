#pragma once
#include "asparagate/gating/strategy_file.hpp"
#include "command.hpp"

namespace asparagate::cli {

/// Shows findings about `file`; under --strict a warning refuses it. @throws Error(input)
void report_findings(const Findings& findings, const std::string& file, const CommonOptions& common, Console& console);

/// Reads a strategy of any format and reports what reading it tolerated or lost.
StrategyFile read_strategy_input(const std::string& file, const CommonOptions& common, Console& console);

}  // namespace asparagate::cli
