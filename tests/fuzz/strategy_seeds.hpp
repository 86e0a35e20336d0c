#pragma once
#include <filesystem>

namespace asparagate::test {

/// Writes FOLDER/strategy/* (TOML), FOLDER/gatingml/* (XML of every program) and FOLDER/workspace/* (of FlowJo): the
/// project's own strategies and those of tests/fuzz/strategies, each also as TOML and Gating-ML. Gives their number.
int write_strategy_seeds(const std::filesystem::path& folder);

}  // namespace asparagate::test
