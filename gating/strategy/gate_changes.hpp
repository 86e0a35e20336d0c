#pragma once
#include "asparagate/gating/gate.hpp"

namespace asparagate::detail {

/// What makes `after` out of `before`, phrase by phrase: "min of CD3: 900 -> 950". Empty exactly when they are equal.
std::vector<std::string> gate_changes(const Gate& before, const Gate& after);

}  // namespace asparagate::detail
