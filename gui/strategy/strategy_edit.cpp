#include "strategy/strategy_edit.hpp"

#include <algorithm>

namespace asparagate::gui {
namespace {

bool lies_at_or_below(std::string_view path, std::string_view top) {
    return path == top || (path.size() > top.size() && path.starts_with(top) && path[top.size()] == '/');
}

template <class Move>
void move_operands(Gate& gate, Move move) {
    if (auto* boolean = std::get_if<BooleanGate>(&gate))
        for (auto& operand : boolean->operands) move(operand.population);
}

void move_paths(GatingStrategy& strategy, const std::string& from, const std::string& to) {
    const auto moved = [&](std::string& path) {
        if (lies_at_or_below(path, from)) path = to + path.substr(from.size());
    };
    for (GateNode& node : strategy.nodes) {
        moved(node.parent);
        move_operands(node.gate, moved);
    }
    for (TailoredVersion& version : strategy.versions)
        for (TailoredGate& tailored : version.gates) {
            moved(tailored.population);
            move_operands(tailored.gate, moved);
        }
}

/// Visits the gate at `node` and those that stand in for it in versions.
template <class Visit>
void each_form(GatingStrategy& strategy, std::size_t node, Visit visit) {
    const std::string path = join_path(strategy.nodes[node].parent, strategy.nodes[node].name);
    visit(strategy.nodes[node].gate);
    for (TailoredVersion& version : strategy.versions)
        for (TailoredGate& tailored : version.gates)
            if (tailored.population == path) visit(tailored.gate);
}

/// Takes what lies at or below `path` out of all versions, and versions that change nothing then.
void remove_tailored(GatingStrategy& strategy, const std::string& path) {
    for (TailoredVersion& version : strategy.versions)
        std::erase_if(version.gates,
                      [&](const TailoredGate& tailored) { return lies_at_or_below(tailored.population, path); });
    std::erase_if(strategy.versions, [](const TailoredVersion& version) {
        return version.gates.empty() && !version.compensation && version.scales.empty();
    });
}

void refuse_readers_of(const std::string& path, const std::string& reader, const Gate& gate) {
    const auto* boolean = std::get_if<BooleanGate>(&gate);
    if (boolean == nullptr) return;
    for (const auto& operand : boolean->operands)
        if (lies_at_or_below(operand.population, path))
            throw GatingError({}, path, "the boolean gate " + reader + " reads it; remove that one first");
}

bool taken(const GatingStrategy& strategy, const std::string& path) {
    return find_population(strategy, path).has_value() ||
           std::ranges::any_of(strategy.nodes,
                               [&](const GateNode& node) { return join_path(node.parent, node.name) == path; });
}

template <class Visit>
void each_dimension(const GatingStrategy& strategy, Visit visit) {
    for (const GateNode& node : strategy.nodes)
        for (const Dimension& dimension : gate_dimensions(node.gate)) visit(dimension);
}

/// Area, height and width of one scatter signal differ in the part after the last dash.
bool same_signal(const std::string& a, const std::string& b) {
    const auto stem = [](const std::string& name) { return name.substr(0, name.rfind('-')); };
    return a != b && stem(a) == stem(b);
}

}  // namespace

std::string last_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string join_path(std::string_view parent, std::string_view name) {
    return (parent == "/" ? std::string() : std::string(parent)) + "/" + std::string(name);
}

std::vector<std::string> path_and_ancestors(const std::string& path) {
    std::vector<std::string> paths{"/"};
    if (path == "/" || path.empty()) return paths;
    for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        paths.push_back(path.substr(0, slash));
    paths.push_back(path);
    return paths;
}

std::optional<PopulationInfo> find_population(const GatingStrategy& strategy, std::string_view path) {
    for (auto& population : strategy.populations())
        if (population.path == path) return population;
    return std::nullopt;
}

std::string unique_name(const GatingStrategy& strategy, const std::string& parent, std::string wanted) {
    std::ranges::replace(wanted, '/', '-');
    if (wanted.empty()) wanted = "Cells";
    std::string name = wanted;
    for (int number = 2; taken(strategy, join_path(parent, name)); ++number)
        name = wanted + " " + std::to_string(number);
    return name;
}

GatingStrategy with_gate(const GatingStrategy& strategy, const std::string& parent, const std::string& name,
                         Gate gate) {
    GatingStrategy next = strategy;
    // After the last node below the same parent, so that the file keeps reading like the tree.
    auto place = next.nodes.end();
    for (auto node = next.nodes.begin(); node != next.nodes.end(); ++node)
        if (parent != "/" && (join_path(node->parent, node->name) == parent || lies_at_or_below(node->parent, parent)))
            place = node + 1;
    next.nodes.insert(place, GateNode{parent, name, std::move(gate), {}});
    validate_strategy(next, {});
    return next;
}

GatingStrategy strategy_in_force(const GatingStrategy& strategy, const std::string& sample,
                                 const std::filesystem::path& file) {
    if (strategy.versions.empty()) return strategy;
    try {
        return strategy_for_sample(strategy, sample, file);
    } catch (const GatingError&) {
        return strategy;
    }
}

GatingStrategy with_replaced_gate(const GatingStrategy& strategy, std::size_t node, Gate gate,
                                  const std::string& sample, const std::filesystem::path& file) {
    GatingStrategy next = strategy;
    Gate* place = &next.nodes.at(node).gate;
    const std::string path = join_path(next.nodes[node].parent, next.nodes[node].name);
    for (const TailoredVersion* used : versions_for_sample(strategy, sample, file))
        for (TailoredGate& tailored : next.versions[static_cast<std::size_t>(used - strategy.versions.data())].gates)
            if (tailored.population == path) place = &tailored.gate;
    *place = std::move(gate);
    validate_strategy(next, {});
    return next;
}

GatingStrategy with_renamed(const GatingStrategy& strategy, const std::string& path, const std::string& name) {
    const auto population = find_population(strategy, path);
    if (!population) throw GatingError({}, path, "there is no such population");
    if (name.empty()) throw GatingError({}, path, "a population needs a name");
    if (name.find('/') != std::string::npos)
        throw GatingError({}, path, "'" + name + "' holds '/', which separates populations; use another character");
    const std::string renamed = join_path(population->parent, name);
    if (renamed == path) return strategy;
    if (taken(strategy, renamed)) throw GatingError({}, path, "'" + name + "' is already there; choose another name");
    GatingStrategy next = strategy;
    GateNode& node = next.nodes[population->node];
    if (population->quadrant >= 0)
        each_form(next, population->node, [&](Gate& gate) {
            for (auto& quadrant : std::get<QuadrantGate>(gate).quadrants)
                if (quadrant.name == last_name(path)) quadrant.name = name;
        });
    else
        node.name = name;
    move_paths(next, path, renamed);
    validate_strategy(next, {});
    return next;
}

GatingStrategy without_population(const GatingStrategy& strategy, const std::string& path) {
    const auto population = find_population(strategy, path);
    if (!population) throw GatingError({}, path, "there is no such population");
    GatingStrategy next = strategy;
    bool whole_node = true;
    if (population->quadrant >= 0) {
        each_form(next, population->node, [&](Gate& gate) {
            auto& quadrants = std::get<QuadrantGate>(gate).quadrants;
            std::erase_if(quadrants, [&](const auto& quadrant) { return quadrant.name == last_name(path); });
            whole_node = quadrants.empty();
        });
    }
    if (whole_node) {
        const GateNode& node = next.nodes[population->node];
        remove_tailored(next, join_path(node.parent, node.name));
        next.nodes.erase(next.nodes.begin() + static_cast<std::ptrdiff_t>(population->node));
    }
    remove_tailored(next, path);
    std::erase_if(next.nodes, [&](const GateNode& node) { return lies_at_or_below(node.parent, path); });
    for (const GateNode& node : next.nodes) refuse_readers_of(path, join_path(node.parent, node.name), node.gate);
    for (const TailoredVersion& version : next.versions)
        for (const TailoredGate& tailored : version.gates)
            refuse_readers_of(path, tailored.population + " of version " + version.name, tailored.gate);
    validate_strategy(next, {});
    return next;
}

Dimension dimension_for(const GatingStrategy& strategy, const std::vector<Parameter>& parameters, std::size_t index) {
    std::optional<Dimension> used;
    each_dimension(strategy, [&](const Dimension& dimension) {
        if (!used && dimension.compensation.empty() && !dimension.ratio &&
            resolve_channel(strategy, parameters, dimension.channel) == index)
            used = dimension;
    });
    if (used) return *used;
    const Parameter& parameter = parameters.at(index);
    Dimension dimension{parameter.name};
    if (!parameter.marker.empty() && parameter.is_fluorescence() &&
        resolve_channel(strategy, parameters, parameter.marker) == index)
        dimension.channel = parameter.marker;
    return dimension;
}

bool same_dimension(const GatingStrategy& strategy, const std::vector<Parameter>& parameters, const Dimension& a,
                    const Dimension& b) {
    if (a == b) return true;
    if (a.compensation != b.compensation || a.ratio || b.ratio) return false;
    const auto index = resolve_channel(strategy, parameters, a.channel);
    if (!index || index != resolve_channel(strategy, parameters, b.channel)) return false;
    const Parameter& parameter = parameters[*index];
    return strategy.transform_for(a, parameter) == strategy.transform_for(b, parameter);
}

std::string proposed_name(const std::vector<AxisSide>& sides) {
    std::string name;
    for (const AxisSide& side : sides)
        if (side.fluorescence) name += (name.empty() ? "" : " ") + side.name + (side.positive ? "+" : "-");
    if (!name.empty()) return name;
    return sides.size() == 2 && same_signal(sides[0].name, sides[1].name) ? "Singlets" : "Cells";
}

}  // namespace asparagate::gui
