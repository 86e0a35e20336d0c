#pragma once
#include "command.hpp"

namespace asparagate::cli {

/// `strategy check`: strategies among `files` by themselves and against the FCS files among them.
int run_strategy_check(const std::vector<std::string>& files, const CommonOptions& common, Console& console);

}  // namespace asparagate::cli
