#pragma once
#include "workspace_samples.hpp"

namespace asparagate::cli {

/// Stored counts against the events of the samples, gated exactly and as FlowJo counts.
struct CountCheck {
    std::vector<CountComparison> rows;
    std::size_t failed = 0;  ///< samples that could not be gated, which were reported
    bool broken = false;     ///< a count is not what it should be
};
CountCheck check_counts(const Workspace& workspace, const WorkspaceSamples& samples, const GateOptions& options,
                        Console& console);

}  // namespace asparagate::cli
