#pragma once
#include "asparagate/gating/strategy.hpp"

namespace asparagate::detail {

/// The checks of one gate's own numbers, and of the transforms, matrices and ratios of `strategy` that it names.
/// @throws GatingError opened by `where` and `population`
void check_gate(const Gate& gate, const GatingStrategy& strategy, const std::string& where,
                const std::string& population);

}  // namespace asparagate::detail
