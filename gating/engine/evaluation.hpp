#pragma once
#include "asparagate/gating/engine.hpp"
#include "block_evaluator.hpp"

namespace asparagate::detail {

/// Every gate of the plan, or those that `population` rests on.
std::vector<std::size_t> all_gates(const Plan& plan);
std::vector<std::size_t> gates_for(const Plan& plan, std::size_t population);

std::vector<Membership*> pointers_to(std::vector<Membership>& memberships);

/// How a run over the events is done; none of it changes a result.
struct RunOptions {
    int threads = 1;
    std::size_t block_events = default_block_events;
    const ResidentColumns* resident = nullptr;
    std::string sample;  ///< names the work in progress reports
};

/// Runs `gates` over all events, in parallel over blocks. Returns the count of each population; fills `memberships`
/// (sized) where given. @throws Interrupted
std::vector<std::uint64_t> evaluate_gates(const Plan& plan, const DataSet& data_set,
                                          const std::vector<std::size_t>& gates, Memberships memberships,
                                          const RunOptions& run, const TaskControl& control);

/// The rows of the `gate` table. `counts` by population.
std::vector<PopulationRow> population_rows(const GatingStrategy& strategy, const Plan& plan,
                                           const std::vector<std::uint64_t>& counts, std::uint64_t n_events,
                                           const std::string& sample, const DetectionLimits& limits);

/// All events of one column in data units, in parallel over blocks. `out` has a place for each event.
void read_column(const DataSet& data_set, const Column& column, int threads, std::span<double> out);
std::vector<double> read_column(const DataSet& data_set, const Column& column, int threads);

}  // namespace asparagate::detail
