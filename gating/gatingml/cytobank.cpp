#include "cytobank.hpp"

#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "cytobank_info.hpp"
#include "names.hpp"
#include "scale_elements.hpp"

#include <algorithm>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

/// Each is compared with all others; experiments have some dozens.
constexpr std::size_t most_populations = 4000;

/// One gate with its versions: the common one, and those of single files.
struct TailoredGroup {
    std::string name;
    std::optional<Gate> common;
    std::map<std::string, Gate> of_file;
    std::vector<std::string> places;  ///< paths at which the tree has it
};

/// A gate on the way to a population, or its complement.
using Step = std::pair<std::string, bool>;

struct Population {
    std::string name, id;
    std::set<Step> steps;
    std::vector<Step> order;  ///< as listed
};

/// One quadrant as the rectangle that it is.
RectangleGate rectangle_of(const QuadrantGate& gate, std::size_t quadrant) {
    RectangleGate result;
    result.units = gate.units;
    for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
        const int interval = gate.quadrants[quadrant].intervals[d];
        if (interval == QuadrantGate::Quadrant::any) continue;
        const auto& values = gate.dividers[d].values;
        const auto i = static_cast<std::size_t>(interval);
        Interval bounds;
        if (i > 0) bounds.min = values[i - 1];
        if (i < values.size()) bounds.max = values[i];
        result.dimensions.push_back(gate.dividers[d].dimension);
        result.bounds.push_back(bounds);
    }
    return result;
}

class CytobankTree {
public:
    CytobankTree(const std::vector<XmlElement>& gates, const GateContext& context, StrategyFile& result)
        : gates_(gates), context_(context), result_(result) {}

    void place() {
        for (const XmlElement& element : gates_)
            if (!element.is(gating, "BooleanGate")) add_gate(element);
        for (const XmlElement& element : gates_)
            if (element.is(gating, "BooleanGate")) add_population(element);
        std::stable_sort(populations_.begin(), populations_.end(),
                         [](const Population& a, const Population& b) { return a.steps.size() < b.steps.size(); });
        for (std::size_t p = 0; p < populations_.size(); ++p) place(p);
        add_versions();
        for (const auto& [id, group] : groups_)
            if (group.places.empty())
                note("X-GATE", "",
                     "the gate " + in_quotes(group.name) + " is part of no population, so it is left out");
    }

private:
    void add_gate(const XmlElement& element) {
        const std::string id = required_attribute(element, gating, "id");
        const CytobankInfo info = cytobank_info(element).value_or(CytobankInfo{id, "", ""});
        PlacedGate placed{element, id, "/", info.name.empty() ? id : info.name, {}};
        const auto quadrants = element.children(gating, "Quadrant");
        for (const XmlElement& quadrant : quadrants)
            placed.quadrants.push_back(required_attribute(quadrant, gating, "id"));
        const Gate gate = read_gate(placed, context_);
        const std::string key = info.gate_id.empty() ? id : info.gate_id;
        if (const auto* divided = std::get_if<QuadrantGate>(&gate)) {
            for (std::size_t q = 0; q < divided->quadrants.size(); ++q) {
                // Versions of a quadrant gate list the same quadrants in the same order.
                const std::string part = key + " quadrant " + std::to_string(q + 1);
                group_of_id_[placed.quadrants[q]] = part;
                add_version(element, part, placed.name + " " + std::to_string(q + 1), info, rectangle_of(*divided, q));
            }
        } else {
            group_of_id_[id] = key;
            add_version(element, key, placed.name, info, gate);
        }
    }
    void add_version(const XmlElement& element, const std::string& key, const std::string& name,
                     const CytobankInfo& info, Gate gate) {
        TailoredGroup& group = groups_[key];
        if (group.name.empty() || info.file_name.empty()) group.name = name;
        if (info.file_name.empty()) {
            if (group.common) element.fail(name, "the gate has two common versions (gate_id " + in_quotes(key) + ")");
            group.common = std::move(gate);
        } else if (!group.of_file.emplace(info.file_name, std::move(gate)).second) {
            element.fail(name, "the gate has two versions for the file " + in_quotes(info.file_name));
        }
    }

