#pragma once
#include "asparagate/gating/engine.hpp"

namespace asparagate::detail {

/// The matrix in force for one data set, its channels renamed to the file's `$PnN`, and what the user is told about it.
struct AppliedCompensation {
    std::optional<Compensation> compensation;
    std::string description;  ///< "file ($SPILLOVER, 12 channels)", "none", ...
    Findings findings;        ///< G-PRECOMP, G-NOSPILL
};

/// @throws GatingError when the matrix cannot be inverted or names a channel that the file lacks.
AppliedCompensation applied_compensation(const DataSet& data_set, const GatingStrategy& strategy,
                                         const GateOptions& options, const std::string& sample);

}  // namespace asparagate::detail
