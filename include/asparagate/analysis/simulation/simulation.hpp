#pragma once
#include "asparagate/fcs/task_control.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

struct SimulationOptions {
    std::optional<std::uint64_t> seed;             ///< replaces the settings'
    std::optional<std::uint64_t> events_per_tube;  ///< replaces the settings'; 10^3 to 10^8
    bool truth = true;                             ///< write truth/<sample>.csv
    unsigned threads = 0;
};

struct SimulationResult {
    std::vector<std::filesystem::path> files;      ///< FCS files written
    std::uint64_t events = 0;
};

/// Makes a synthetic cohort from SETTINGS.toml in `folder`: fcs/*.fcs (FCS 3.1), truth/*.csv (one cell type per event),
/// tables/*.csv (samples, patients, doses, activity, antibodies, outcomes, counts), truth/populations.csv (true counts)
/// and truth/effects.csv (what was put in), and copies the study file and strategies that the settings name, so that
/// `folder` is a study to run. Same settings and seed give the same bytes for any thread count. Memory does not grow
/// with the events. Settings: docs/simulation.md.
/// @throws Error(input) naming file, line and key; OutputError; Interrupted
SimulationResult simulate_cohort(const std::filesystem::path& settings, const std::filesystem::path& folder,
                                 const SimulationOptions& options = {}, const TaskControl& control = {});

}  // namespace asparagate