    void add_population(const XmlElement& element) {
        const std::string id = required_attribute(element, gating, "id");
        const auto info = cytobank_info(element);
        Population population{info && !info->name.empty() ? info->name : id, id, {}, {}};
        const auto all = element.child(gating, "and");
        if (!all) element.fail(population.name, "a population of Cytobank is the boolean and of its gates");
        for (const XmlElement& reference : all->children(gating, "gateReference")) {
            const std::string target = required_attribute(reference, gating, "ref");
            const auto group = group_of_id_.find(target);
            if (group == group_of_id_.end())
                reference.fail(population.name, "the referenced gate " + in_quotes(target) + " is not defined");
            Step step{group->second, flag(reference, gating, "use-as-complement")};
            if (population.steps.insert(step).second) population.order.push_back(std::move(step));
        }
        if (populations_.size() == most_populations)
            element.fail(population.name,
                         "is beyond the " + std::to_string(most_populations) + " populations of any use");
        if (population.order.empty()) element.fail(population.name, "the population lists no gate");
        populations_.push_back(std::move(population));
    }

    /// Below the population with most of its gates; what is left over are its own.
    void place(std::size_t index) {
        const Population& population = populations_[index];
        const Population* parent = nullptr;
        for (std::size_t p = 0; p < index; ++p) {
            const Population& other = populations_[p];
            const bool larger = parent == nullptr || other.steps.size() > parent->steps.size();
            if (larger && other.steps.size() < population.steps.size() &&
                std::includes(population.steps.begin(), population.steps.end(), other.steps.begin(), other.steps.end()))
                parent = &other;
        }
        std::vector<Step> own;
        for (const Step& step : population.order)
            if (parent == nullptr || !parent->steps.contains(step)) own.push_back(step);
        std::string path = parent == nullptr ? "/" : paths_.at(parent->id);
        for (std::size_t s = 0; s + 1 < own.size(); ++s) path = add_step(path, own[s], groups_.at(own[s].first).name);
        paths_[population.id] = add_step(path, own.back(), population.name);
        if (own.size() > 1)
            note("X-NAME", paths_[population.id],
                 "the population has " + std::to_string(own.size()) + " gates of its own; each is a population here");
    }
    /// One more level: the gate, or what of the parent it leaves out.
    std::string add_step(const std::string& parent, const Step& step, const std::string& name) {
        TailoredGroup& group = groups_.at(step.first);
        const Gate& gate = group.common ? *group.common : group.of_file.begin()->second;
        if (!step.second) {
            const std::string path = add_node(parent, name, gate);
            group.places.push_back(path);
            return path;
        }
        const std::string inside = add_node(parent, group.name, gate);
        group.places.push_back(inside);
        return add_node(parent, name, BooleanGate{BooleanGate::Operation::all_of, {{inside, true}}});
    }
    std::string add_node(const std::string& parent, std::string name, const Gate& gate) {
        std::replace(name.begin(), name.end(), '/', '_');
        std::string path = detail::child_path(parent, name);
        for (int number = 2; !taken_.insert(path).second; ++number)
            path = detail::child_path(parent, name + " (" + std::to_string(number) + ")");
        result_.strategy.nodes.push_back({parent, detail::split_path(path).second, gate, ""});
        return path;
    }

    void add_versions() {
        std::map<std::string, TailoredVersion> versions;
        for (const auto& [id, group] : groups_)
            for (const auto& [file, gate] : group.of_file)
                for (const std::string& path : group.places) {
                    TailoredVersion& version = versions[file];
                    version.name = file;
                    version.samples = {file};
                    version.reason = "tailored to this file in Cytobank";
                    version.gates.push_back({path, gate});
                }
        for (auto& [file, version] : versions) result_.strategy.versions.push_back(std::move(version));
    }
    void note(const char* code, const std::string& path, const std::string& message) {
        result_.findings.push_back({code, Severity::note, context_.file, "", path, std::nullopt, message});
    }

    const std::vector<XmlElement>& gates_;
    const GateContext& context_;
    StrategyFile& result_;
    std::map<std::string, TailoredGroup> groups_;  ///< by gate_id
    std::unordered_map<std::string, std::string> group_of_id_;
    std::vector<Population> populations_;
    std::unordered_map<std::string, std::string> paths_;  ///< of populations, by id
    std::set<std::string> taken_;
};

}  // namespace

bool is_cytobank(const std::vector<XmlElement>& gates) {
    return std::any_of(gates.begin(), gates.end(), [](const XmlElement& gate) {
        const auto info = cytobank_info(gate);
        return info && !info->gate_id.empty();
    });
}

void place_cytobank_gates(const std::vector<XmlElement>& gates, const GateContext& context, StrategyFile& result) {
    CytobankTree(gates, context, result).place();
}

}  // namespace asparagate::gatingml
