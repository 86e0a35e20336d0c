#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "asparagate/fcs/task_control.hpp"

namespace asparagate {

struct RunOptions {
    std::filesystem::path output;  ///< folder; made when missing
    bool resume = true;            ///< reuse samples gated before from the same file, strategy and program
    bool fail_fast = false;        ///< stop at the first failing sample instead of going on
    bool force = false;            ///< gate everything again
    bool strict = false;
    unsigned threads = 0;               ///< 0 = the study's setting, then all cores
    std::size_t shard = 0, shards = 1;  ///< only the samples whose position modulo `shards` is `shard`
    std::uint64_t max_memory_bytes = 0;
    std::optional<std::size_t> draws;  ///< of moved gates, instead of the study's; 0 = none
    std::string command;  ///< as typed, for provenance
};

struct RunResult {
    Evidence evidence;
    std::size_t gated = 0, reused = 0, failed = 0;
};

/// Gates every sample of the study, pairs visits and computes the evidence; where draws are asked for, also with every
/// gate moved within its tolerance (docs/uncertainty.md). Per-sample results are kept under
/// `output/samples/` for resuming; they do not depend on the folder, so the folders of all shards put together are
/// what a run with `resume` needs. Writes nothing else. Bit-identical for any thread count. A sample that fails is
/// named in its SampleSummary and a finding; with `fail_fast` its error is thrown.
/// @throws Interrupted, OutputError, Error
RunResult run_study(const Study& study, const RunOptions& options, const TaskControl& control = {});

/// Writes populations.csv intensities.csv foldchanges.csv comparisons.csv correlations.csv activity.csv antibodies.csv
/// outcomes.csv study.h5 provenance.json into `folder`, each whole or not at all, and appends their hashes to
/// audit.jsonl. Columns: docs/results.md. Same evidence, same bytes; only provenance.json and audit.jsonl hold times.
/// @throws OutputError
void write_results(const Evidence& evidence, const std::filesystem::path& folder);

/// The evidence that write_results stored in study.h5. @throws Error(input)
Evidence read_results(const std::filesystem::path& folder);

}  // namespace asparagate
