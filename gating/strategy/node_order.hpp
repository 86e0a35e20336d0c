#pragma once
#include "asparagate/gating/strategy.hpp"

namespace asparagate::detail {

/// Positions of `nodes` such that every child comes after its parent, otherwise in the order given. What has no parent
/// comes last, for validation to name it.
std::vector<std::size_t> parents_first(const std::vector<GateNode>& nodes);

/// Paths of the populations that one node defines.
std::vector<std::string> population_paths(const GateNode& node);

}  // namespace asparagate::detail
