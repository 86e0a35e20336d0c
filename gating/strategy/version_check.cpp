#include "version_check.hpp"

#include "../engine/plan.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "gate_check.hpp"
#include "names_of.hpp"
#include "node_order.hpp"
#include "population_path.hpp"
#include "tailored_version.hpp"

#include <algorithm>
#include <set>

namespace asparagate::detail {
namespace {

/// The paths of all gates, and of all populations but "/".
struct TreePaths {
    std::map<std::string, const GateNode*> nodes;
    std::set<std::string> populations;

    explicit TreePaths(const GatingStrategy& strategy) {
        for (const GateNode& node : strategy.nodes) {
            nodes.emplace(child_path(node.parent, node.name), &node);
            for (std::string& path : population_paths(node)) populations.insert(std::move(path));
        }
    }
};

/// One version by itself.
class VersionCheck {
public:
    VersionCheck(const GatingStrategy& strategy, const TreePaths& tree, const StrategyPlaces& places, std::size_t index)
        : strategy_(strategy),
          tree_(tree),
          places_(places),
          index_(index),
          version_(strategy.versions[index]),
          place_(places.version(index)) {}

    void run() const {
        check_heading();
        for (const std::string& group : version_.groups)
            if (!strategy_.groups.contains(group))
                fail("group " + in_quotes(group) + " is not defined in [groups]" +
                     suggestion(group, names_of(strategy_.groups)));
        check_gates();
        if (version_.compensation) check_compensation(strategy_, *version_.compensation, place_);
        for (const auto& [channel, transform] : version_.scales) check_scale(strategy_, channel, transform, place_);
    }

private:
    void check_heading() const {
        if (version_.name.empty()) fail("a version has an empty name");
        if (version_.samples.empty() && version_.groups.empty())
            fail("names no sample and no group; expected samples = [...] or groups = [...]");
        if (version_.gates.empty() && !version_.compensation && version_.scales.empty())
            fail("changes nothing; expected a gate, a compensation or scales");
        if (version_.reason.find_first_not_of(" \t\r\n") == std::string::npos)
            fail("has no reason; expected reason = \"...\"");
    }

    void check_gates() const {
        std::set<std::string> seen;
        bool has_boolean = false;
        for (std::size_t i = 0; i < version_.gates.size(); ++i) {
            const TailoredGate& gate = version_.gates[i];
            if (!seen.insert(gate.population).second) fail_gate(i, "is tailored twice by one version");
            check_gate_place(i);
            check_gate(gate.gate, strategy_, places_.gate(index_, i), gate.population);
            has_boolean = has_boolean || std::holds_alternative<BooleanGate>(gate.gate);
        }
        if (has_boolean) check_booleans();
    }

    void check_gate_place(std::size_t i) const {
        const TailoredGate& tailored = version_.gates[i];
        const auto node = tree_.nodes.find(tailored.population);
        if (node == tree_.nodes.end())
            fail_gate(i, "is no gate of the strategy, so it cannot be tailored" +
                             suggestion(tailored.population, names_of(tree_.nodes)));
        const GateNode stand_in{node->second->parent, node->second->name, tailored.gate, ""};
        if (sorted_paths(stand_in) != sorted_paths(*node->second))
            fail_gate(i, "defines other populations than the gate it stands in for (" + gate_type(tailored.gate) +
                             " for " + gate_type(node->second->gate) + "); a version never changes the tree");
        const auto* rectangle = std::get_if<RectangleGate>(&tailored.gate);
        if (rectangle != nullptr && rectangle->control)
            fail_gate(i,
                      "a tailored gate cannot have a control threshold, which all samples of a patient share; "
                      "give min as a number");
    }
    static std::vector<std::string> sorted_paths(const GateNode& node) {
        auto paths = population_paths(node);
        std::sort(paths.begin(), paths.end());
        return paths;
    }

