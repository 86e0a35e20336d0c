#pragma once
#include "asparagate/gating/engine.hpp"

namespace asparagate::detail {

/// The matrices in force for one data set, their detectors renamed to the file's `$PnN`, and what the user is told.
struct AppliedCompensation {
    /// A matrix that dimensions may name, or why it cannot be used in this file.
    struct Named {
        std::optional<Compensation> compensation;
        std::string obstacle;
    };
    std::optional<Compensation> compensation;  ///< of dimensions that name none
    std::map<std::string, Named> named;        ///< by Dimension::compensation
    std::string description;                   ///< "file ($SPILLOVER, 12 channels)", "none", ...
    Findings findings;                         ///< G-PRECOMP, G-NOSPILL

    /// What a dimension with this reference is compensated with; nullptr for values as they are.
    /// @throws NotComputable when the matrix cannot be used in this file, GatingError when there is none of that name.
    [[nodiscard]] const Compensation* find(const std::string& reference) const;
};

/// @throws GatingError when the strategy's matrix cannot be inverted or names a channel that the file lacks.
AppliedCompensation applied_compensation(const DataSet& data_set, const GatingStrategy& strategy,
                                         const GateOptions& options, const std::string& sample);

}  // namespace asparagate::detail
