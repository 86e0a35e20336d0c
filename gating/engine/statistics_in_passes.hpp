#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/membership.hpp"
#include "column.hpp"
#include "statistics.hpp"

namespace asparagate::detail {

/// Statistics of one column in each population without keeping its values: sums as they come by, quantiles by
/// selection, eleven bits of the wanted values per pass. The same numbers as channel_statistics(). Six passes over the
/// file. @throws Interrupted
std::vector<StatisticsParts> statistics_in_passes(const DataSet& data_set, const Column& column,
                                                  const std::vector<const Membership*>& populations,
                                                  const TaskControl& control);

/// Memory that it takes for that many populations.
std::uint64_t statistics_in_passes_bytes(std::size_t n_populations);

}  // namespace asparagate::detail
