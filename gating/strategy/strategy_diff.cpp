#include "asparagate/gating/strategy_diff.hpp"

#include "gate_changes.hpp"
#include "population_path.hpp"
#include "version_changes.hpp"

#include <set>

namespace asparagate {
namespace {

using Kind = StrategyChange::Kind;

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
        detail::add_version_changes(before_, after_, changes_);
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
        if (before_.evaluation != after_.evaluation)
            add(Kind::changed, "evaluation",
                after_.evaluation == Evaluation::flowjo ? "exact -> flowjo" : "flowjo -> exact");
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
        for (const std::string& phrase : detail::gate_changes(before, after))
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
