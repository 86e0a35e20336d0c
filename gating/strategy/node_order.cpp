#include "node_order.hpp"

#include "population_path.hpp"

#include <map>
#include <set>

namespace asparagate::detail {
namespace {

/// Emits a node and then, depth first, whatever waited for it. An explicit stack: trees may be deep.
class NodeOrder {
public:
    explicit NodeOrder(const std::vector<GateNode>& nodes) : nodes_(nodes) {}

    std::vector<std::size_t> run() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (defined_.contains(nodes_[i].parent))
                emit(i);
            else
                waiting_[nodes_[i].parent].push_back(i);
        }
        while (!waiting_.empty()) {
            const auto orphans = waiting_.extract(waiting_.begin());
            for (const std::size_t orphan : orphans.mapped()) emit(orphan);
        }
        return std::move(order_);
    }

private:
    void emit(std::size_t first) {
        std::vector<std::size_t> stack = {first};
        while (!stack.empty()) {
            const std::size_t node = stack.back();
            stack.pop_back();
            order_.push_back(node);
            std::vector<std::size_t> children;
            for (std::string& path : population_paths(nodes_[node])) {
                if (auto found = waiting_.extract(path); !found.empty())
                    children.insert(children.end(), found.mapped().begin(), found.mapped().end());
                defined_.insert(std::move(path));
            }
            stack.insert(stack.end(), children.rbegin(), children.rend());
        }
    }

    const std::vector<GateNode>& nodes_;
    std::set<std::string> defined_ = {"/"};
    std::map<std::string, std::vector<std::size_t>> waiting_;
    std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::size_t> parents_first(const std::vector<GateNode>& nodes) {
    return NodeOrder(nodes).run();
}

std::vector<std::string> population_paths(const GateNode& node) {
    const auto* gate = std::get_if<QuadrantGate>(&node.gate);
    if (gate == nullptr) return {child_path(node.parent, node.name)};
    std::vector<std::string> paths;
    for (const auto& quadrant : gate->quadrants) paths.push_back(child_path(node.parent, quadrant.name));
    return paths;
}

}  // namespace asparagate::detail
