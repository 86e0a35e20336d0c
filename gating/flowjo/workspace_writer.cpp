#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/workspace.hpp"
#include "written_gates.hpp"
#include "written_tree.hpp"

#include <algorithm>
#include <set>

namespace asparagate {
namespace {

using namespace flowjo;
using detail::XmlText;
using Attributes = XmlText::Attributes;

constexpr const char* all_samples = "All Samples";

/// A file name as the last part of a URI.
std::string percent_encoded(const std::string& name) {
    constexpr std::string_view digits = "0123456789ABCDEF", plain = "-._~";
    std::string result;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos)
            result += c;
        else
            result += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return result;
}

/// FlowJo shows `/` in names of channels as `_`; two that become one cannot be told apart.
void require_distinct_channels(const DataSet& data_set) {
    std::set<std::string> names;
    for (const Parameter& parameter : data_set.parameters()) {
        std::string name = parameter.name;
        std::replace(name.begin(), name.end(), '/', '_');
        if (!names.insert(name).second)
            throw GatingError("", "", "FlowJo would show two channels as " + in_quotes(name));
    }
}

/// Without these FlowJo 11 fails to open a file.
void write_graph(XmlText& xml, const std::array<std::string, 2>& axes) {
    xml.open("Graph", {{"smoothing", "0"},
                       {"backColor", "#ffffff"},
                       {"foreColor", "#000000"},
                       {"type", "Pseudocolor"},
                       {"fast", "1"}});
    xml.empty("Axis", {{"dimension", "x"}, {"name", axes[0]}, {"label", ""}, {"auto", "auto"}});
    xml.empty("Axis", {{"dimension", "y"}, {"name", axes[1]}, {"label", ""}, {"auto", "auto"}});
    xml.empty("GraphSettings", {{"level", "5%"}, {"graphResolution", "256"}});
    xml.empty("GraphEnvironment", {{"showGrid", "0"}, {"showAxes", "tnlTNL"}, {"showGates", "1"}});
    xml.close();
}

Attributes node_attributes(const std::string& name, const std::string& group, const std::string& count) {
    return {{"name", name},    {"annotation", ""},     {"owningGroup", group},
            {"expanded", "1"}, {"sortPriority", "10"}, {"count", count}};
}

/// One `Sample` element.
class SampleWriter {
public:
    SampleWriter(const GatingStrategy& strategy, const SampleFile& file, const DataSet& data_set, std::size_t id,
                 XmlText& xml, Findings& losses)
        : strategy_(strategy),
          file_(file),
          data_set_(data_set),
          id_(std::to_string(id)),
          xml_(xml),
          axes_(strategy, data_set, options_),
          gates_(axes_, xml, losses),
          tree_(written_tree(strategy)) {
        require_distinct_channels(data_set);
        const auto counted = gate_sample(data_set, strategy, file.sample, options_);
        for (const PopulationRow& row : counted.rows)
            if (row.count) counts_[row.population] = std::to_string(*row.count);
    }

    void write() {
        const std::string name = file_.file.filename().string();
        xml_.open("Sample");
        xml_.empty("DataSet", {{"uri", "file:" + percent_encoded(name)}, {"sampleID", id_}});
        axes_.write_matrices(xml_);
        axes_.write_displays(xml_);
        write_keywords();
        Attributes attributes = node_attributes(name, "", std::to_string(data_set_.n_events()));
        attributes.emplace_back("sampleID", id_);
        xml_.open("SampleNode", attributes);
        write_graph(xml_, first_axes());
        write_populations();
        xml_.close();
        xml_.close();
    }
    void write_matrices() const { axes_.write_matrices(xml_); }

private:
    void write_keywords() {
        xml_.open("Keywords");
        xml_.empty("Keyword", {{"name", "FJ_FCS_VERSION"}, {"value", data_set_.version()}});
        for (const auto& [key, value] : data_set_.keywords().entries())
            xml_.empty("Keyword", {{"name", key}, {"value", value}});
        if (!data_set_.keywords().contains("$FIL"))
            xml_.empty("Keyword", {{"name", "$FIL"}, {"value", file_.file.filename().string()}});
        xml_.close();
    }
    [[nodiscard]] std::array<std::string, 2> first_axes() const {
        const auto& parameters = data_set_.parameters();
        if (parameters.empty()) return {};
        const auto shown = [](std::string name) {
            std::replace(name.begin(), name.end(), '/', '_');
            return name;
        };
        return {shown(parameters.front().name),
                shown(parameters[std::min<std::size_t>(1, parameters.size() - 1)].name)};
    }

    /// Depth first without recursion: `open` holds, level by level, where the walk is among siblings.
    void write_populations() {
        std::vector<std::pair<std::string, std::size_t>> open;
        enter("/", open);
        while (!open.empty()) {
            auto& [path, next] = open.back();
            const auto& siblings = tree_.at(path);
            if (next == siblings.size()) {
                xml_.close();  // Subpopulations
                open.pop_back();
                if (!open.empty()) xml_.close();  // the population
                continue;
            }
            const WrittenPopulation& population = siblings[next++];
            open_population(population);
            if (!enter(population.path, open)) xml_.close();
        }
    }
    bool enter(const std::string& path, std::vector<std::pair<std::string, std::size_t>>& open) {
        if (!tree_.contains(path)) return false;
        xml_.open("Subpopulations");
        open.emplace_back(path, 0);
        return true;
    }

