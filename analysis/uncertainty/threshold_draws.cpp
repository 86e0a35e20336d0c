#include "uncertainty/threshold_draws.hpp"

#include "run/parallel.hpp"
#include "uncertainty/control_bootstrap.hpp"

#include "asparagate/gating/regating.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <unordered_map>

namespace asparagate {
namespace {

const ControlThreshold* control_of(const GateNode& node) {
    const auto* gate = std::get_if<RectangleGate>(&node.gate);
    return gate != nullptr && gate->control ? &*gate->control : nullptr;
}

void set_threshold(GatingStrategy& strategy, std::size_t node, double value) {
    auto& gate = std::get<RectangleGate>(strategy.nodes[node].gate);
    gate.bounds.front().min = value;
    gate.control.reset();
}

/// How many thresholds lie one below the other above each gate.
class ThresholdLevels {
public:
    explicit ThresholdLevels(const GatingStrategy& strategy) : strategy_(strategy), levels_(strategy.nodes.size()) {
        for (const PopulationInfo& population : strategy.populations())
            node_of_.emplace(population.path, population.node);
    }

    std::size_t of(std::size_t node) {
        if (levels_[node]) return *levels_[node];
        std::size_t level = 0;
        const auto rests_on = [&](const std::string& path) {
            if (path == "/") return;
            const std::size_t below = node_of_.at(path);
            level = std::max(level, of(below) + (control_of(strategy_.nodes[below]) != nullptr ? 1 : 0));
        };
        rests_on(strategy_.nodes[node].parent);
        if (const auto* boolean = std::get_if<BooleanGate>(&strategy_.nodes[node].gate))
            for (const auto& operand : boolean->operands) rests_on(operand.population);
        return *(levels_[node] = level);
    }

private:
    const GatingStrategy& strategy_;
    std::unordered_map<std::string, std::size_t> node_of_;
    std::vector<std::optional<std::size_t>> levels_;
};

/// A control tube held for all draws, and the gates that take their threshold from it.
struct HeldControl {
    std::string sample;
    std::filesystem::path file;
    std::vector<std::size_t> nodes;
    Regating regating;
};

class ThresholdDrawer {
public:
    ThresholdDrawer(const GateMoves& moves, const ControlTubes& controls, const GateOptions& options)
        : moves_(moves), rounds_(threshold_rounds(moves.strategy())) {
        std::size_t tubes = 0;
        for (const auto& [name, of_name] : controls) tubes += of_name.size();
        GateOptions each = options;
        each.max_memory_bytes = memory_share(options.max_memory_bytes, tubes);
        for (const auto& [name, of_name] : controls)
            for (const ControlTube& tube : of_name) hold(name, tube, each);
    }

    [[nodiscard]] std::vector<std::size_t> nodes() const {
        std::vector<std::size_t> all;
        for (const auto& round : rounds_) all.insert(all.end(), round.begin(), round.end());
        return all;
    }

    /// In the order of nodes().
    [[nodiscard]] std::vector<double> draw(std::size_t number) const {
        GatingStrategy strategy = moves_.moved(number);
        std::vector<double> found;
        for (const auto& round : rounds_) {
            std::vector<std::vector<double>> events = control_events(strategy);
            for (const std::size_t node : round) {
                found.push_back(threshold(strategy, node, events[node], number));
                set_threshold(strategy, node, found.back());
            }
        }
        return found;
    }

private:
    void hold(const std::string& name, const ControlTube& tube, const GateOptions& options) {
        RegatingWish wish;
        std::vector<std::size_t> nodes;
        for (std::size_t n = 0; n < moves_.strategy().nodes.size(); ++n) {
            const GateNode& node = moves_.strategy().nodes[n];
            const ControlThreshold* threshold = control_of(node);
            if (threshold == nullptr || threshold->control != name) continue;
            nodes.push_back(n);
            wish.values.push_back({node.parent, std::get<RectangleGate>(node.gate).dimensions.front()});
        }
        if (nodes.empty()) return;
        tubes_.push_back({tube.sample, tube.file, std::move(nodes),
                          Regating(tube.data_set, strategy_for_sample(moves_.strategy(), tube.sample, tube.file),
                                   tube.sample, std::move(wish), options)});
    }

    /// Finite values of all control tubes in the parent of each node.
    [[nodiscard]] std::vector<std::vector<double>> control_events(const GatingStrategy& strategy) const {
        std::vector<std::vector<double>> events(strategy.nodes.size());
        for (const HeldControl& tube : tubes_) {
            const Regated regated = tube.regating.gate(strategy_for_sample(strategy, tube.sample, tube.file));
            for (std::size_t i = 0; i < tube.nodes.size(); ++i)
                if (regated.values[i])
                    std::copy_if(regated.values[i]->begin(), regated.values[i]->end(),
                                 std::back_inserter(events[tube.nodes[i]]),
                                 [](double value) { return std::isfinite(value); });
        }
        return events;
    }

    [[nodiscard]] double threshold(const GatingStrategy& strategy, std::size_t node, std::vector<double>& events,
                                   std::size_t number) const {
        const ControlThreshold& control = *control_of(strategy.nodes[node]);
        if (events.empty() || events.size() < control.minimum_events) return control.fallback;
        if (number == 0) return control_percentile(events, control.percentile);
        const double found = resampled_percentile(events, control.percentile, moves_.threshold_seed(node, number));
        return moves_.moved_threshold(node, found, number);
    }

    const GateMoves& moves_;
    std::vector<std::vector<std::size_t>> rounds_;
    std::vector<HeldControl> tubes_;
};

}  // namespace

void ThresholdDraws::put(GatingStrategy& strategy, std::size_t draw) const {
    for (std::size_t i = 0; i < nodes.size(); ++i) set_threshold(strategy, nodes[i], values[draw][i]);
}

std::vector<std::vector<std::size_t>> threshold_rounds(const GatingStrategy& strategy) {
    ThresholdLevels levels(strategy);
    std::vector<std::vector<std::size_t>> rounds;
    for (std::size_t n = 0; n < strategy.nodes.size(); ++n) {
        if (control_of(strategy.nodes[n]) == nullptr) continue;
        const std::size_t level = levels.of(n);
        if (rounds.size() <= level) rounds.resize(level + 1);
        rounds[level].push_back(n);
    }
    return rounds;
}

ThresholdDraws draw_thresholds(const GateMoves& moves, const ControlTubes& controls, std::size_t draws,
                               const GateOptions& options, const TaskControl& control) {
    const ThresholdDrawer drawer(moves, controls, options);
    ThresholdDraws result{drawer.nodes(), std::vector<std::vector<double>>(draws + 1)};
    std::atomic<std::size_t> done = 0;
    parallel_items(draws + 1, {std::max(options.threads, 1u), 1}, control, [&](std::size_t draw) {
        result.values[draw] = drawer.draw(draw);
        control.update({"", "", "draws", ++done, draws + 1});
    });
    return result;
}

std::string format_draws(const ThresholdDraws& draws) {
    return nlohmann::json{{"nodes", draws.nodes}, {"values", draws.values}}.dump();
}

ThresholdDraws parse_threshold_draws(const std::string& text) {
    try {
        const auto stored = nlohmann::json::parse(text);
        return {stored.at("nodes").get<std::vector<std::size_t>>(),
                stored.at("values").get<std::vector<std::vector<double>>>()};
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorKind::input, std::string("cached thresholds: ") + error.what());
    }
}

}  // namespace asparagate
