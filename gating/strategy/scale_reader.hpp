#pragma once
#include "asparagate/gating/strategy.hpp"
#include "toml_table.hpp"

namespace asparagate::detail {

/// One table of [transforms], [ratios] or [matrices]. @throws GatingError
Transform read_transform(const TomlTable& table);
Ratio read_ratio(const TomlTable& table);
SpectrumMatrix read_matrix(const TomlTable& table);

}  // namespace asparagate::detail
