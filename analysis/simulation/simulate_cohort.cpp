#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/simulation/simulation.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "simulation/cohort_tables.hpp"

#include <omp.h>

#include <exception>
#include <fstream>
#include <sstream>

namespace asparagate {
namespace {

using namespace simulation;

constexpr std::uint64_t fewest_events = 1'000;
constexpr std::uint64_t most_events = 100'000'000;

Settings settings_in_force(const std::filesystem::path& path, const SimulationOptions& options) {
    auto settings = read_settings(path);
    if (options.seed) settings.seed = *options.seed;
    if (options.events_per_tube) settings.events_per_tube = *options.events_per_tube;
    if (settings.events_per_tube < fewest_events || settings.events_per_tube > most_events)
        throw AnalysisError(path.string() + ": simulation.events_per_tube",
                            std::to_string(settings.events_per_tube) + " is not between 1000 and 100000000");
    return settings;
}

/// The study file and its strategies go beside the data, so that the folder is a study that can be run.
void copy_study(const Settings& settings, const std::filesystem::path& folder) {
    for (const auto& name : settings.copied_files) {
        const auto source = settings.path.parent_path() / name;
        std::error_code error;
        if (std::filesystem::equivalent(source, folder / name, error)) continue;
        std::ifstream stream(source, std::ios::binary);
        if (!stream) throw AnalysisError(settings.path.string() + ": study", source.string() + " cannot be opened");
        std::ostringstream text;
        text << stream.rdbuf();
        write_file(folder / name, text.str());
    }
}

/// Writes all tubes: many at a time when there are enough, else the blocks of each in parallel.
class CohortWriter {
public:
    CohortWriter(const Settings& settings, const std::vector<TubePlan>& plans, std::filesystem::path folder,
                 const SimulationOptions& options, const TaskControl& control)
        : settings_(settings),
          plans_(plans),
          folder_(std::move(folder)),
          with_truth_(options.truth),
          control_(control),
          threads_(options.threads > 0 ? static_cast<int>(options.threads) : omp_get_max_threads()),
          truths_(plans.size()) {}

    std::vector<TubeTruth> write() {
        const bool tubes_in_parallel = plans_.size() >= static_cast<std::size_t>(threads_);
        const int outer = tubes_in_parallel ? threads_ : 1;
        const int inner = tubes_in_parallel ? 1 : threads_;
#pragma omp parallel for schedule(dynamic) num_threads(outer)
        for (std::size_t i = 0; i < plans_.size(); ++i) write_one(i, inner);
        if (failure_) std::rethrow_exception(failure_);
        return std::move(truths_);
    }

private:
    void write_one(std::size_t index, int threads) {
        if (failed()) return;
        try {
            const auto& plan = plans_[index];
            const auto model = make_tube_model(settings_, plan, settings_.events_per_tube);
            const TubeFiles files{
                folder_ / "fcs" / fcs_file_name(plan),
                with_truth_ ? folder_ / "truth" / (safe_file_name(plan.sample) + ".csv") : std::filesystem::path()};
            truths_[index] = write_tube(settings_, plan, model, files, threads, control_);
            report(plan.sample);
        } catch (...) {
#pragma omp critical(simulation_cohort)
            if (!failure_) failure_ = std::current_exception();
        }
    }
    bool failed() const {
        bool result = false;
#pragma omp critical(simulation_cohort)
        result = failure_ != nullptr;
        return result;
    }
    void report(const std::string& sample) {
#pragma omp critical(simulation_cohort)
        control_.update({"simulate", sample, "files", ++done_, plans_.size()});
    }

    const Settings& settings_;
    const std::vector<TubePlan>& plans_;
    std::filesystem::path folder_;
    bool with_truth_;
    const TaskControl& control_;
    int threads_;
    std::vector<TubeTruth> truths_;
    std::exception_ptr failure_;
    std::uint64_t done_ = 0;
};

}  // namespace

SimulationResult simulate_cohort(const std::filesystem::path& path, const std::filesystem::path& folder,
                                 const SimulationOptions& options, const TaskControl& control) {
    const auto settings = settings_in_force(path, options);
    const auto plans = plan_tubes(settings);
    const auto truths = CohortWriter(settings, plans, folder, options, control).write();
    write_study_tables(settings, plans, folder);
    write_truth_tables(settings, plans, truths, folder);
    copy_study(settings, folder);

    SimulationResult result;
    for (const auto& plan : plans) result.files.push_back(folder / "fcs" / fcs_file_name(plan));
    result.events = settings.events_per_tube * plans.size();
    return result;
}

}  // namespace asparagate
