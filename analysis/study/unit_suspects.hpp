#pragma once
#include "asparagate/analysis/study.hpp"

namespace asparagate {

/// Which activities only make sense in another unit (DOMAIN 2.1): far above what is measured, or far below where the
/// other activities of the table are plausible.
std::vector<bool> unit_suspects(const std::vector<ActivitySample>& samples, const DomainRules& rules);

}  // namespace asparagate
