#pragma once
#include <filesystem>

namespace asparagate::test {

/// Writes FOLDER/strategy/* (TOML), FOLDER/gatingml/* (XML of other programs) and FOLDER/workspace/* (FlowJo): the
/// project's own strategies and those of tests/fuzz/strategies, each also in the other format. Gives their number.
int write_strategy_seeds(const std::filesystem::path& folder);

}  // namespace asparagate::test
