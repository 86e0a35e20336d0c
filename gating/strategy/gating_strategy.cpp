#include "asparagate/gating/strategy.hpp"

#include "channel_match.hpp"
#include "population_path.hpp"

namespace asparagate {

std::vector<PopulationInfo> GatingStrategy::populations() const {
    std::vector<PopulationInfo> result;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const GateNode& node = nodes[i];
        const int depth = detail::path_depth(node.parent) + 1;
        if (const auto* quadrant = std::get_if<QuadrantGate>(&node.gate)) {
            for (std::size_t q = 0; q < quadrant->quadrants.size(); ++q)
                result.push_back({detail::child_path(node.parent, quadrant->quadrants[q].name), node.parent, i,
                                  static_cast<int>(q), depth});
        } else {
            result.push_back({detail::child_path(node.parent, node.name), node.parent, i, -1, depth});
        }
    }
    return result;
}

const GateNode* GatingStrategy::find_node(std::string_view parent, std::string_view node_name) const {
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const GateNode& n) { return n.parent == parent && n.name == node_name; });
    return found == nodes.end() ? nullptr : &*found;
}

const Transform& GatingStrategy::transform_for(const Dimension& dimension, const Parameter& parameter) const {
    static const Transform identity = IdentityTransform{};
    const auto named = [&](const std::string& transform) -> const Transform& {
        const auto found = transforms.find(transform);
        if (found != transforms.end()) return found->second;
        if (transform == "identity") return identity;
        throw GatingError("", "", "transform \"" + transform + "\" is not defined in [transforms]");
    };
    if (!dimension.transform.empty()) return named(dimension.transform);
    if (dimension.ratio) return identity;
    if (const auto exact = scales.find(dimension.channel); exact != scales.end() && exact->first != "default")
        return named(exact->second);
    const std::string* best = nullptr;
    int best_level = 0;
    for (const auto& [key, transform] : scales) {
        const auto level = key == "default" ? std::nullopt : detail::match_level(*this, parameter, key);
        if (level && (best == nullptr || *level < best_level)) best = &transform, best_level = *level;
    }
    if (best != nullptr) return named(*best);
    const auto fallback = scales.find("default");
    return fallback != scales.end() && parameter.is_fluorescence() ? named(fallback->second) : identity;
}

}  // namespace asparagate
