#include "applied_compensation.hpp"
#include "asparagate/fcs/number.hpp"
#include "evaluation.hpp"
#include "parallel.hpp"
#include "statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace asparagate {
namespace {

using namespace detail;

std::string path_of(const GateNode& node) {
    return (node.parent == "/" ? "" : node.parent) + "/" + node.name;
}

/// Resolves one threshold after the other, each on the strategy with the earlier ones in place.
class Resolver {
public:
    Resolver(const GatingStrategy& strategy, const ControlTubes& controls, const GateOptions& options)
        : controls_(controls), options_(options) {
        result_.strategy = strategy;
    }

    ThresholdResolution run() {
        for (const std::size_t node : evaluation_order(result_.strategy, "")) {
            const auto* gate = std::get_if<RectangleGate>(&result_.strategy.nodes[node].gate);
            if (gate != nullptr && gate->control) resolve(node);
        }
        return std::move(result_);
    }

private:
    void resolve(std::size_t index) {
        const GateNode node = result_.strategy.nodes[index];
        const auto gate = std::get<RectangleGate>(node.gate);
        const ControlThreshold& control = *gate.control;
        ResolvedThreshold threshold{path_of(node), control.control, control.fallback, 0, true};
        std::vector<double> values = control_values(node.parent, gate.dimensions.front(), control.control);
        const double percent[] = {control.percentile};
        if (!values.empty() && values.size() >= control.minimum_events) {
            threshold.events = values.size();
            threshold.value = *percentiles(values, percent).front();
            threshold.fallback = false;
        } else {
            warn(threshold.population, "control \"" + control.control + "\" has " + std::to_string(values.size()) +
                                           " events in " + node.parent + ", expected at least " +
                                           std::to_string(control.minimum_events) + "; the fallback " +
                                           format_number(control.fallback) + " is the lower bound");
        }
        if (!(threshold.value < gate.bounds.front().max))
            warn(threshold.population, "the lower bound " + format_number(threshold.value) +
                                           " is not below the upper bound " + format_number(gate.bounds.front().max) +
                                           ", so the gate is empty");
        put(index, threshold, control);
    }

    void put(std::size_t index, const ResolvedThreshold& threshold, const ControlThreshold& control) {
        GateNode& node = result_.strategy.nodes[index];
        auto& gate = std::get<RectangleGate>(node.gate);
        gate.bounds.front().min = threshold.value;
        const std::string how = threshold.fallback
                                    ? "min is the fallback for control " + control.control
                                    : "min is percentile " + format_number(control.percentile) + " of " +
                                          std::to_string(threshold.events) + " events of control " + control.control;
        node.note += (node.note.empty() ? "" : "; ") + how;
        result_.thresholds.push_back(threshold);
        gate.control.reset();
    }

    /// Finite values of the control tubes' events in the parent, tube after tube.
    std::vector<double> control_values(const std::string& parent, const Dimension& dimension, const std::string& name) {
        std::vector<double> pooled;
        const auto tubes = controls_.find(name);
        if (tubes == controls_.end()) return pooled;
        for (const ControlTube& tube : tubes->second)
            if (const auto values =
                    population_values(tube.data_set, strategy_for_sample(result_.strategy, tube.sample, tube.file),
                                      parent, dimension, options_))
                std::copy_if(values->begin(), values->end(), std::back_inserter(pooled),
                             [](double value) { return std::isfinite(value); });
        return pooled;
    }

    void warn(const std::string& population, const std::string& message) {
        result_.findings.push_back({"G-CONTROL", Severity::warning, "", "", population, std::nullopt, message});
    }

    const ControlTubes& controls_;
    const GateOptions& options_;
    ThresholdResolution result_;
};

}  // namespace

std::optional<std::vector<double>> population_values(const DataSet& data_set, const GatingStrategy& strategy,
                                                     const std::string& population, const Dimension& dimension,
                                                     const GateOptions& options) {
    const AppliedCompensation compensation = applied_compensation(data_set, strategy, options, "");
    const Plan plan = make_plan(strategy, data_set, compensation, "");
    const std::size_t wanted = plan.population(population);
    if (wanted == none) throw GatingError("", population, "the strategy defines no such population");
    if (wanted != all_events && !plan.obstacles[wanted].empty()) return std::nullopt;
    std::optional<BoundDimension> bound;
    try {
        bound = bind_dimension(dimension, strategy, data_set, compensation);
    } catch (const NotComputable&) {
        return std::nullopt;
    }
    const int threads = thread_count(options.threads);
    std::vector<double> values = read_column(data_set, bound->column, threads);
    if (wanted == all_events) return values;
    std::vector<Membership> memberships(plan.populations.size(), Membership(data_set.n_events()));
    evaluate_gates(plan, data_set, gates_for(plan, wanted), pointers_to(memberships),
                   {threads, options.block_events, nullptr, ""}, {});
    std::size_t kept = 0;
    for (std::size_t event = 0; event < values.size(); ++event)
        if (memberships[wanted][event]) values[kept++] = values[event];
    values.resize(kept);
    return values;
}

ThresholdResolution resolve_control_thresholds(const GatingStrategy& strategy, const ControlTubes& controls,
                                               const GateOptions& options) {
    return Resolver(strategy, controls, options).run();
}

}  // namespace asparagate
