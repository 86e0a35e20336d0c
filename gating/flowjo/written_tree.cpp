#include "written_tree.hpp"

#include "../strategy/population_path.hpp"
#include "population_names.hpp"

namespace asparagate::flowjo {
namespace {

class TreeMaker {
public:
    explicit TreeMaker(const GatingStrategy& strategy) : strategy_(strategy) {}

    WrittenTree make() {
        std::string unused;
        const auto populations = strategy_.populations();
        for (const PopulationInfo& population : populations)
            names_.claim(population.parent, detail::split_path(population.path).second, unused);
        for (const PopulationInfo& population : populations) add(population);
        return std::move(tree_);
    }

private:
    void add(const PopulationInfo& population) {
        const GateNode& node = strategy_.nodes[population.node];
        WrittenPopulation written{population.path, detail::split_path(population.path).second, &node,
                                  static_cast<std::size_t>(std::max(population.quadrant, 0))};
        if (const auto* boolean = std::get_if<BooleanGate>(&node.gate))
            written.boolean = without_complements(*boolean, population.parent);
        tree_[population.parent].push_back(std::move(written));
    }

    BooleanGate without_complements(BooleanGate gate, const std::string& parent) {
        const bool plain_not = gate.operands.size() == 1 && gate.operands.front().complement;
        if (plain_not) return gate;
        for (BooleanGate::Operand& operand : gate.operands)
            if (operand.complement) operand = {helper(operand, parent), false};
        // AND and OR of FlowJo need two.
        if (gate.operands.size() == 1) gate.operands.push_back(gate.operands.front());
        return gate;
    }
    /// Path of the population that is everything in `parent` but the operand.
    std::string helper(const BooleanGate::Operand& operand, const std::string& parent) {
        const auto [found, added] = helpers_.try_emplace({parent, operand.population});
        if (!added) return found->second;
        std::string unused;
        const std::string name = names_.claim(parent, "not " + detail::split_path(operand.population).second, unused);
        found->second = detail::child_path(parent, name);
        tree_[parent].push_back(
            {found->second, name, nullptr, 0, BooleanGate{BooleanGate::Operation::all_of, {operand}}});
        return found->second;
    }

    const GatingStrategy& strategy_;
    PopulationNames names_;
    std::map<std::pair<std::string, std::string>, std::string> helpers_;
    WrittenTree tree_;
};

}  // namespace

WrittenTree written_tree(const GatingStrategy& strategy) {
    return TreeMaker(strategy).make();
}

}  // namespace asparagate::flowjo
