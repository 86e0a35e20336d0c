#pragma once
#include "asparagate/gating/workspace.hpp"
#include "gate_shapes.hpp"

namespace asparagate::flowjo {

/// Another population that a boolean is made from.
struct TreeOperand {
    std::string name;  ///< as the workspace names it: FlowJo's path
    bool complement = false;
    std::size_t entry = 0;  ///< position among the entries, once resolved
};

/// A population of a sample while its tree is built.
struct TreeEntry {
    detail::XmlElement element;
    std::size_t parent;  ///< position among the entries; `no_parent` at the top
    std::string flowjo_path;
    std::string path;  ///< in the strategy
    std::optional<std::uint64_t> count;
    std::string obstacle{};               ///< why it is not imported
    std::optional<FlowJoGate> gate{};     ///< a shape; or
    std::vector<TreeOperand> operands{};  ///< of a boolean
    BooleanGate::Operation operation = BooleanGate::Operation::all_of;
};
/// The obstacle of what rests on a population with one.
std::string resting_on(const TreeEntry& entry);
inline constexpr std::size_t no_parent = static_cast<std::size_t>(-1);

/// Turns entries, parents before children, into the nodes and stored populations of a sample. Names of operands are
/// resolved; what rests on a population with an obstacle has one too. A complement of a shape becomes two populations,
/// the shape and what is not in it.
/// @throws GatingError when the tree is no strategy: a cycle of booleans.
void build_sample(std::vector<TreeEntry> entries, WorkspaceSample& sample, const std::string& where,
                  Findings& findings);

/// The populations of a FlowJo 10 sample, with the gates of `context`.
std::vector<TreeEntry> read_tree(const detail::XmlElement& sample_node, const GateContext& context,
                                 const std::string& where, Findings& findings);

}  // namespace asparagate::flowjo
