#include "gating/plot_axes.hpp"

#include "strategy/strategy_edit.hpp"

#include <algorithm>

namespace asparagate::gui {
namespace {

AxisChoice scatter_axes(const GatingStrategy& strategy, const std::vector<Parameter>& parameters) {
    const auto position = [&](const char* channel) { return resolve_channel(strategy, parameters, channel); };
    const auto forward = position("FSC-A"), side = position("SSC-A");
    if (forward && side)
        return {dimension_for(strategy, parameters, *forward), dimension_for(strategy, parameters, *side), {}, {}};
    std::vector<std::size_t> usable;
    for (std::size_t p = 0; p < parameters.size(); ++p)
        if (!parameters[p].is_time()) usable.push_back(p);
    if (usable.empty()) return {};
    AxisChoice axes{dimension_for(strategy, parameters, usable[0]), {}, {}, {}};
    if (usable.size() > 1) axes.y = dimension_for(strategy, parameters, usable[1]);
    return axes;
}

}  // namespace

std::optional<AxisChoice> axes_of(const Gate& gate) {
    const auto dimensions = gate_dimensions(gate);
    if (dimensions.empty()) return std::nullopt;
    AxisChoice axes{dimensions[0], {}, {}, {}};
    if (dimensions.size() > 1) axes.y = dimensions[1];
    return axes;
}

AxisChoice AxisMemory::choose(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                              const std::string& population) const {
    if (const auto known = chosen_.find(population); known != chosen_.end()) return known->second;
    // A two-dimensional gate says more about the population than a range does.
    std::optional<AxisChoice> best;
    for (const GateNode& node : strategy.nodes) {
        if (node.parent != population) continue;
        const auto axes = axes_of(node.gate);
        if (axes && (!best || (!best->y && axes->y))) best = axes;
    }
    if (best) return *best;
    if (const auto info = find_population(strategy, population))
        if (const auto axes = axes_of(strategy.nodes[info->node].gate)) return *axes;
    return scatter_axes(strategy, parameters);
}

AxisChoice AxisMemory::toward(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                              const std::string& population, const std::string& child) const {
    const auto info = find_population(strategy, child);
    if (!info) return choose(strategy, parameters, population);
    const auto axes = axes_of(strategy.nodes[info->node].gate);
    if (!axes) return choose(strategy, parameters, population);
    const auto known = chosen_.find(population);
    if (known != chosen_.end() && known->second.x == axes->x && known->second.y == axes->y) return known->second;
    return *axes;
}

void AxisMemory::forget_ranges() {
    for (auto& [population, axes] : chosen_) axes.x_range.reset(), axes.y_range.reset();
}

}  // namespace asparagate::gui
