#include "evaluation.hpp"

#include "parallel.hpp"

#include <algorithm>
#include <numeric>

namespace asparagate {
namespace detail {
namespace {

/// Tells about finished blocks now and then, one report at a time, never from two threads at once.
class BlockProgress {
public:
    BlockProgress(const TaskControl& control, const std::string& sample, std::uint64_t n_events)
        : control_(control), sample_(sample), n_events_(n_events) {}

    void add(std::uint64_t events) {
        if (!control_.report) return;
        const std::lock_guard lock(mutex_);
        done_ += events;
        if (done_ < next_ && done_ != n_events_) return;
        next_ = done_ + std::max<std::uint64_t>(n_events_ / 50, 1);
        control_.update({"gate", sample_, "events", done_, n_events_});
    }

private:
    const TaskControl& control_;
    const std::string& sample_;
    std::uint64_t n_events_, done_ = 0, next_ = 0;
    std::mutex mutex_;
};

}  // namespace

std::vector<std::size_t> all_gates(const Plan& plan) {
    std::vector<std::size_t> gates(plan.gates.size());
    std::iota(gates.begin(), gates.end(), std::size_t{0});
    return gates;
}

std::vector<std::size_t> gates_for(const Plan& plan, std::size_t population) {
    std::vector<bool> needed(plan.populations.size());
    if (population < needed.size()) needed[population] = true;
    std::vector<std::size_t> gates;
    for (std::size_t g = plan.gates.size(); g-- > 0;) {  // users come after what they use
        const PlannedGate& gate = plan.gates[g];
        const bool wanted =
            std::any_of(gate.outputs.begin(), gate.outputs.end(), [&](std::size_t output) { return needed[output]; });
        if (!wanted) continue;
        gates.push_back(g);
        if (gate.parent != all_events) needed[gate.parent] = true;
        if (const auto* boolean = std::get_if<BooleanTest>(&gate.test))
            for (const auto& operand : boolean->operands) needed[operand.population] = true;
    }
    std::reverse(gates.begin(), gates.end());
    return gates;
}

std::vector<std::uint64_t> evaluate_gates(const Plan& plan, const DataSet& data_set,
                                          const std::vector<std::size_t>& gates, std::vector<Membership>* memberships,
                                          const RunOptions& run, const TaskControl& control) {
    const std::uint64_t n_events = data_set.n_events();
    const std::uint64_t block = usable_block_events(run.block_events);
    const auto n_blocks = static_cast<std::int64_t>((n_events + block - 1) / block);
    std::vector<std::uint64_t> counts(plan.populations.size());
    ExceptionCarrier carrier;
    BlockProgress progress(control, run.sample, n_events);
    const int threads = static_cast<int>(std::clamp<std::int64_t>(n_blocks, 1, run.threads));
#pragma omp parallel num_threads(threads)
    {
        std::unique_ptr<BlockEvaluator> evaluator;
        carrier.run([&] {
            evaluator = std::make_unique<BlockEvaluator>(plan, data_set, gates, block, memberships, run.resident);
        });
#pragma omp for schedule(dynamic)
        for (std::int64_t b = 0; b < n_blocks; ++b)
            carrier.run([&] {
                control.throw_if_stopped();
                const std::uint64_t first = static_cast<std::uint64_t>(b) * block;
                const std::uint64_t n = std::min(block, n_events - first);
                evaluator->evaluate(first, n);
                progress.add(n);
            });
            // Whole numbers: the order in which threads add theirs does not matter.
#pragma omp critical(asparagate_counts)
        if (evaluator != nullptr)
            for (std::size_t p = 0; p < counts.size(); ++p) counts[p] += evaluator->counts()[p];
    }
    carrier.rethrow();
    return counts;
}

std::vector<PopulationRow> population_rows(const GatingStrategy& strategy, const Plan& plan,
                                           const std::vector<std::uint64_t>& counts, std::uint64_t n_events,
                                           const std::string& sample, const DetectionLimits& limits) {
    std::vector<PopulationRow> rows;
    for (std::size_t p = 0; p < plan.populations.size(); ++p) {
        const PopulationInfo& population = plan.populations[p];
        PopulationRow row{
            sample,       population.path, population.parent, gate_type(strategy.nodes[population.node].gate),
            std::nullopt, std::nullopt,    n_events,          ""};
        const std::size_t parent = plan.parents[p];
        if (parent == all_events)
            row.parent_count = n_events;
        else if (plan.obstacles[parent].empty())
            row.parent_count = counts[parent];
        if (plan.obstacles[p].empty()) {
            row.count = counts[p];
            row.state = detection_state(counts[p], limits);
        } else {
            row.state = "not computable: " + plan.obstacles[p];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

namespace {

/// Sums the terms for events [first, first + n), in the order of the block evaluator, so that the bits are the same.
void read_values(const DataSet& data_set, const ChannelValues& wanted, std::uint64_t first, std::span<double> out,
                 std::vector<double>& buffer) {
    if (!wanted.compensated) return data_set.read(wanted.terms.front().parameter, first, out, ValueKind::scale);
    buffer.resize(out.size());
    bool begun = false;
    for (const ChannelValues::Term& term : wanted.terms) {
        data_set.read(term.parameter, first, buffer, ValueKind::scale);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = begun ? out[i] + term.weight * buffer[i] : term.weight * buffer[i];
        begun = true;
    }
    if (!begun) std::fill(out.begin(), out.end(), 0.0);
}

}  // namespace

std::vector<double> read_column(const DataSet& data_set, const Column& column, int threads) {
    const std::uint64_t n_events = data_set.n_events(), block = default_block_events;
    const auto n_blocks = static_cast<std::int64_t>((n_events + block - 1) / block);
    std::vector<double> values(n_events);
    ExceptionCarrier carrier;
#pragma omp parallel num_threads(static_cast <int>(std::clamp <std::int64_t>(n_blocks, 1, threads)))
    {
        std::vector<double> buffer, denominators;
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < n_blocks; ++b)
            carrier.run([&] {
                const std::uint64_t first = static_cast<std::uint64_t>(b) * block;
                const std::span<double> out(values.data() + first, std::min(block, n_events - first));
                read_values(data_set, column.values, first, out, buffer);
                if (!column.division) return;
                denominators.resize(out.size());
                read_values(data_set, column.division->denominator, first, denominators, buffer);
                for (std::size_t i = 0; i < out.size(); ++i)
                    out[i] = column.division->ratio.apply(out[i], denominators[i]);
            });
    }
    carrier.rethrow();
    return values;
}

}  // namespace detail

std::vector<double> compensated_column(const DataSet& data_set, std::size_t parameter,
                                       const std::optional<Compensation>& compensation) {
    const detail::Column column =
        detail::parameter_column(parameter, data_set, compensation ? &*compensation : nullptr);
    return detail::read_column(data_set, column, detail::thread_count(0));
}

}  // namespace asparagate
