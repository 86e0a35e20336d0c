#pragma once
#include "asparagate/gating/strategy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Changes to a strategy as values: the old one in, the new one out. Nothing here knows a window.
namespace asparagate::gui {

/// "/A/B" -> "B"; "/" -> "".
std::string last_name(std::string_view path);
/// "/A" + "B" -> "/A/B"; "/" + "A" -> "/A".
std::string join_path(std::string_view parent, std::string_view name);
/// Paths of `path` and what it lies in, the root first: "/A/B" -> {"/", "/A", "/A/B"}.
std::vector<std::string> path_and_ancestors(const std::string& path);
std::optional<PopulationInfo> find_population(const GatingStrategy& strategy, std::string_view path);

/// `wanted`, or "wanted 2", "wanted 3" ... when the parent already has a population of that name; '/' becomes '-'.
std::string unique_name(const GatingStrategy& strategy, const std::string& parent, std::string wanted);
/// The strategy with one more gate below `parent`. @throws GatingError
GatingStrategy with_gate(const GatingStrategy& strategy, const std::string& parent, const std::string& name, Gate gate);
/// The strategy as it holds for a sample; the common tree where two versions contradict each other, which gating says.
GatingStrategy strategy_in_force(const GatingStrategy& strategy, const std::string& sample,
                                 const std::filesystem::path& file);
/// The strategy with another gate at `node`: in the version that tailors it for this sample, else in the common tree.
/// @throws GatingError
GatingStrategy with_replaced_gate(const GatingStrategy& strategy, std::size_t node, Gate gate,
                                  const std::string& sample, const std::filesystem::path& file);
/// The population called `name`; what lies below it, booleans that read it and tailored versions follow. @throws
/// GatingError when the name is empty, holds '/', or is taken.
GatingStrategy with_renamed(const GatingStrategy& strategy, const std::string& path, const std::string& name);
/// Without the population and everything below it, in tailored versions too. @throws GatingError when a boolean gate
/// elsewhere reads it.
GatingStrategy without_population(const GatingStrategy& strategy, const std::string& path);

/// How a file's parameter is best named in a gate: as other gates of the strategy already do, else by its marker where
/// that is unambiguous, else by its channel.
Dimension dimension_for(const GatingStrategy& strategy, const std::vector<Parameter>& parameters, std::size_t index);
/// True when both mean the same parameter of the file on the same scale.
bool same_dimension(const GatingStrategy& strategy, const std::vector<Parameter>& parameters, const Dimension& a,
                    const Dimension& b);

/// Where a gate lies on one of its axes, for its name.
struct AxisSide {
    std::string name;  ///< marker or channel
    bool fluorescence = true;
    bool positive = true;  ///< the gate takes the upper side of what the axis shows
};
/// "CD3+ CD19-" from fluorescence axes, "Singlets" for area against height, else "Cells".
std::string proposed_name(const std::vector<AxisSide>& sides);

}  // namespace asparagate::gui
