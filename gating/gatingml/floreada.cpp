#include "floreada.hpp"

#include "../strategy/population_path.hpp"
#include "../strategy/sample_trees.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "scale_elements.hpp"

#include <algorithm>
#include <set>

namespace asparagate::gatingml {
namespace {

using detail::SampleTree;
using detail::XmlElement;

constexpr std::string_view floreada = "floreada.io/gatingml";

class FloreadaTrees {
public:
    FloreadaTrees(const std::unordered_map<std::string, Gate>& gates, const std::string& file, StrategyFile& result)
        : gates_(gates), file_(file), result_(result) {}

    void place(const XmlElement& workspace) {
        std::vector<SampleTree> trees;
        std::set<std::string> samples;
        for (const XmlElement& sample : workspace.children(floreada, "fcsfile")) {
            const std::string name = required_attribute(sample, "", "name");
            if (!samples.insert(name).second)
                note("X-TREE", "the file " + in_quotes(name) + " has two trees; the first is used");
            else
                trees.push_back({name, nodes_of(sample), result_.strategy.compensation});
        }
        merge_sample_trees(trees, "Floreada keeps the gates of each file", file_, result_.strategy, result_.findings);
        const auto unused = gates_.size() - used_.size();
        if (unused > 0)
            note("X-TREE",
                 std::to_string(unused) + " gates belong to the tree of no file (pipelines), so they are left out");
    }

private:
    struct Open {
        XmlElement element;
        std::string parent;
    };

    /// Parents first, without recursion.
    std::vector<GateNode> nodes_of(const XmlElement& sample) {
        std::vector<GateNode> nodes;
        std::vector<Open> stack;
        std::set<std::string> taken;
        open_children(sample, "/", stack);
        while (!stack.empty()) {
            const Open next = stack.back();
            stack.pop_back();
            const std::string id = required_attribute(next.element, "", "id");
            const auto gate = gates_.find(id);
            if (gate == gates_.end()) next.element.fail(id, "is no gate of the document");
            std::string name = next.element.attribute("", "name").value_or(id);
            std::replace(name.begin(), name.end(), '/', '_');
            if (name.empty()) name = id;
            if (!taken.insert(detail::child_path(next.parent, name)).second) name += " (" + id + ")";
            used_.insert(id);
            open_children(next.element, detail::child_path(next.parent, name), stack);
            nodes.push_back({next.parent, std::move(name), gate->second, ""});
        }
        return nodes;
    }
    static void open_children(const XmlElement& element, const std::string& path, std::vector<Open>& stack) {
        const auto children = element.children(floreada, "gate");
        for (auto child = children.rbegin(); child != children.rend(); ++child) stack.push_back({*child, path});
    }
    void note(const char* code, const std::string& message) {
        result_.findings.push_back({code, Severity::note, file_, "", "", std::nullopt, message});
    }

    const std::unordered_map<std::string, Gate>& gates_;
    const std::string& file_;
    StrategyFile& result_;
    std::set<std::string> used_;
};

}  // namespace

std::optional<XmlElement> floreada_workspace(const XmlElement& info) {
    return info.child(floreada, "workspace");
}

void place_floreada_gates(const XmlElement& workspace, const std::unordered_map<std::string, Gate>& gates,
                          const std::string& file, StrategyFile& result) {
    FloreadaTrees(gates, file, result).place(workspace);
}

}  // namespace asparagate::gatingml
