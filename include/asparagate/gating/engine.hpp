#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/compensation.hpp"
#include "asparagate/gating/membership.hpp"
#include "asparagate/gating/population_table.hpp"
#include "asparagate/gating/strategy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// The matrix of a strategy is the one it names, or else the only one it holds.
enum class CompensationSource { file, strategy, none };

struct GateOptions {
    /// Instead of the strategy's compensation. Dimensions that name their own keep it.
    std::optional<CompensationSource> compensation_source;
    std::optional<SpilloverMatrix> matrix;  ///< instead of either; `matrix_name` says where from
    std::string matrix_name;
    unsigned threads = 0;  ///< 0 = all cores
    DetectionLimits detection;
    bool memberships = false;            ///< keep one bitmap per population
    bool intensities = false;            ///< statistics of every fluorescence channel
    ReadOptions read;                    ///< also whether warnings of gating refuse a sample
    std::uint64_t max_memory_bytes = 0;  ///< 0 = no limit; the mapped file does not count
    std::size_t block_events = 4096;     ///< at most 65536; never changes a result
};

/// Populations of one sample. `rows`, `memberships` (when asked for) follow strategy.populations().
struct SampleGates {
    std::string sample;
    std::uint64_t n_events = 0;
    std::vector<PopulationRow> rows;
    std::vector<Membership> memberships;
    std::vector<IntensityRow> intensities;
    std::string compensation;  ///< what was applied: "file ($SPILLOVER, 12 channels)", "none", ...
    Findings findings;
};

/// Gates one data set block by block, in parallel over blocks; exact in double precision and identical for any thread
/// count and block size. A population whose marker the file lacks, or below such a one, is not computable, with a
/// finding G-MARKER; the others are unharmed. A control threshold still unresolved uses its fallback (G-CONTROL).
/// A strategy with tailored versions is refused here and below: strategy_for_sample makes the one that is meant.
/// @throws GatingError, FcsError, Interrupted
SampleGates gate_sample(const DataSet& data_set, const GatingStrategy& strategy, const std::string& sample,
                        const GateOptions& options, const TaskControl& control = {});

/// The compensation that gate_sample would use, for showing it; nullopt when none.
std::optional<Compensation> compensation_for(const DataSet& data_set, const GatingStrategy& strategy,
                                             const GateOptions& options);

/// Compensated (not transformed) values of one parameter for all events.
std::vector<double> compensated_column(const DataSet& data_set, std::size_t parameter,
                                       const std::optional<Compensation>& compensation);

/// Values of `channel` (compensated data units) of the events in `population`, ascending event order: what control
/// thresholds and histograms are made from. Empty optional when not computable.
std::optional<std::vector<double>> population_values(const DataSet& data_set, const GatingStrategy& strategy,
                                                     const std::string& population, const Dimension& dimension,
                                                     const GateOptions& options);

/// One file of a batch.
struct SampleFile {
    std::string sample;
    std::filesystem::path file;
    /// Of the file, from 0. Without it the first is gated, and the finding G-DATASETS says so when there are more.
    std::optional<std::size_t> data_set = {};
    std::shared_ptr<const GatingStrategy> strategy = {};  ///< its own, instead of the batch's
};
struct SampleOutcome {
    SampleFile input;
    std::optional<SampleGates> gates;  ///< empty when it failed
    std::string error;                 ///< one line, when it failed
};
/// Gates many files, each with its version of the strategy (G-VERSION), in parallel over samples and blocks; goes on
/// past a failing one. Outcomes in input order.
/// @throws Interrupted
std::vector<SampleOutcome> gate_samples(const std::vector<SampleFile>& files, const GatingStrategy& strategy,
                                        const GateOptions& options, const TaskControl& control = {});

/// Replaces each ControlThreshold by a number in data units (bounds[0].min), and says how in `GateNode::note`.
struct ResolvedThreshold {
    std::string population;  ///< path of the gate
    std::string control;
    double value = 0;        ///< data units
    std::size_t events = 0;  ///< control events it rests on; 0 = fallback
    bool fallback = false;
};
/// A tube that controls thresholds, gated with its own version of the strategy.
struct ControlTube {
    std::string sample;
    std::filesystem::path file;
    DataSet data_set;
};
/// Control name -> the tubes whose events are pooled.
using ControlTubes = std::map<std::string, std::vector<ControlTube>>;
/// The strategy keeps its versions, whose gates have no control thresholds. Later thresholds see earlier ones.
struct ThresholdResolution {
    GatingStrategy strategy;
    std::vector<ResolvedThreshold> thresholds;
    Findings findings;
};
ThresholdResolution resolve_control_thresholds(const GatingStrategy& strategy, const ControlTubes& controls,
                                               const GateOptions& options);

}  // namespace asparagate
