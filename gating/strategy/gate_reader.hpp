#pragma once
#include "asparagate/gating/strategy.hpp"
#include "toml_table.hpp"

namespace asparagate::detail {

/// The gate of one `[population."..."]` table. Whether an ellipse may leave out its units is asked of `strategy`,
/// whose transforms and scales are read already. @throws GatingError
Gate read_gate(const TomlTable& table, const GatingStrategy& strategy);

}  // namespace asparagate::detail
