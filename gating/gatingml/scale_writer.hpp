#pragma once
#include "document.hpp"

namespace asparagate::gatingml {

/// Writes every transformation, ratio and matrix of the strategy.
void write_scales(Document& document);

}  // namespace asparagate::gatingml
