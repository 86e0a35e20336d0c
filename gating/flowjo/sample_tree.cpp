// From the entries of a tree, of any version of FlowJo, to a strategy.
#include "sample_tree.hpp"

#include "../strategy/population_path.hpp"
#include "../strategy/validation.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "population_names.hpp"

#include <unordered_map>

namespace asparagate::flowjo {
namespace {

using detail::child_path;
using detail::split_path;

class SampleBuilder {
public:
    SampleBuilder(std::vector<TreeEntry> entries, WorkspaceSample& sample, const std::string& where, Findings& findings)
        : entries_(std::move(entries)), sample_(sample), where_(where), findings_(findings) {}

    void run() {
        for (std::size_t i = 0; i < entries_.size(); ++i) by_name_[entries_[i].flowjo_path].push_back(i);
        for (TreeEntry& entry : entries_) resolve_operands(entry);
        spread_obstacles();
        std::string unused;
        for (const TreeEntry& entry : entries_) {
            const auto [parent, name] = split_path(entry.path);
            names_.claim(parent, name, unused);
        }
        for (const TreeEntry& entry : entries_) add(entry);
        detail::validate(sample_.strategy, {where_, places_, {}});
    }

private:
    void note(const char* code, Severity severity, const std::string& population, const std::string& message) {
        findings_.push_back({code, severity, where_, "", population, std::nullopt, message});
    }

    void resolve_operands(TreeEntry& entry) {
        if (!entry.obstacle.empty()) return;
        for (TreeOperand& operand : entry.operands) {
            const auto found = by_name_.find(operand.name);
            if (found != by_name_.end() && found->second.size() == 1) {
                operand.entry = found->second.front();
                continue;
            }
            const std::string fault = found == by_name_.end() ? "is not there" : "may be one of several";
            const std::string message = "the population " + in_quotes(operand.name) + " that it is made from " + fault;
            if (entry.gate) {  // a copy of the operand's gate
                note("J-DEPENDENT", Severity::note, entry.path, message + "; the stored copy of its gate is used");
                entry.gate->complement = !entry.gate->complement;
                entry.operands.clear();
            } else {
                entry.obstacle = message;
                note("J-DEPENDENT", Severity::warning, entry.path, "not imported: " + message);
            }
            return;
        }
        if (!entry.operands.empty()) entry.gate.reset();
    }

    /// Children and booleans of what is not imported are not imported.
    void spread_obstacles() {
        std::vector<std::vector<std::size_t>> users(entries_.size());
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].parent != no_parent) users[entries_[i].parent].push_back(i);
            if (entries_[i].obstacle.empty())
                for (const TreeOperand& operand : entries_[i].operands) users[operand.entry].push_back(i);
            if (!entries_[i].obstacle.empty()) open.push_back(i);
        }
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            for (const std::size_t user : users[at]) {
                if (!entries_[user].obstacle.empty()) continue;
                entries_[user].obstacle = resting_on(entries_[at]);
                open.push_back(user);
            }
        }
    }

    void add(const TreeEntry& entry) {
        const bool imported = entry.obstacle.empty();
        sample_.populations.push_back({entry.flowjo_path, imported ? entry.path : "", entry.count, entry.obstacle});
        if (!imported) return;
        const auto [parent, name] = split_path(entry.path);
        if (!entry.gate) {
            add_node(entry, parent, name, boolean_of(entry));
        } else if (!entry.gate->complement) {
            add_node(entry, parent, name, entry.gate->gate);
        } else {
            std::string unused;
            const std::string shape = names_.claim(parent, name + " [inside]", unused);
            add_node(entry, parent, shape, entry.gate->gate);
            add_node(entry, parent, name,
                     BooleanGate{BooleanGate::Operation::all_of, {{child_path(parent, shape), true}}});
            note("J-INVERTED", Severity::note, entry.path,
                 "it is the outside of a gate, which became the population " + in_quotes(shape));
        }
    }
    void add_node(const TreeEntry& entry, const std::string& parent, const std::string& name, Gate gate) {
        sample_.strategy.nodes.push_back({parent, name, std::move(gate), ""});
        places_.push_back(entry.element.place());
    }
    [[nodiscard]] Gate boolean_of(const TreeEntry& entry) const {
        BooleanGate gate{entry.operation, {}};
        for (const TreeOperand& operand : entry.operands)
            gate.operands.push_back({entries_[operand.entry].path, operand.complement});
        return gate;
    }

    std::vector<TreeEntry> entries_;
    WorkspaceSample& sample_;
    const std::string& where_;
    Findings& findings_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
    PopulationNames names_;
    std::vector<std::string> places_;  ///< of each node
};

}  // namespace

void build_sample(std::vector<TreeEntry> entries, WorkspaceSample& sample, const std::string& where,
                  Findings& findings) {
    SampleBuilder(std::move(entries), sample, where, findings).run();
}

}  // namespace asparagate::flowjo
