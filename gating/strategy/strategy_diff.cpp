#include "asparagate/gating/strategy_diff.hpp"

#include "asparagate/fcs/number.hpp"
#include "population_path.hpp"

#include <set>

namespace asparagate {
namespace {

using Kind = StrategyChange::Kind;

std::string number_text(double value) {
    return format_number(value);
}

std::string name_of(const Dimension& dimension) {
    std::string text = (dimension.ratio ? "ratio " : "") + dimension.channel;
    if (!dimension.transform.empty()) text += " on " + dimension.transform;
    if (!dimension.compensation.empty()) text += " compensated by " + dimension.compensation;
    return text;
}

std::string list(const std::vector<double>& values) {
    std::string text = "[";
    for (std::size_t i = 0; i < values.size(); ++i) text += (i ? ", " : "") + number_text(values[i]);
    return text + "]";
}

/// Differences of two gates of one kind, phrase by phrase.
class GateChanges {
public:
    std::vector<std::string> between(const Gate& before, const Gate& after) {
        if (gate_type(before) != gate_type(after)) {
            phrases_.push_back(gate_type(before) + " -> " + gate_type(after));
        } else {
            compare_dimensions(gate_dimensions(before), gate_dimensions(after));
            std::visit([&](const auto& gate) { compare(gate, std::get<std::decay_t<decltype(gate)>>(after)); }, before);
        }
        if (phrases_.empty() && !(before == after)) phrases_.push_back("its numbers are read in other units");
        return std::move(phrases_);
    }

private:
    void value(const std::string& what, double before, double after) {
        if (before != after) phrases_.push_back(what + ": " + number_text(before) + " -> " + number_text(after));
    }
    void text(const std::string& what, const std::string& before, const std::string& after) {
        if (before != after) phrases_.push_back(what + ": " + before + " -> " + after);
    }
    void compare_dimensions(const std::vector<Dimension>& before, const std::vector<Dimension>& after) {
        if (before.size() != after.size()) {
            phrases_.push_back(std::to_string(before.size()) + " -> " + std::to_string(after.size()) + " dimensions");
            return;
        }
        for (std::size_t d = 0; d < before.size(); ++d)
            text("dimension " + std::to_string(d + 1), name_of(before[d]), name_of(after[d]));
    }

    void compare(const RectangleGate& before, const RectangleGate& after) {
        for (std::size_t d = 0; d < std::min(before.bounds.size(), after.bounds.size()); ++d) {
            value("min of " + after.dimensions[d].channel, before.bounds[d].min, after.bounds[d].min);
            value("max of " + after.dimensions[d].channel, before.bounds[d].max, after.bounds[d].max);
        }
        if (before.control != after.control) text("threshold", threshold(before), threshold(after));
    }
    static std::string threshold(const RectangleGate& gate) {
        if (!gate.control) return "none";
        return "percentile " + number_text(gate.control->percentile) + " of " + gate.control->control + " (at least " +
               std::to_string(gate.control->minimum_events) + " events, else " + number_text(gate.control->fallback) +
               ")";
    }
    void compare(const PolygonGate& before, const PolygonGate& after) {
        if (before.vertices.size() != after.vertices.size()) {
            phrases_.push_back(std::to_string(before.vertices.size()) + " -> " + std::to_string(after.vertices.size()) +
                               " vertices");
            return;
        }
        for (std::size_t v = 0; v < before.vertices.size(); ++v)
            text("vertex " + std::to_string(v + 1), list({before.vertices[v][0], before.vertices[v][1]}),
                 list({after.vertices[v][0], after.vertices[v][1]}));
    }
    void compare(const EllipsoidGate& before, const EllipsoidGate& after) {
        text("center", list(before.mean), list(after.mean));
        text("covariance", list(before.covariance), list(after.covariance));
        value("distance_square", before.distance_square, after.distance_square);
    }
    void compare(const QuadrantGate& before, const QuadrantGate& after) {
        for (std::size_t d = 0; d < std::min(before.dividers.size(), after.dividers.size()); ++d)
            text("divider on " + after.dividers[d].dimension.channel, list(before.dividers[d].values),
                 list(after.dividers[d].values));
    }
    void compare(const BooleanGate& before, const BooleanGate& after) { text("rule", rule(before), rule(after)); }
    static std::string rule(const BooleanGate& gate) {
        std::string joined;
        const char* word = gate.operation == BooleanGate::Operation::all_of ? " and " : " or ";
        for (const auto& operand : gate.operands)
            joined += (joined.empty() ? "" : word) + std::string(operand.complement ? "not " : "") + operand.population;
        return joined;
    }

