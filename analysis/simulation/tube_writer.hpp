#pragma once
#include "asparagate/fcs/task_control.hpp"
#include "simulation/event_source.hpp"

#include <filesystem>
#include <map>
#include <vector>

namespace asparagate::simulation {

/// What was really put into one tube.
struct TubeTruth {
    std::vector<std::string> kinds;     ///< as EventSource::kinds()
    std::vector<double> per_ul;         ///< of each kind; 0 where it has no meaning
    std::vector<std::uint64_t> events;  ///< of each kind
    std::vector<std::string> mixed_markers;
    std::vector<std::vector<std::uint64_t>> positive;  ///< [mixed marker][kind]
};

struct TubeFiles {
    std::filesystem::path fcs;
    std::filesystem::path truth;  ///< empty: none
};

/// Draws and writes one tube in windows of blocks, `threads` blocks at a time, so memory does not grow with the tube.
/// @throws OutputError, Interrupted
TubeTruth write_tube(const Settings& settings, const TubePlan& plan, const TubeModel& model, const TubeFiles& files,
                     int threads, const TaskControl& control);

}  // namespace asparagate::simulation
