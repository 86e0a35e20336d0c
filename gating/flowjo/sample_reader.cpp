#include "sample_reader.hpp"

#include "../gatingml/names.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "population_names.hpp"
#include "sample_tree.hpp"
#include "spillover_elements.hpp"

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;
using gatingml::data_type;

class SampleReader {
public:
    SampleReader(const XmlElement& element, const WorkspaceContext& context, Findings& findings)
        : element_(element), context_(context), findings_(findings) {}

    WorkspaceSample read() {
        const XmlElement node = sample_node();
        read_names(node);
        where_ = context_.file + ": " + sample_.name;
        sample_.keywords = read_keywords(element_);
        auto matrices = read_matrices(element_);
        for (const SampleMatrix& matrix : matrices)
            if (!matrix.obstacle.empty()) note("J-MATRIX", Severity::warning, matrix.obstacle);
        SampleAxes axes(sample_.keywords, std::move(matrices));
        read_displays(axes);
        note_derived();
        axes.describe(sample_.strategy);
        sample_.strategy.name = sample_.name;
        const GateContext gates{axes, sample_.strategy, context_.far_log_vertices, {}};
        build_sample(read_tree(node, gates, where_, findings_), sample_, where_, findings_);
        return std::move(sample_);
    }

private:
    XmlElement sample_node() const {
        const auto node = element_.child("", "SampleNode");
        if (!node) element_.fail("", "a sample has no SampleNode");
        return *node;
    }

    void read_names(const XmlElement& node) {
        if (const auto data_set = element_.child("", "DataSet")) {
            sample_.uri = data_set->attribute("", "uri").value_or("");
            sample_.id = data_set->attribute("", "sampleID").value_or("");
        }
        if (sample_.id.empty()) sample_.id = node.attribute("", "sampleID").value_or("");
        sample_.name = node.attribute("", "name").value_or("");
        if (sample_.name.empty()) sample_.name = sample_.file_name();
        sample_.n_events = stored_count(node.attribute("", "count"));
    }

    void read_displays(SampleAxes& axes) {
        const auto list = element_.child("", "Transformations");
        if (!list) return;
        for (const XmlElement& transform : list->children()) {
            const auto parameter = transform.child(data_type, "parameter");
            const auto name = parameter ? parameter->attribute(data_type, "name") : std::nullopt;
            if (name) axes.add_display(*name, read_display_axis(transform));
        }
    }

    void note_derived() {
        const auto list = element_.child("", "DerivedParameters");
        if (!list || list->children().empty()) return;
        std::string names;
        for (const XmlElement& derived : list->children("", "DerivedParameter"))
            names += (names.empty() ? "" : ", ") + derived.attribute("", "name").value_or("");
        note("J-DERIVED", Severity::note, "derived parameters are not computed: " + names);
    }

    void note(const char* code, Severity severity, const std::string& message) {
        findings_.push_back({code, severity, where_, "", "", std::nullopt, message});
    }

    const XmlElement& element_;
    const WorkspaceContext& context_;
    Findings& findings_;
    WorkspaceSample sample_;
    std::string where_;
};

}  // namespace

WorkspaceSample read_sample(const XmlElement& element, const WorkspaceContext& context, Findings& findings) {
    return SampleReader(element, context, findings).read();
}

Keywords read_keywords(const XmlElement& sample) {
    Keywords keywords;
    if (const auto list = sample.child("", "Keywords"))
        for (const XmlElement& keyword : list->children("", "Keyword")) {
            const auto name = keyword.attribute("", "name"), value = keyword.attribute("", "value");
            if (name && value && !keywords.contains(*name)) keywords.set(*name, *value);
        }
    return keywords;
}

}  // namespace asparagate::flowjo