    std::vector<std::string> phrases_;
};

/// The gate of one population as it stands alone: a quadrant without the populations beside it.
Gate own_gate(const GatingStrategy& strategy, const PopulationInfo& population) {
    Gate gate = strategy.nodes[population.node].gate;
    if (auto* quadrant = std::get_if<QuadrantGate>(&gate)) {
        auto own = quadrant->quadrants[static_cast<std::size_t>(population.quadrant)];
        own.name.clear();
        quadrant->quadrants = {std::move(own)};
    }
    return gate;
}

class StrategyComparison {
public:
    StrategyComparison(const GatingStrategy& before, const GatingStrategy& after) : before_(before), after_(after) {}

    std::vector<StrategyChange> run() {
        compare_settings();
        for (const PopulationInfo& population : before_.populations()) old_.emplace(population.path, population);
        for (const PopulationInfo& population : after_.populations()) new_.emplace(population.path, population);
        find_moves();
        for (const PopulationInfo& population : before_.populations())
            if (!new_.contains(population.path) && !moved_from_.contains(population.path))
                add(Kind::removed, population.path, gate_type(before_.nodes[population.node].gate));
        for (const PopulationInfo& population : after_.populations()) compare(population);
        return std::move(changes_);
    }

private:
    void add(Kind kind, const std::string& subject, const std::string& text) {
        changes_.push_back({kind, subject, text});
    }

    template <typename Map>
    void compare_named(const char* what, const Map& before, const Map& after) {
        for (const auto& [name, value] : before)
            if (!after.contains(name)) add(Kind::removed, std::string(what) + " " + name, "");
        for (const auto& [name, value] : after) {
            const auto found = before.find(name);
            if (found == before.end())
                add(Kind::added, std::string(what) + " " + name, "");
            else if (!(found->second == value))
                add(Kind::changed, std::string(what) + " " + name, "its numbers or names differ");
        }
    }
    void compare_settings() {
        if (before_.compensation != after_.compensation)
            add(Kind::changed, "compensation", before_.compensation + " -> " + after_.compensation);
        compare_named("matrix", before_.matrices, after_.matrices);
        compare_named("transform", before_.transforms, after_.transforms);
        compare_named("ratio", before_.ratios, after_.ratios);
        compare_named("scale", before_.scales, after_.scales);
        compare_named("marker", before_.panel, after_.panel);
    }

    /// A population that vanished and one of the same name and gate that appeared elsewhere are one that moved.
    void find_moves() {
        std::multimap<std::string, std::string> vanished;
        for (const auto& [path, population] : old_)
            if (!new_.contains(path)) vanished.emplace(detail::split_path(path).second, path);
        for (const auto& [path, population] : new_) {
            if (old_.contains(path)) continue;
            const auto [first, last] = vanished.equal_range(detail::split_path(path).second);
            for (auto candidate = first; candidate != last; ++candidate) {
                if (!(own_gate(before_, old_.at(candidate->second)) == own_gate(after_, population))) continue;
                moved_to_[path] = candidate->second;
                moved_from_.insert(candidate->second);
                vanished.erase(candidate);
                break;
            }
        }
    }

    void compare(const PopulationInfo& population) {
        if (const auto moved = moved_to_.find(population.path); moved != moved_to_.end())
            return add(Kind::moved, population.path, "from " + moved->second);
        const auto old = old_.find(population.path);
        if (old == old_.end()) return add(Kind::added, population.path, gate_type(after_.nodes[population.node].gate));
        const Gate before = own_gate(before_, old->second), after = own_gate(after_, population);
        if (before == after) return;
        for (const std::string& phrase : GateChanges().between(before, after))
            add(Kind::changed, population.path, phrase);
    }

    const GatingStrategy& before_;
    const GatingStrategy& after_;
    std::map<std::string, PopulationInfo> old_, new_;
    std::map<std::string, std::string> moved_to_;
    std::set<std::string> moved_from_;
    std::vector<StrategyChange> changes_;
};

}  // namespace

std::vector<StrategyChange> strategy_changes(const GatingStrategy& before, const GatingStrategy& after) {
    return StrategyComparison(before, after).run();
}

std::string describe(const StrategyChange& change) {
    constexpr std::array<const char*, 4> words = {"added", "removed", "moved", "changed"};
    const std::string start = std::string(words[static_cast<std::size_t>(change.kind)]) + " " + change.subject;
    return change.text.empty() ? start : start + ": " + change.text;
}

}  // namespace asparagate
