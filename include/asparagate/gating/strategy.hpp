#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/gating/compensation.hpp"
#include "asparagate/gating/gate.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "asparagate/gating/tailored_version.hpp"
#include "asparagate/gating/transform.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// The name of the matrix that a strategy file writes within [compensation].
inline constexpr const char* inline_matrix_name = "strategy";

/// A gate at its place in the tree. It defines one population, `parent/name`, or those of a quadrant gate,
/// `parent/<quadrant name>`.
struct GateNode {
    std::string parent;  ///< path of the parent population; "/" for all events
    std::string name;
    Gate gate;
    std::string note;           ///< free text of the author
    std::string custom_info{};  ///< raw XML that another program attached
    bool operator==(const GateNode&) const = default;
};

/// A population as the tree defines it.
struct PopulationInfo {
    std::string path;      ///< "/Lymphocytes/T"
    std::string parent;    ///< "/Lymphocytes" or "/"
    std::size_t node = 0;  ///< index into GatingStrategy::nodes
    int quadrant = -1;     ///< index into QuadrantGate::quadrants, for a quadrant's population
    int depth = 1;
};

/// How gates decide about events near their edges (docs/gate-semantics.md).
enum class Evaluation {
    exact,  ///< in double precision, as Gating-ML 2.0 defines it
    flowjo  ///< as FlowJo 10 counts: polygons on its grid of channels, rectangles closed and open at the ends of an
            ///< axis
};

/// The reusable recipe: panel, compensation, transforms and the tree of gates. A value: copy it to change it.
/// File format: docs/strategy.md (TOML, one gate per table, the table's name is the path).
struct GatingStrategy {
    std::string name;
    std::string description;
    std::string compensation = file_compensation;    ///< of dimensions that name none: see Dimension::compensation
    std::map<std::string, SpectrumMatrix> matrices;  ///< by name
    std::map<std::string, std::vector<std::string>> panel;  ///< marker -> further names it may have in files
    std::map<std::string, Transform> transforms;            ///< by name
    std::map<std::string, Ratio> ratios;                    ///< by name
    std::map<std::string, std::string> scales;              ///< channel or marker -> transform name; "default"
                                                            ///< applies to fluorescence, else the identity
    std::vector<GateNode> nodes;                            ///< parents before children
    Evaluation evaluation = Evaluation::exact;
    std::vector<std::string> custom_info;                      ///< raw XML that another program attached
    std::map<std::string, std::string> transform_custom_info;  ///< the same, by transform or ratio name
    std::map<std::string, std::vector<std::string>> groups;    ///< name -> samples, as TailoredVersion names them
    std::vector<TailoredVersion> versions;

    /// Every population, parents before children, in file order.
    [[nodiscard]] std::vector<PopulationInfo> populations() const;
    [[nodiscard]] const GateNode* find_node(std::string_view parent, std::string_view name) const;
    /// The transform of `dimension` for a file's parameter; the default scales are not for ratios.
    [[nodiscard]] const Transform& transform_for(const Dimension& dimension, const Parameter& parameter) const;
    bool operator==(const GatingStrategy&) const = default;
};

/// A strategy of this program's own format. `name` stands for the file in messages.
/// @throws GatingError `file:line:column: population: ...` on TOML errors, unknown keys (with the nearest valid name),
/// unknown transforms, missing parents, boolean cycles, duplicate siblings, polygons with fewer than 3 or non-finite
/// vertices, ellipses without an inverse, min >= max, versions that fit nowhere or contradict each other.
GatingStrategy parse_strategy(std::string_view toml, const std::string& name);
/// The checks of parse_strategy on a value made in memory. @throws GatingError
void validate_strategy(const GatingStrategy& strategy, const std::string& where);
/// TOML that reads back to an equal value; shortest round-trip digits, stable order.
std::string format_strategy(const GatingStrategy& strategy);
/// SHA-256 of format_strategy: equal strategies have equal hashes.
std::string strategy_hash(const GatingStrategy& strategy);

/// The versions that `sample` uses, in the order in which they apply: its groups' before its own. An entry of a version
/// or group means the sample's name or the name of its file without folders. @throws GatingError when two versions fit
/// at one level.
std::vector<const TailoredVersion*> versions_for_sample(const GatingStrategy& strategy, const std::string& sample,
                                                        const std::filesystem::path& file);
/// The strategy as it holds for one sample: what its versions tailor is in place, and neither versions nor groups are
/// left. @throws GatingError as versions_for_sample
GatingStrategy strategy_for_sample(const GatingStrategy& strategy, const std::string& sample,
                                   const std::filesystem::path& file);
/// One note G-VERSION per version that the sample uses, with its reason. @throws GatingError as versions_for_sample
Findings version_findings(const GatingStrategy& strategy, const std::string& sample, const std::filesystem::path& file);

/// Position (from 0) of the parameter that `name` means in a file: exact `$PnN`, else exact `$PnS`, else the panel's
/// further names, each also compared without case, blanks, '-' and '_', and by the first word of `$PnS`
/// ("CD56 PE-A"). nullopt when nothing or more than one matches on the best level.
std::optional<std::size_t> resolve_channel(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                           std::string_view name);

}  // namespace asparagate
