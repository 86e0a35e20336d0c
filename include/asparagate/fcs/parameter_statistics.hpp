#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/task_control.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace asparagate {

/// Over the finite values of one parameter. The sum is the exact sum rounded once, so it depends neither on the order of
/// the events nor on block size or threads.
struct ParameterStatistics {
    std::uint64_t n_finite = 0;
    std::uint64_t n_nonfinite = 0;  ///< NaN and infinities
    /// Unset without a finite value.
    std::optional<double> minimum, maximum, mean, sum;
};

/// One for each parameter of the data set, in one pass over the events: block by block, all parameters of a block.
/// @throws Interrupted when asked to stop.
std::vector<ParameterStatistics> parameter_statistics(const DataSet& data_set, ValueKind kind,
                                                      const TaskControl& control = {});

}  // namespace asparagate
