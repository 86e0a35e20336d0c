#include "plan.hpp"

#include <unordered_map>

namespace asparagate::detail {
namespace {

/// Depth first over parents and operands; a node met again while its own search is open closes a cycle.
class OrderSearch {
public:
    OrderSearch(const GatingStrategy& strategy, const std::string& where)
        : strategy_(strategy), where_(where), marks_(strategy.nodes.size(), Mark::unseen) {
        for (const PopulationInfo& population : strategy.populations())
            node_of_.emplace(population.path, population.node);
    }

    std::vector<std::size_t> run() {
        for (std::size_t node = 0; node < marks_.size(); ++node) visit(node);
        return std::move(order_);
    }

private:
    enum class Mark { unseen, open, done };
    struct Frame {
        std::size_t node;
        std::vector<std::size_t> needs;
        std::size_t next = 0;
    };

    // An explicit stack: a strategy may be as deep as its author likes.
    void visit(std::size_t root) {
        if (marks_[root] == Mark::done) return;
        std::vector<Frame> stack;
        open(stack, root);
        while (!stack.empty()) {
            Frame& frame = stack.back();
            if (frame.next == frame.needs.size()) {
                marks_[frame.node] = Mark::done;
                order_.push_back(frame.node);
                stack.pop_back();
                continue;
            }
            const std::size_t need = frame.needs[frame.next++];
            if (marks_[need] == Mark::open)
                fail(frame.node, "is part of a cycle: it depends on itself through " + path(need) +
                                     "; a boolean gate cannot read a "
                                     "population that needs it");
            if (marks_[need] == Mark::unseen) open(stack, need);
        }
    }
    void open(std::vector<Frame>& stack, std::size_t node) {
        marks_[node] = Mark::open;
        stack.push_back({node, needs(node)});
    }
    [[nodiscard]] std::vector<std::size_t> needs(std::size_t index) const {
        const GateNode& node = strategy_.nodes[index];
        std::vector<std::size_t> result;
        if (node.parent != "/") result.push_back(find(index, node.parent, "parent"));
        if (const auto* boolean = std::get_if<BooleanGate>(&node.gate))
            for (const auto& operand : boolean->operands)
                result.push_back(find(index, operand.population, "population"));
        return result;
    }
    [[nodiscard]] std::size_t find(std::size_t node, const std::string& wanted, const char* role) const {
        const auto found = node_of_.find(wanted);
        if (found == node_of_.end()) fail(node, std::string(role) + " " + wanted + " is not defined");
        return found->second;
    }
    [[nodiscard]] std::string path(std::size_t node) const {
        const GateNode& gate = strategy_.nodes[node];
        return (gate.parent == "/" ? "" : gate.parent) + "/" + gate.name;
    }
    [[noreturn]] void fail(std::size_t node, const std::string& message) const {
        throw GatingError(where_, path(node), message);
    }

    const GatingStrategy& strategy_;
    const std::string& where_;
    std::vector<Mark> marks_;
    std::unordered_map<std::string, std::size_t> node_of_;
    std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::size_t> evaluation_order(const GatingStrategy& strategy, const std::string& where) {
    return OrderSearch(strategy, where).run();
}

}  // namespace asparagate::detail
