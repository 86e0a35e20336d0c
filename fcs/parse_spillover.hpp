#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/spillover.hpp"
#include "finding_log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace asparagate::detail {

/// A usable matrix and the keyword that holds it; neither when there is none.
struct FileSpillover {
    std::string keyword;
    std::optional<SpilloverMatrix> matrix;
};

/// The matrix of `$SPILLOVER`, `$SPILL`, `SPILL` or `spillover`, the first of them that is usable. Parameter numbers
/// instead of names and decimal commas are repaired when there is only one way to; everything else that is wrong
/// leaves the file without a matrix and with a finding. A matrix that cannot be inverted reliably is kept and
/// reported: whoever applies it refuses.
FileSpillover read_spillover(const Keywords& keywords, const std::vector<Parameter>& parameters, FindingLog& log);

}  // namespace asparagate::detail
