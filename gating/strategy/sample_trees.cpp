#include "sample_trees.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "gate_writer.hpp"
#include "node_order.hpp"
#include "population_path.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace asparagate::detail {
namespace {

/// One of the forms that samples give to a gate.
struct GateForm {
    const GateNode* node;
    std::vector<std::size_t> samples;
};

/// A gate of the union.
struct UnionGate {
    std::string path;
    std::vector<GateForm> forms;  ///< in order of appearance
    std::size_t common = 0;       ///< the form of most samples
};

template <typename Items, typename Size>
std::size_t largest(const Items& items, Size size) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < items.size(); ++i)
        if (size(items[i]) > size(items[best])) best = i;
    return best;
}

class TreeUnion {
public:
    TreeUnion(const std::vector<SampleTree>& trees, const std::string& reason, const std::string& file,
              GatingStrategy& strategy, Findings& findings)
        : trees_(trees), reason_(reason), file_(file), strategy_(strategy), findings_(findings), own_(trees.size()) {}

    void run() {
        for (std::size_t sample = 0; sample < trees_.size(); ++sample)
            for (const GateNode& node : trees_[sample].nodes) add(node, sample);
        choose_compensation();
        place_nodes();
        for (const UnionGate& gate : gates_)
            if (placed_.contains(gate.path)) tailor(gate);
        for (std::size_t sample = 0; sample < trees_.size(); ++sample) note_missing(sample);
        add_versions();
    }

private:
    void add(const GateNode& node, std::size_t sample) {
        const std::string path = child_path(node.parent, node.name);
        const auto [gate, is_new] = by_path_.emplace(path, gates_.size());
        if (is_new) gates_.push_back({path, {}, 0});
        auto& forms = gates_[gate->second].forms;
        const auto [form, is_new_form] = by_form_.emplace(path + '\n' + format_gate(node.gate), forms.size());
        if (is_new_form) forms.push_back({&node, {}});
        forms[form->second].samples.push_back(sample);
    }

    void choose_compensation() {
        std::vector<std::pair<std::string, std::size_t>> sources;
        for (const SampleTree& tree : trees_) {
            const auto known = std::find_if(sources.begin(), sources.end(),
                                            [&](const auto& source) { return source.first == tree.compensation; });
            if (known == sources.end())
                sources.emplace_back(tree.compensation, 1);
            else
                ++known->second;
        }
        if (!sources.empty())
            strategy_.compensation = sources[largest(sources, [](const auto& source) { return source.second; })].first;
    }

    void place_nodes() {
        std::vector<GateNode> nodes;
        std::set<std::string> populations;
        for (UnionGate& gate : gates_) {
            gate.common = largest(gate.forms, [](const GateForm& form) { return form.samples.size(); });
            const GateNode& node = *gate.forms[gate.common].node;
            const auto paths = population_paths(node);
            if (std::any_of(paths.begin(), paths.end(), [&](const auto& path) { return populations.contains(path); })) {
                lose(gate.path, "another gate of some samples defines its populations, so it is left out");
                continue;
            }
            populations.insert(paths.begin(), paths.end());
            placed_.insert(gate.path);
            nodes.push_back(node);
        }
        for (const std::size_t node : parents_first(nodes)) strategy_.nodes.push_back(std::move(nodes[node]));
    }

    void tailor(const UnionGate& gate) {
        auto expected = population_paths(*gate.forms[gate.common].node);
        std::sort(expected.begin(), expected.end());
        for (std::size_t form = 0; form < gate.forms.size(); ++form) {
            if (form == gate.common) continue;
            auto paths = population_paths(*gate.forms[form].node);
            std::sort(paths.begin(), paths.end());
            for (const std::size_t sample : gate.forms[form].samples) {
                if (paths == expected)
                    own_[sample].push_back({gate.path, gate.forms[form].node->gate});
                else
                    lose(gate.path, "of " + in_quotes(trees_[sample].sample) +
                                        " divides otherwise than in other samples; theirs is used");
            }
        }
    }

    /// A tree without a population that others have: it is computed there too.
    void note_missing(std::size_t sample) {
        std::set<std::string> has;
        for (const GateNode& node : trees_[sample].nodes) has.insert(child_path(node.parent, node.name));
        const auto first =
            std::find_if(gates_.begin(), gates_.end(), [&](const UnionGate& gate) { return !has.contains(gate.path); });
        if (first == gates_.end()) return;
        findings_.push_back({"X-TREE", Severity::note, file_, "", first->path, std::nullopt,
                             in_quotes(trees_[sample].sample) + " lacks " + std::to_string(gates_.size() - has.size()) +
                                 " of the gates, such as this one; they are computed there as in other samples"});
    }

    /// Samples that differ in the same way share a version.
    void add_versions() {
        std::unordered_map<std::string, std::size_t> by_content;
        for (std::size_t sample = 0; sample < trees_.size(); ++sample) {
            TailoredVersion version{trees_[sample].sample, {trees_[sample].sample}, {}, reason_, own_[sample], {}, {}};
            if (trees_[sample].compensation != strategy_.compensation)
                version.compensation = trees_[sample].compensation;
            if (version.gates.empty() && !version.compensation) continue;
            std::string content = version.compensation.value_or("");
            for (const TailoredGate& gate : version.gates)
                content += '\n' + gate.population + '\n' + format_gate(gate.gate);
            const auto [known, is_new] = by_content.emplace(content, strategy_.versions.size());
            if (is_new)
                strategy_.versions.push_back(std::move(version));
            else
                strategy_.versions[known->second].samples.push_back(trees_[sample].sample);
        }
    }
    void lose(const std::string& path, const std::string& message) {
        findings_.push_back({"X-TREE", Severity::warning, file_, "", path, std::nullopt, message});
    }

    const std::vector<SampleTree>& trees_;
    const std::string& reason_;
    const std::string& file_;
    GatingStrategy& strategy_;
    Findings& findings_;
    std::vector<UnionGate> gates_;
    std::unordered_map<std::string, std::size_t> by_path_, by_form_;
    std::set<std::string> placed_;
    std::vector<std::vector<TailoredGate>> own_;  ///< of each sample
};

}  // namespace

void merge_sample_trees(const std::vector<SampleTree>& trees, const std::string& reason, const std::string& file,
                        GatingStrategy& strategy, Findings& findings) {
    TreeUnion(trees, reason, file, strategy, findings).run();
}

}  // namespace asparagate::detail
