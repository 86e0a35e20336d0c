#pragma once
#include "evaluation.hpp"

namespace asparagate::detail {

/// Statistics of every fluorescence channel, compensated data units, in every computable population. One channel at a
/// time is in memory, or as many as there are threads where `most_columns` allows.
std::vector<IntensityRow> intensity_rows(const DataSet& data_set, const Plan& plan,
                                         const std::optional<Compensation>& compensation,
                                         const std::vector<Membership>& memberships, const RunOptions& run,
                                         std::size_t most_columns, const TaskControl& control);

}  // namespace asparagate::detail