    void open_population(const WrittenPopulation& population) {
        const auto count = counts_.find(population.path);
        const std::string text = count == counts_.end() ? "-1" : count->second;
        if (population.boolean) {
            const BooleanGate& gate = *population.boolean;
            const char* kind = gate.operands.front().complement                   ? "NotNode"
                               : gate.operation == BooleanGate::Operation::all_of ? "AndNode"
                                                                                  : "OrNode";
            xml_.open(kind, node_attributes(population.name, "", text));
            write_graph(xml_, first_axes());
            xml_.open("Dependents");
            for (const auto& operand : gate.operands) xml_.empty("Dependent", {{"name", operand.population.substr(1)}});
            return xml_.close();
        }
        xml_.open("Population", node_attributes(population.name, "", text));
        write_graph(xml_, gates_.axis_names(population.node->gate, population.quadrant));
        gates_.write(population.node->gate, population.path, population.quadrant);
    }

    const GatingStrategy& strategy_;
    const SampleFile& file_;
    const DataSet& data_set_;
    std::string id_;
    XmlText& xml_;
    GateOptions options_;
    WrittenAxes axes_;
    GateWriter gates_;
    WrittenTree tree_;
    std::map<std::string, std::string> counts_;
};

/// A sample with what it is written from, at one place in memory.
struct OpenSample {
    SampleFile file;
    FcsFile fcs;
    GatingStrategy strategy;
    std::optional<SampleWriter> writer{};
};

/// The whole document.
class WorkspaceWriter {
public:
    WorkspaceWriter(const GatingStrategy& strategy, const std::vector<SampleFile>& files, const ReadOptions& read)
        : strategy_(strategy) {
        for (const SampleFile& file : files) open(file, read);
    }

    StrategyText write() {
        xml_.open("Workspace", {{"version", "20.0"},
                                {"flowJoVersion", "10.10.0"},
                                {"curGroup", all_samples},
                                {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                                {"xmlns:gating", "http://www.isac-net.org/std/Gating-ML/v2.0/gating"},
                                {"xmlns:transforms", "http://www.isac-net.org/std/Gating-ML/v2.0/transformations"},
                                {"xmlns:data-type", "http://www.isac-net.org/std/Gating-ML/v2.0/datatypes"}});
        xml_.open("Matrices");
        for (const auto& sample : samples_) sample->writer->write_matrices();
        xml_.close();
        write_groups();
        xml_.open("SampleList");
        for (const auto& sample : samples_) sample->writer->write();
        xml_.close();
        xml_.close();
        note_losses();
        return {xml_.take(), std::move(losses_)};
    }

private:
    void open(const SampleFile& file, const ReadOptions& read) {
        auto sample = std::make_unique<OpenSample>(
            OpenSample{file, FcsFile::open(file.file, read), strategy_for_sample(strategy_, file.sample, file.file)});
        const std::size_t position = file.data_set.value_or(0);
        if (position >= sample->fcs.data_sets().size())
            throw Error(ErrorKind::input, file.file.string() + ": has no data set " + std::to_string(position));
        try {
            sample->writer.emplace(sample->strategy, sample->file, sample->fcs.data_sets()[position],
                                   samples_.size() + 1, xml_, losses_);
        } catch (const GatingError& error) {
            throw GatingError(file.file.string(), error.population(), error.what());
        }
        samples_.push_back(std::move(sample));
    }

    void write_groups() {
        xml_.open("Groups");
        std::vector<std::size_t> everyone;
        for (std::size_t s = 0; s < samples_.size(); ++s) everyone.push_back(s);
        write_group(all_samples, everyone);
        for (const auto& [name, members] : strategy_.groups) write_group(name, members_of(members));
        xml_.close();
    }
    std::vector<std::size_t> members_of(const std::vector<std::string>& names) const {
        std::vector<std::size_t> result;
        for (std::size_t s = 0; s < samples_.size(); ++s) {
            const SampleFile& file = samples_[s]->file;
            const bool is_member = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                return name == file.sample || name == file.file.filename().string();
            });
            if (is_member) result.push_back(s);
        }
        return result;
    }
    void write_group(const std::string& name, const std::vector<std::size_t>& members) {
        xml_.open("GroupNode", node_attributes(name, name, "-1"));
        write_graph(xml_, {});
        xml_.open("Group", {{"name", name}, {"live", "1"}, {"role", "ws.group.dlog.test"}, {"key", ""}});
        xml_.empty("Criteria");
        xml_.open("SampleRefs");
        for (const std::size_t s : members) xml_.empty("SampleRef", {{"sampleID", std::to_string(s + 1)}});
        xml_.close();
        xml_.close();
        xml_.close();
    }

    void note_losses() {
        const auto lose = [&](const char* code, const std::string& message) {
            losses_.push_back({code, Severity::note, "", "", "", std::nullopt, message});
        };
        if (!strategy_.name.empty() || !strategy_.description.empty())
            lose("X-TITLE", "name and description of the strategy are not written");
        if (std::any_of(strategy_.nodes.begin(), strategy_.nodes.end(), [](const auto& n) { return !n.note.empty(); }))
            lose("X-NOTE", "the notes of gates are not written");
        if (!strategy_.panel.empty()) lose("X-PANEL", "markers are written as the channels of each file");
    }

    const GatingStrategy& strategy_;
    XmlText xml_;
    Findings losses_;
    std::vector<std::unique_ptr<OpenSample>> samples_;
};

}  // namespace

StrategyText write_workspace(const GatingStrategy& strategy, const std::vector<SampleFile>& files,
                             const ReadOptions& read) {
    if (files.empty()) throw Error(ErrorKind::usage, "a FlowJo workspace is written for samples; name their FCS files");
    return WorkspaceWriter(strategy, files, read).write();
}

}  // namespace asparagate
