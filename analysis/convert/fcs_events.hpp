#pragma once
#include "convert/event_table.hpp"

#include "asparagate/analysis/convert.hpp"

namespace asparagate {

/// The events of one data set as `options` ask: gated, compensated, decoded, some channels.
/// @throws Error(usage), Error(input), GatingError, Interrupted
EventTable fcs_event_table(const FcsFile& file, const DataSet& data_set, const ConvertOptions& options,
                           const TaskControl& control);

}  // namespace asparagate
