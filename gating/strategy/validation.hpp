#pragma once
#include "asparagate/gating/strategy.hpp"

#include <functional>

namespace asparagate::detail {

/// Where a node was written, such as `file:line:column`.
using NodePlace = std::function<std::string(std::size_t node)>;

void validate(const GatingStrategy& strategy, const std::string& where, const NodePlace& place);

}  // namespace asparagate::detail
