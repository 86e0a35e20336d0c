#pragma once
#include "sample_tree.hpp"

namespace asparagate::flowjo {

/// How one version of FlowJo nests populations.
struct TreeDialect {
    std::function<std::vector<detail::XmlElement>(const detail::XmlElement& parent)> children;
    std::function<std::string(const detail::XmlElement& population)> name;
    /// Sets the shape or operands of the entry. @throws Unsupported, GatingError
    std::function<void(TreeEntry& entry, const Note& note)> read_gate;
};

/// The populations below a sample, parents before children, in the order of the file. What cannot be honoured has an
/// obstacle and a finding. @throws GatingError for a malformed gate or a tree beyond measure.
std::vector<TreeEntry> walk_tree(const detail::XmlElement& sample_node, const TreeDialect& dialect,
                                 const std::string& where, Findings& findings);

}  // namespace asparagate::flowjo
