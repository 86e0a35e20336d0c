#include "command.hpp"

#include "asparagate/analysis/simulation/simulation.hpp"
#include "asparagate/fcs/error.hpp"

#include <CLI/CLI.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::string settings;
    std::string output;
    SimulationOptions simulation;
};

int run_simulate(Options options, const CommonOptions& common, Console& console) {
    options.simulation.threads = common.threads;
    if (!common.force && std::filesystem::is_directory(options.output) && !std::filesystem::is_empty(options.output))
        throw Error(ErrorKind::usage,
                    options.output + ": is not empty; name a new folder, or --force to write over what is there");
    const SimulationResult result =
        simulate_cohort(options.settings, options.output, options.simulation, console.task_control());
    console.clear_progress();
    console.note("synthetic cohort: " + counted(result.files.size(), "FCS file") + ", " +
                 counted(result.events, "event") + " in " + options.output);
    const std::filesystem::path study = std::filesystem::path(options.output) / "study.toml";
    if (std::filesystem::exists(study)) console.note("next: asparagate run " + study.string() + " -o results");
    return done;
}

}  // namespace

Run add_simulate(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("SETTINGS", options->settings, "Settings of the cohort (TOML; docs/simulation.md)")->required();
    app.add_option("-o,--output", options->output, "Folder to write into")->required();
    app.add_option("--seed", options->simulation.seed, "Replaces the seed of the settings");
    app.add_option("--events", options->simulation.events_per_tube, "Events per tube, replaces the settings'")
        ->check(CLI::Range(std::uint64_t{1000}, std::uint64_t{100000000}));
    app.add_flag("!--no-truth", options->simulation.truth, "Leave out the file that names each event's cell type");
    return [options](const CommonOptions& common, Console& console) { return run_simulate(*options, common, console); };
}

}  // namespace asparagate::cli
