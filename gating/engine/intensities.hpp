#pragma once
#include "evaluation.hpp"

namespace asparagate::detail {

/// Statistics of every fluorescence channel, compensated data units, in every computable population. As many channels
/// at a time are in memory as there are threads and `most_columns` allows; where not even one fits, each is read in
/// several passes instead, with the same results.
std::vector<IntensityRow> intensity_rows(const DataSet& data_set, const Plan& plan,
                                         const std::optional<Compensation>& compensation,
                                         const std::vector<Membership>& memberships, const RunOptions& run,
                                         std::size_t most_columns, const TaskControl& control);

}  // namespace asparagate::detail
