#include "evidence/gate_path.hpp"

namespace asparagate {
namespace {

std::string letters(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if (c != ' ' && c != '-' && c != '_') kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return kept;
}

bool names_marker(const GatingStrategy& strategy, const std::string& channel, const std::string& marker) {
    if (letters(channel) == letters(marker) || letters(channel.substr(0, channel.find(' '))) == letters(marker))
        return true;
    const auto aliases = strategy.panel.find(marker);
    return aliases != strategy.panel.end() &&
           std::any_of(aliases->second.begin(), aliases->second.end(),
                       [&](const std::string& alias) { return letters(alias) == letters(channel); });
}

/// Looks at one gate of the path for one marker.
class MarkerUse {
public:
    MarkerUse(const GatingStrategy& strategy, const std::string& marker) : strategy_(strategy), marker_(marker) {}

    [[nodiscard]] bool positive(const std::string& population) const { return along(population, true); }
    [[nodiscard]] bool reads(const std::string& population) const { return along(population, false); }

private:
    [[nodiscard]] bool along(const std::string& population, bool positive, int depth = 0) const {
        // Booleans may refer to each other in a strategy that was never validated.
        if (depth > 64) return false;
        const std::vector<PopulationInfo> populations = strategy_.populations();
        for (std::string path = population; !path.empty() && path != "/";) {
            const auto info = std::find_if(populations.begin(), populations.end(),
                                           [&](const PopulationInfo& p) { return p.path == path; });
            if (info == populations.end()) return false;
            if (gate_uses(strategy_.nodes[info->node].gate, info->quadrant, positive, depth)) return true;
            path = info->parent;
        }
        return false;
    }

    [[nodiscard]] bool gate_uses(const Gate& gate, int quadrant, bool positive, int depth) const {
        struct Visitor {
            const MarkerUse& use;
            int quadrant;
            bool positive;
            int depth;
            bool operator()(const RectangleGate& g) const { return use.in(g, positive); }
            bool operator()(const PolygonGate& g) const { return use.in(g, positive); }
            bool operator()(const EllipsoidGate& g) const { return use.in(g, positive); }
            bool operator()(const QuadrantGate& g) const { return use.in(g, quadrant, positive); }
            bool operator()(const BooleanGate& g) const { return use.in(g, positive, depth); }
        };
        return std::visit(Visitor{*this, quadrant, positive, depth}, gate);
    }

    [[nodiscard]] bool is_marker(const Dimension& dimension) const {
        return names_marker(strategy_, dimension.channel, marker_);
    }
    [[nodiscard]] bool in(const RectangleGate& gate, bool positive) const {
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d)
            if (is_marker(gate.dimensions[d]) && (!positive || std::isfinite(gate.bounds[d].min) || gate.control))
                return true;
        return false;
    }
    [[nodiscard]] bool in(const PolygonGate& gate, bool positive) const {
        for (std::size_t d = 0; d < 2; ++d) {
            if (!is_marker(gate.dimensions[d])) continue;
            const bool above = std::all_of(gate.vertices.begin(), gate.vertices.end(),
                                           [&](const auto& vertex) { return vertex[d] > 0; });
            if (!positive || above) return true;
        }
        return false;
    }
    [[nodiscard]] bool in(const EllipsoidGate& gate, bool positive) const {
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d) {
            if (!is_marker(gate.dimensions[d])) continue;
            const double reach = std::sqrt(gate.covariance[d * gate.dimensions.size() + d] * gate.distance_square);
            if (!positive || gate.mean[d] - reach > 0) return true;
        }
        return false;
    }
    /// Above the lowest value of a divider on the marker.
    [[nodiscard]] bool in(const QuadrantGate& gate, int quadrant, bool positive) const {
        const auto& intervals = gate.quadrants[static_cast<std::size_t>(quadrant)].intervals;
        for (std::size_t d = 0; d < gate.dividers.size(); ++d)
            if (is_marker(gate.dividers[d].dimension) && (positive ? intervals[d] > 0 : intervals[d] >= 0)) return true;
        return false;
    }
    [[nodiscard]] bool in(const BooleanGate& gate, bool positive, int depth) const {
        const auto operand_uses = [&](const BooleanGate::Operand& operand) {
            return !(positive && operand.complement) && along(operand.population, positive, depth + 1);
        };
        if (positive && gate.operation == BooleanGate::Operation::any_of)
            return !gate.operands.empty() && std::all_of(gate.operands.begin(), gate.operands.end(), operand_uses);
        return std::any_of(gate.operands.begin(), gate.operands.end(), operand_uses);
    }

    const GatingStrategy& strategy_;
    const std::string& marker_;
};

}  // namespace

bool requires_positive(const GatingStrategy& strategy, const std::string& population, const std::string& marker) {
    return MarkerUse(strategy, marker).positive(population);
}

bool reads_marker(const GatingStrategy& strategy, const std::string& population, const std::string& marker) {
    return MarkerUse(strategy, marker).reads(population);
}

}  // namespace asparagate
