#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/workspace.hpp"

#include <algorithm>
#include <set>

namespace asparagate {
namespace {

/// What versions and groups call a sample: the name of its file.
std::string key_of(const WorkspaceSample& sample) {
    if (auto name = sample.file_name(); !name.empty()) return name;
    if (const auto fil = trim(sample.keywords.find("$FIL").value_or("")); !fil.empty()) return std::string(fil);
    return sample.name.empty() ? "sample " + sample.id : sample.name;
}

std::vector<const WorkspaceSample*> chosen_samples(const Workspace& workspace, const WorkspaceChoice& choice) {
    std::vector<const WorkspaceSample*> result;
    std::vector<std::string> known;
    for (const WorkspaceSample& sample : workspace.samples) {
        known.push_back(choice.sample.empty() ? "" : sample.name);
        const bool by_name = !choice.sample.empty() && (sample.id == choice.sample || sample.name == choice.sample ||
                                                        key_of(sample) == choice.sample);
        const bool in_group = !choice.group.empty() && std::find(sample.groups.begin(), sample.groups.end(),
                                                                 choice.group) != sample.groups.end();
        if (by_name || in_group || (choice.sample.empty() && choice.group.empty())) result.push_back(&sample);
    }
    if (!choice.sample.empty() && result.size() > 1)
        throw Error(ErrorKind::usage,
                    workspace.file + ": several samples are named " + in_quotes(choice.sample) + "; give the sampleID");
    if (!result.empty()) return result;
    if (!choice.sample.empty())
        throw Error(ErrorKind::usage,
                    workspace.file + ": has no sample " + in_quotes(choice.sample) + suggestion(choice.sample, known));
    known.clear();
    for (const WorkspaceGroup& group : workspace.groups) known.push_back(group.name);
    throw Error(ErrorKind::usage, workspace.file + ": has no sample in a group " + in_quotes(choice.group) +
                                      suggestion(choice.group, known));
}

/// Makes versions of one tree out of the trees of many samples.
class Merger {
public:
    Merger(const Workspace& workspace, const std::vector<const WorkspaceSample*>& samples)
        : workspace_(workspace), samples_(samples) {}

    StrategyFile run() {
        result_.format = StrategyFormat::flowjo;
        result_.strategy = samples_.front()->strategy;
        for (const GateNode& node : result_.strategy.nodes)
            gates_.emplace(detail::child_path(node.parent, node.name), &node.gate);
        for (const WorkspaceSample* sample : samples_) add(*sample);
        for (const WorkspaceGroup& group : workspace_.groups) add_group(group);
        validate_strategy(result_.strategy, workspace_.file);
        return std::move(result_);
    }

private:
    void note(const WorkspaceSample& sample, const std::string& population, const std::string& message) {
        result_.findings.push_back(
            {"J-TREE", Severity::warning, workspace_.file + ": " + sample.name, "", population, std::nullopt, message});
    }

    void add(const WorkspaceSample& sample) {
        const std::string key = key_of(sample);
        if (!keys_.insert(key).second)
            return note(sample, "",
                        "another sample has the file name " + in_quotes(key) + " too; this one is left out");
        if (&sample == samples_.front()) return;
        GatingStrategy own = sample.strategy;
        take_matrices(own);
        for (const auto& [name, transform] : own.transforms) result_.strategy.transforms.emplace(name, transform);
        TailoredVersion version = difference(own, sample);
        if (version.gates.empty() && !version.compensation && version.scales.empty()) return;
        for (TailoredVersion& before : result_.strategy.versions)
            if (before.gates == version.gates && before.compensation == version.compensation &&
                before.scales == version.scales)
                return before.samples.push_back(key);
        version.name = key;
        version.samples = {key};
        version.reason = "as the FlowJo workspace has it";
        result_.strategy.versions.push_back(std::move(version));
    }

    /// Matrices of one name are not one matrix: a second gets another name, also where gates name it.
    void take_matrices(GatingStrategy& own) {
        for (const auto& [name, matrix] : own.matrices) {
            std::string usable = name;
            for (int n = 2;; ++n) {
                const auto [held, added] = result_.strategy.matrices.try_emplace(usable, matrix);
                if (added || held->second == matrix) break;
                usable = name + " (" + std::to_string(n) + ")";
            }
            if (usable == name) continue;
            if (own.compensation == name) own.compensation = usable;
            for (GateNode& node : own.nodes) rename_matrix(node.gate, name, usable);
        }
    }
    static void rename_matrix(Gate& gate, const std::string& from, const std::string& to) {
        const auto rename = [&](Dimension& dimension) {
            if (dimension.compensation == from) dimension.compensation = to;
        };
        std::visit(
            [&](auto& g) {
                if constexpr (requires { g.dimensions; })
                    std::for_each(g.dimensions.begin(), g.dimensions.end(), rename);
            },
            gate);
    }

    TailoredVersion difference(const GatingStrategy& own, const WorkspaceSample& sample) {
        TailoredVersion version;
        std::set<std::string> present;
        for (const GateNode& node : own.nodes) {
            const std::string path = detail::child_path(node.parent, node.name);
            present.insert(path);
            const auto common = gates_.find(path);
            if (common == gates_.end())
                note(sample, path, "the first sample has no such population, so it is left out");
            else if (!(*common->second == node.gate))
                version.gates.push_back({path, node.gate});
        }
        for (const auto& [path, gate] : gates_)
            if (!present.contains(path))
                note(sample, path, "the sample has no such population; it is gated as in the first sample");
        if (own.compensation != result_.strategy.compensation) version.compensation = own.compensation;
        for (const auto& [channel, transform] : own.scales) {
            const auto common = result_.strategy.scales.find(channel);
            if (common == result_.strategy.scales.end() || common->second != transform)
                version.scales[channel] = transform;
        }
        return version;
    }

    void add_group(const WorkspaceGroup& group) {
        std::vector<std::string> members;
        std::set<std::string> named;  // samples of one file name are told apart nowhere: J-TREE says so
        for (const WorkspaceSample* sample : samples_)
            if (std::find(group.sample_ids.begin(), group.sample_ids.end(), sample->id) != group.sample_ids.end())
                if (std::string key = key_of(*sample); named.insert(key).second) members.push_back(std::move(key));
        if (!members.empty() && !group.name.empty()) result_.strategy.groups.emplace(group.name, std::move(members));
    }

    const Workspace& workspace_;
    const std::vector<const WorkspaceSample*>& samples_;
    StrategyFile result_;
    std::map<std::string, const Gate*> gates_;  ///< of the common tree, by path
    std::set<std::string> keys_;
};

}  // namespace

StrategyFile workspace_strategy(const Workspace& workspace, const WorkspaceChoice& choice) {
    const auto samples = chosen_samples(workspace, choice);
    StrategyFile file = Merger(workspace, samples).run();
    if (samples.size() == 1) file.strategy.groups.clear();
    file.findings.insert(file.findings.begin(), workspace.findings.begin(), workspace.findings.end());
    return file;
}

}  // namespace asparagate
