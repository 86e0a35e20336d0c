#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/spillover.hpp"
#include "finding_log.hpp"

#include <optional>
#include <vector>

namespace asparagate::detail {

/// The matrix of `$SPILLOVER`, `$SPILL`, `SPILL` or `spillover`, the first of them that is usable. Parameter numbers
/// instead of names and decimal commas are repaired when there is only one way to; everything else that is wrong
/// leaves the file without a matrix and with a finding.
std::optional<SpilloverMatrix> read_spillover(const Keywords& keywords, const std::vector<Parameter>& parameters,
                                              FindingLog& log);

}  // namespace asparagate::detail
