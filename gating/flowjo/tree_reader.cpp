// The populations of a FlowJo 10 sample: Population, NotNode, AndNode and OrNode within Subpopulations.
#include "tree_walk.hpp"
#include "unsupported.hpp"

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

std::vector<XmlElement> populations_of(const XmlElement& parent) {
    const auto list = parent.child("", "Subpopulations");
    auto children = list ? list->children() : std::vector<XmlElement>{};
    std::erase_if(children, [](const XmlElement& child) {
        return !child.is("", "Population") && !child.is("", "NotNode") && !child.is("", "AndNode") &&
               !child.is("", "OrNode");
    });
    return children;
}

std::optional<FlowJoGate> shape_of(const TreeEntry& entry, GateContext context, const Note& note) {
    const auto gate = entry.element.child("", "Gate");
    const auto shapes = gate ? gate->children() : std::vector<XmlElement>{};
    if (shapes.empty()) return std::nullopt;
    context.note = note;
    return read_gate(shapes.front(), entry.path, context);
}

/// The stored gate of a NotNode's operand, for when the operand itself is not found.
std::optional<FlowJoGate> copied_shape(const TreeEntry& entry, const GateContext& context) {
    try {
        return shape_of(entry, context, [](const char*, Severity, const std::string&) {});
    } catch (const Unsupported&) {
        return std::nullopt;
    }
}

void read_boolean(TreeEntry& entry, const GateContext& context) {
    const bool negation = entry.element.is("", "NotNode");
    if (entry.element.is("", "OrNode")) entry.operation = BooleanGate::Operation::any_of;
    if (const auto list = entry.element.child("", "Dependents"))
        for (const XmlElement& dependent : list->children("", "Dependent"))
            entry.operands.push_back({dependent.attribute("", "name").value_or(""), negation});
    if (negation) entry.gate = copied_shape(entry, context);
    const bool enough = negation ? entry.operands.size() == 1 : entry.operands.size() >= 2;
    if (!enough)
        entry.element.fail(entry.path, "the " + std::string(entry.element.local_name()) + " is made from " +
                                           std::to_string(entry.operands.size()) + " populations; expected " +
                                           (negation ? "1" : "at least 2"));
}

}  // namespace

std::vector<TreeEntry> read_tree(const XmlElement& sample_node, const GateContext& context, const std::string& where,
                                 Findings& findings) {
    TreeDialect dialect;
    dialect.children = populations_of;
    dialect.name = [](const XmlElement& population) { return population.attribute("", "name").value_or(""); };
    dialect.read_gate = [&](TreeEntry& entry, const Note& note) {
        if (!entry.element.is("", "Population")) return read_boolean(entry, context);
        entry.gate = shape_of(entry, context, note);
        if (!entry.gate) throw Unsupported{"J-GATE", "it has no gate: a cluster or a plugin's population"};
    };
    return walk_tree(sample_node, dialect, where, findings);
}

}  // namespace asparagate::flowjo