    void check_booleans() const {
        for (std::size_t i = 0; i < version_.gates.size(); ++i) {
            const auto* boolean = std::get_if<BooleanGate>(&version_.gates[i].gate);
            if (boolean == nullptr) continue;
            for (const auto& operand : boolean->operands)
                if (!tree_.populations.contains(operand.population))
                    fail_gate(i, "population " + operand.population + " is not defined" +
                                     suggestion(operand.population, std::vector<std::string>(tree_.populations.begin(),
                                                                                             tree_.populations.end())));
        }
        GatingStrategy applied = strategy_;
        apply_version(version_, applied);
        try {
            evaluation_order(applied, "");
        } catch (const GatingError& error) {
            fail(error.what());
        }
    }

    [[noreturn]] void fail_gate(std::size_t gate, const std::string& message) const {
        throw GatingError(places_.gate(index_, gate), version_.gates[gate].population,
                          version_title(version_) + ": " + message);
    }
    [[noreturn]] void fail(const std::string& message) const {
        throw GatingError(place_, "", version_title(version_) + ": " + message);
    }

    const GatingStrategy& strategy_;
    const TreePaths& tree_;
    const StrategyPlaces& places_;
    std::size_t index_;
    const TailoredVersion& version_;
    const std::string& place_;
};

/// No sample may have two versions by name or two through its groups.
class OneVersionEach {
public:
    OneVersionEach(const GatingStrategy& strategy, const StrategyPlaces& places)
        : strategy_(strategy), places_(places) {}

    void run() {
        std::set<std::string> names;
        for (std::size_t v = 0; v < strategy_.versions.size(); ++v) {
            const TailoredVersion& version = strategy_.versions[v];
            if (!names.insert(version.name).second) fail(v, "is defined twice");
            for (const std::string& sample : version.samples) {
                if (sample.empty()) fail(v, "names a sample without a name");
                claim(by_name_, sample, v, "sample " + in_quotes(sample) + " is named twice");
            }
            for (const std::string& group : version.groups) claim_group(group, v);
        }
    }

private:
    using Owners = std::map<std::string, std::size_t>;

    void claim_group(const std::string& group, std::size_t v) {
        claim(by_group_, group, v, "group " + in_quotes(group) + " is named twice");
        for (const std::string& sample : strategy_.groups.at(group)) {
            const auto [entry, is_new] = through_group_.emplace(sample, v);
            if (!is_new && entry->second != v)
                fail(v, "sample " + in_quotes(sample) + " of group " + in_quotes(group) + " has " +
                            version_title(strategy_.versions[entry->second]) + " through another group already");
        }
    }
    void claim(Owners& owners, const std::string& name, std::size_t v, const std::string& message) const {
        const auto [entry, is_new] = owners.emplace(name, v);
        if (is_new) return;
        const bool same = entry->second == v;
        fail(v, message + (same ? "" : ", the other time by " + version_title(strategy_.versions[entry->second])));
    }
    [[noreturn]] void fail(std::size_t v, const std::string& message) const {
        throw GatingError(places_.version(v), "", version_title(strategy_.versions[v]) + ": " + message);
    }

    const GatingStrategy& strategy_;
    const StrategyPlaces& places_;
    Owners by_name_, by_group_, through_group_;
};

void check_groups(const GatingStrategy& strategy, const std::string& where) {
    for (const auto& [name, samples] : strategy.groups) {
        std::set<std::string> seen;
        for (const std::string& sample : samples)
            if (sample.empty() || !seen.insert(sample).second)
                throw GatingError(where, "",
                                  "group " + in_quotes(name) + ": sample " + in_quotes(sample) +
                                      (sample.empty() ? " has no name" : " is named twice"));
    }
}

}  // namespace

void check_versions(const GatingStrategy& strategy, const StrategyPlaces& places) {
    check_groups(strategy, places.file);
    const TreePaths tree(strategy);
    for (std::size_t v = 0; v < strategy.versions.size(); ++v) VersionCheck(strategy, tree, places, v).run();
    OneVersionEach(strategy, places).run();
}

}  // namespace asparagate::detail
