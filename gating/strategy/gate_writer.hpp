#pragma once
#include "asparagate/gating/gate.hpp"

namespace asparagate::detail {

/// The lines of a gate's TOML table, from `gate = "range"` on.
std::string format_gate(const Gate& gate);

}  // namespace asparagate::detail
