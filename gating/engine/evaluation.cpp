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
        const bool wanted = std::any_of(gate.outputs.begin(), gate.outputs.end(),
                                        [&](std::size_t output) { return output != none && needed[output]; });
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

std::vector<double> read_column(const DataSet& data_set, const Plan& plan, std::size_t column, int threads) {
    const std::uint64_t n_events = data_set.n_events(), block = default_block_events;
    const auto n_blocks = static_cast<std::int64_t>((n_events + block - 1) / block);
    std::vector<double> values(n_events);
    ExceptionCarrier carrier;
#pragma omp parallel num_threads(static_cast <int>(std::clamp <std::int64_t>(n_blocks, 1, threads)))
    {
        std::vector<double> raw(block);
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < n_blocks; ++b)
            carrier.run([&] {
                const std::uint64_t first = static_cast<std::uint64_t>(b) * block;
                const std::size_t n = std::min(block, n_events - first);
                double* out = values.data() + first;
                const Column& wanted = plan.columns[column];
                for (std::size_t t = 0; t < wanted.terms.size(); ++t) {
                    const bool direct = !wanted.compensated;
                    double* in = direct ? out : raw.data();
                    data_set.read(plan.raw_parameters[wanted.terms[t].raw], first, {in, n}, ValueKind::scale);
                    if (direct) continue;
                    const double weight = wanted.terms[t].weight;
                    if (t == 0)
                        for (std::size_t i = 0; i < n; ++i) out[i] = weight * in[i];
                    else
                        for (std::size_t i = 0; i < n; ++i) out[i] += weight * in[i];
                }
            });
    }
    carrier.rethrow();
    return values;
}

}  // namespace detail

std::vector<double> compensated_column(const DataSet& data_set, std::size_t parameter,
                                       const std::optional<Compensation>& compensation) {
    detail::Plan plan;
    const std::size_t column = detail::add_column(plan, parameter, data_set, compensation, true);
    return detail::read_column(data_set, plan, column, detail::thread_count(0));
}

}  // namespace asparagate
