#pragma once
#include "applied_compensation.hpp"
#include "column.hpp"

namespace asparagate::detail {

/// Why one gate cannot be computed in one file; the others can.
struct NotComputable {
    std::string code;  ///< of the finding; empty when another one says it already
    std::string reason;
};

/// What a dimension of a strategy is in one file.
struct BoundDimension {
    Column column;
    Transform transform;
    std::optional<std::size_t> parameter;  ///< none for ratios and for fluorochromes that are no channel of the file
};

/// @throws NotComputable when the file lacks a channel or several may be meant.
BoundDimension bind_dimension(const Dimension& dimension, const GatingStrategy& strategy, const DataSet& data_set,
                              const AppliedCompensation& compensation);

/// A parameter of the file, compensated where the matrix knows it.
Column parameter_column(std::size_t parameter, const DataSet& data_set, const Compensation* compensation);

}  // namespace asparagate::detail
