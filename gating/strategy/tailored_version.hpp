#pragma once
#include "asparagate/gating/strategy.hpp"

#include <vector>

namespace asparagate::detail {

/// Puts what `version` tailors into `strategy`. @throws GatingError when it names a gate that is not there
void apply_version(const TailoredVersion& version, GatingStrategy& strategy);

/// "version \"day 14\"": what a message calls it.
std::string version_title(const TailoredVersion& version);

}  // namespace asparagate::detail
