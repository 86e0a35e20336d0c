#include "population_tree.hpp"

#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "names.hpp"
#include "scale_elements.hpp"

#include <algorithm>
#include <set>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

constexpr int deepest = 256;
constexpr std::size_t most_path_bytes = std::size_t{64} << 20;

std::string id_of(const XmlElement& element) {
    return required_attribute(element, gating, "id");
}

class TreeBuilder {
public:
    TreeBuilder(const std::vector<XmlElement>& gates, const std::string& file, Findings& findings)
        : gates_(gates), file_(file), findings_(findings), placed_(gates.size()), depth_(gates.size()) {}

    PopulationTree run() {
        for (std::size_t g = 0; g < gates_.size(); ++g) {
            if (!gates_[g].is(gating, "QuadrantGate")) owner_[id_of(gates_[g])] = g;
            for (const XmlElement& quadrant : gates_[g].children(gating, "Quadrant")) owner_[id_of(quadrant)] = g;
        }
        children_.resize(gates_.size());
        parents_.resize(gates_.size());
        for (std::size_t g = 0; g < gates_.size(); ++g)
            if (const auto parent = gates_[g].attribute(gating, "parent_id")) {
                parents_[g] = owner_of(g, *parent);
                children_[*parents_[g]].push_back(g);
            }
        for (std::size_t g = 0; g < gates_.size(); ++g)
            if (!parents_[g] || placed_[*parents_[g]]) place_with_waiting(g);
        for (std::size_t g = 0; g < gates_.size(); ++g)
            if (!placed_[g]) gates_[g].fail(id_of(gates_[g]), "is part of a cycle: its parents lead back to itself");
        return std::move(tree_);
    }

private:
    [[nodiscard]] std::size_t owner_of(std::size_t gate, const std::string& parent) const {
        const auto found = owner_.find(parent);
        if (found != owner_.end()) return found->second;
        const bool whole = std::any_of(gates_.begin(), gates_.end(),
                                       [&](const XmlElement& element) { return id_of(element) == parent; });
        gates_[gate].fail(
            id_of(gates_[gate]),
            "parent " + in_quotes(parent) +
                (whole ? " is a quadrant gate as a whole; expected one of its quadrants" : " is not defined"));
    }

    /// A gate and what came before it in the document but waited for it, parents first, without recursion.
    void place_with_waiting(std::size_t first) {
        std::vector<std::size_t> stack = {first};
        while (!stack.empty()) {
            const std::size_t gate = stack.back();
            stack.pop_back();
            place(gate);
            for (auto child = children_[gate].rbegin(); child != children_[gate].rend(); ++child)
                if (*child < first) stack.push_back(*child);
        }
    }

    void place(std::size_t gate) {
        placed_[gate] = true;
        const XmlElement& element = gates_[gate];
        depth_[gate] = parents_[gate] ? depth_[*parents_[gate]] + 1 : 1;
        if (depth_[gate] > deepest)
            element.fail(id_of(element), "lies deeper than " + std::to_string(deepest) + " levels of parents");
        const auto parent = element.attribute(gating, "parent_id");
        PlacedGate placed{element, id_of(element), parent ? tree_.paths.at(*parent) : "/", "", {}};
        const bool is_quadrant = element.is(gating, "QuadrantGate");
        placed.name = name_for(element, placed.parent);
        if (!is_quadrant) add_path(element, placed.id, detail::child_path(placed.parent, placed.name));
        for (const XmlElement& quadrant : element.children(gating, "Quadrant")) {
            placed.quadrants.push_back(name_for(quadrant, placed.parent));
            add_path(quadrant, id_of(quadrant), detail::child_path(placed.parent, placed.quadrants.back()));
        }
        tree_.gates.push_back(std::move(placed));
    }
    void add_path(const XmlElement& element, const std::string& id, std::string path) {
        path_bytes_ += path.size();
        if (path_bytes_ > most_path_bytes) element.fail(id, "the tree of populations is beyond all measure");
        tree_.paths.emplace(id, std::move(path));
    }

    /// gating:name or the id, without '/', and unlike its siblings.
    std::string name_for(const XmlElement& element, const std::string& parent) {
        const std::string id = id_of(element), given = element.attribute(gating, "name").value_or("");
        std::string name = given.empty() ? id : given;
        std::replace(name.begin(), name.end(), '/', '_');
        const std::string wanted = name;
        for (int number = 0; !taken_.emplace(parent, name).second; ++number)
            name = wanted + " (" + id + (number == 0 ? ")" : " " + std::to_string(number + 1) + ")");
        if (!given.empty() && name != given)
            findings_.push_back({"X-NAME", Severity::note, file_, "", detail::child_path(parent, name), std::nullopt,
                                 "the name " + in_quotes(given) + " cannot stand in a path or is a sibling's"});
        return name;
    }

    const std::vector<XmlElement>& gates_;
    const std::string& file_;
    Findings& findings_;
    std::unordered_map<std::string, std::size_t> owner_;  ///< gate that defines a population, by the population's id
    std::vector<std::vector<std::size_t>> children_;
    std::vector<std::optional<std::size_t>> parents_;
    std::vector<bool> placed_;
    std::vector<int> depth_;
    std::set<std::pair<std::string, std::string>> taken_;
    std::size_t path_bytes_ = 0;
    PopulationTree tree_;
};

}  // namespace

std::string PlacedGate::path() const {
    return detail::child_path(parent, name);
}

PopulationTree build_tree(const std::vector<XmlElement>& gates, const std::string& file, Findings& findings) {
    return TreeBuilder(gates, file, findings).run();
}

}  // namespace asparagate::gatingml
