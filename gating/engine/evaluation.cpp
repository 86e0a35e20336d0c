#include "evaluation.hpp"

#include "parallel.hpp"

#include <algorithm>
#include <numeric>

namespace asparagate {
namespace detail {
namespace {

/// What a thread takes at a time, and gives back to the system when it is done: about 1 MiB of a usual file, so that
/// threads end at nearly the same time.
constexpr std::uint64_t stretch_events = 16384;

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

std::vector<Membership*> pointers_to(std::vector<Membership>& memberships) {
    std::vector<Membership*> pointers;
    for (Membership& membership : memberships) pointers.push_back(&membership);
    return pointers;
}

std::vector<std::uint64_t> evaluate_gates(const Plan& plan, const DataSet& data_set,
                                          const std::vector<std::size_t>& gates, Memberships memberships,
                                          const RunOptions& run, const TaskControl& control) {
    const std::uint64_t n_events = data_set.n_events();
    const std::uint64_t block = usable_block_events(run.block_events);
    const std::uint64_t stretch = (stretch_events + block - 1) / block * block;
    const auto n_stretches = static_cast<std::int64_t>((n_events + stretch - 1) / stretch);
    std::vector<std::uint64_t> counts(plan.populations.size());
    ExceptionCarrier carrier;
    BlockProgress progress(control, run.sample, n_events);
    const int threads = static_cast<int>(std::clamp<std::int64_t>(n_stretches, 1, run.threads));
#pragma omp parallel num_threads(threads)
    {
        std::unique_ptr<BlockEvaluator> evaluator;
        carrier.run([&] {
            evaluator = std::make_unique<BlockEvaluator>(plan, data_set, gates, block, memberships, run.resident);
        });
#pragma omp for schedule(dynamic)
        for (std::int64_t s = 0; s < n_stretches; ++s)
            carrier.run([&] {
                control.throw_if_stopped();
                const std::uint64_t begin = static_cast<std::uint64_t>(s) * stretch;
                const std::uint64_t end = std::min(begin + stretch, n_events);
                for (std::uint64_t first = begin; first < end; first += block)
                    evaluator->evaluate(first, std::min(block, end - first));
                data_set.release(begin, end - begin);
                progress.add(end - begin);
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

void read_column(const DataSet& data_set, const Column& column, int threads, std::span<double> out) {
    Plan plan;
    plan.columns.push_back(column);
    const std::uint64_t n_events = data_set.n_events(), block = default_block_events;
    const auto n_blocks = static_cast<std::int64_t>((n_events + block - 1) / block);
    ExceptionCarrier carrier;
#pragma omp parallel num_threads(static_cast <int>(std::clamp <std::int64_t>(n_blocks, 1, threads)))
    {
        std::unique_ptr<BlockColumns> columns;
        carrier.run([&] { columns = std::make_unique<BlockColumns>(plan, data_set, 1, block, nullptr); });
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < n_blocks; ++b)
            carrier.run([&] {
                const std::uint64_t first = static_cast<std::uint64_t>(b) * block;
                const std::uint64_t n = std::min(block, n_events - first);
                columns->start(first, n);
                std::copy_n(columns->values(0, 0, {}), n, out.data() + first);
                data_set.release(first, n);
            });
    }
    carrier.rethrow();
}

std::vector<double> read_column(const DataSet& data_set, const Column& column, int threads) {
    std::vector<double> values(data_set.n_events());
    read_column(data_set, column, threads, values);
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
