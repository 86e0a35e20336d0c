#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "finding_log.hpp"

#include <string>

namespace asparagate::detail {

/// `$P3` + `R`
std::string parameter_key(std::size_t index, const char* suffix);

/// Fills `range` and `mask` from `$PnR`. Integers are masked to the next power of two; float data never are.
void read_range(Parameter& parameter, const Keywords& keywords, FindingLog& log);
/// Fills `log_decades` and `log_offset` from `$PnE`. @pre choose_time. @throws FcsError when integer data cannot be decoded.
void read_amplification(Parameter& parameter, const Keywords& keywords, const std::string& version, FindingLog& log);
/// Fills `gain` from `$PnG`. @pre read_amplification, choose_time
void read_gain(Parameter& parameter, const Keywords& keywords, FindingLog& log);
/// Fills `marker` from `$PnS`, or from the misspelt `PnS`.
void read_marker(Parameter& parameter, const Keywords& keywords, FindingLog& log);

}  // namespace asparagate::detail
