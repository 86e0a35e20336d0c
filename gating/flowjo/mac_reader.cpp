// Workspaces of FlowJo 8 and 9 for Mac: another skeleton, coordinates in values of the file's scale, display axes as
// tables.
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "calibration_tables.hpp"
#include "mac_matrices.hpp"
#include "mac_shapes.hpp"
#include "population_names.hpp"
#include "sample_reader.hpp"
#include "tree_walk.hpp"
#include "unsupported.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

/// "G0&!G1" with the paths of its populations. @throws Unsupported for what is not a plain conjunction or disjunction.
void read_specification(const XmlElement& element, TreeEntry& entry) {
    std::vector<std::string> paths;
    if (const auto list = element.child("", "GatePaths"))
        if (const auto array = list->child("", "StringArray"))
            for (const XmlElement& string : array->children("", "String")) {
                const std::string text = string.text();
                const auto first = text.find_first_not_of("\" \t\r\n"), last = text.find_last_not_of("\" \t\r\n");
                paths.push_back(first == std::string::npos ? "" : text.substr(first, last - first + 1));
            }
    const std::string rule = element.attribute("", "specification").value_or("");
    const bool any = rule.find('|') != std::string::npos;
    const Unsupported unreadable{"J-GATE",
                                 "the rule " + in_quotes(rule) + " is not a list of gates joined by & or by |"};
    if (any && rule.find('&') != std::string::npos) throw unreadable;
    entry.operation = any ? BooleanGate::Operation::any_of : BooleanGate::Operation::all_of;
    std::string_view rest = rule;
    while (!rest.empty()) {
        const auto end = rest.find_first_of("&|");
        std::string_view term = trim(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const bool complement = term.starts_with('!');
        if (complement) term = trim(term.substr(1));
        const auto index = term.starts_with('G') ? parse_unsigned(term.substr(1)) : std::nullopt;
        if (!index || *index >= paths.size()) throw unreadable;
        entry.operands.push_back({paths[*index], complement});
    }
    if (entry.operands.empty()) throw unreadable;
}

class MacSampleReader {
public:
    MacSampleReader(const XmlElement& element, const std::vector<SampleMatrix>& matrices,
                    const CalibrationTables& tables, const std::string& file, Findings& findings)
        : element_(element), matrices_(matrices), tables_(tables), file_(file), findings_(findings) {}

    WorkspaceSample read() {
        const auto node = element_.child("", "SampleNode");
        if (!node) element_.fail("", "a sample has no SampleNode");
        sample_.id = element_.attribute("", "sampleID").value_or("");
        sample_.name = mac_name(*node);
        sample_.n_events = stored_count(node->attribute("", "count"));
        if (const auto data_set = element_.child("", "DataSet"))
            sample_.uri = data_set->attribute("", "uri").value_or("");
        sample_.keywords = read_keywords(element_);
        where_ = file_ + ": " + std::string(sample_.keywords.find("$FIL").value_or(sample_.name));
        const auto matrix = own_matrix();
        SampleAxes axes(sample_.keywords, matrix ? std::vector{*matrix} : std::vector<SampleMatrix>{});
        read_displays(axes, matrix);
        axes.describe(sample_.strategy);
        sample_.strategy.name = sample_.name;
        build_sample(read_populations(*node, axes), sample_, where_, findings_);
        return std::move(sample_);
    }

private:
    /// compensationID counts from 1; -1 is the file's own, -2 none, and no number a file that is compensated already.
    std::optional<SampleMatrix> own_matrix() {
        const std::string id = element_.attribute("", "compensationID").value_or("");
        if (id == "-2") return std::nullopt;
        if (id == "-1") return SampleMatrix{"Acquisition-defined", "<", ">"};
        if (id.empty()) return SampleMatrix{"identity", "<", ">", std::nullopt, true};
        const auto index = parse_unsigned(id);
        if (index && *index >= 1 && *index <= matrices_.size()) return matrices_[*index - 1];
        return SampleMatrix{"", "<", ">", std::nullopt, false, "the workspace has no matrix " + in_quotes(id)};
    }

    /// Linear axes run to range / gain; others have a table of their own, a common one, or FlowJo's default.
    void read_displays(SampleAxes& axes, const std::optional<SampleMatrix>& matrix) {
        for (const XmlElement& parameter : element_.children("", "Parameter")) {
            const std::string name = mac_name(parameter);
            const auto number = [&](const char* attribute) {
                return parse_number(parameter.attribute("", attribute).value_or("")).value_or(0);
            };
            DisplayAxis axis;
            if (parameter.attribute("", "log").value_or("0") != "0") {
                const auto index = parse_unsigned(parameter.attribute("", "calibrationIndex").value_or(""));
                axis.transform = tables_.at(static_cast<std::size_t>(index.value_or(0)));
                if (!axis.transform) axis.transform = BiexTransform{};
            } else if (const double top = number("range") / number("gain"); top > 0 && std::isfinite(top)) {
                axis.transform = LinearTransform{top, 0};
            } else {
                axis.obstacle = "its range or gain is no positive number";
            }
            axes.add_display(name, axis);
            if (!matrix) continue;
            const std::string compensated = matrix->prefix + name + matrix->suffix;
            if (auto own = tables_.named(matrix->name + " " + compensated)) axis.transform = std::move(own);
            axes.add_display(compensated, std::move(axis));
        }
    }

    std::vector<TreeEntry> read_populations(const XmlElement& node, const SampleAxes& axes) {
        TreeDialect dialect;
        dialect.children = [](const XmlElement& parent) { return parent.children("", "Population"); };
        dialect.name = mac_name;
        dialect.read_gate = [&](TreeEntry& entry, const Note& note) {
            if (const auto shape = entry.element.child("", "PolygonGate"))
                entry.gate = read_mac_gate(*shape, entry.path, {axes, sample_.strategy, false, note});
            else if (const auto boolean = entry.element.child("", "BooleanGate"))
                read_specification(*boolean, entry);
            else
                throw Unsupported{"J-GATE", "it has neither a PolygonGate nor a BooleanGate"};
        };
        return walk_tree(node, dialect, where_, findings_);
    }

    const XmlElement& element_;
    const std::vector<SampleMatrix>& matrices_;
    const CalibrationTables& tables_;
    const std::string& file_;
    Findings& findings_;
    WorkspaceSample sample_;
    std::string where_;
};

}  // namespace

void read_mac_workspace(const XmlElement& root, Workspace& workspace) {
    const std::vector<SampleMatrix> matrices = read_mac_matrices(root);
    const CalibrationTables tables(root);
    auto list = root.child("", "SampleList");
    if (!list) list = root.child("", "Samples");
    if (list)
        for (const XmlElement& sample : list->children("", "Sample"))
            workspace.samples.push_back(
                MacSampleReader(sample, matrices, tables, workspace.file, workspace.findings).read());
    workspace.findings.push_back(
        {"J-OLD", Severity::note, workspace.file, "", "", std::nullopt,
         "the rule by which FlowJo 8 and 9 bin events is not known: counts may differ by 2 %"});
}

}  // namespace asparagate::flowjo
