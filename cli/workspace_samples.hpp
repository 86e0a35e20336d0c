#pragma once
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/workspace.hpp"
#include "console.hpp"

#include <string>
#include <vector>

namespace asparagate::cli {

/// Files to gate, each with the tree of its own sample of a workspace.
struct WorkspaceSamples {
    std::vector<SampleFile> files;
    std::vector<const WorkspaceSample*> samples;  ///< of each file
    std::size_t unmatched = 0;                    ///< files without a sample, which were reported
};

/// Finds the sample of each file; those that have none are errors on the console, and the others go on.
/// @throws Error(usage) when the map makes no sense.
WorkspaceSamples match_workspace(const Workspace& workspace, const std::vector<SampleFile>& files,
                                 const std::vector<std::string>& map, Evaluation evaluation, const ReadOptions& read,
                                 Console& console);

}  // namespace asparagate::cli
