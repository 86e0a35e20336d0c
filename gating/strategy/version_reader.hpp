#pragma once
#include "toml_table.hpp"
#include "validation.hpp"

namespace asparagate::detail {

/// One `[version."..."]` table; `strategy` has its transforms and scales already. @throws GatingError
TailoredVersion read_version(const std::string& name, const TomlTable& table, const GatingStrategy& strategy,
                             StrategyPlaces::Version& places);

}  // namespace asparagate::detail
