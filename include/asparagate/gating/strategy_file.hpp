#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/gating/strategy.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace asparagate {

/// The formats in which strategies come and go (docs/exchange.md).
enum class StrategyFormat {
    toml,       ///< this program's own: docs/strategy.md
    gating_ml,  ///< Gating-ML 2.0, also as Cytobank and Floreada write it; 1.5 for reading only
    diva,       ///< an experiment of FACSDiva, for reading only
    flowjo      ///< a workspace of FlowJo; written for FCS files by write_workspace
};
/// "AsparaGate TOML", "Gating-ML", ...
std::string format_name(StrategyFormat format);

/// A strategy and what reading it tolerated or lost.
struct StrategyFile {
    GatingStrategy strategy;
    StrategyFormat format = StrategyFormat::toml;
    Findings findings;
};

/// Reads a strategy of any format, told by its content. @throws GatingError
StrategyFile read_strategy_file(const std::filesystem::path& path);
/// The same from text; `name` stands for the file in messages.
StrategyFile parse_strategy_file(std::string_view text, const std::string& name);

/// A strategy as text of one format, and what that format cannot hold.
struct StrategyText {
    std::string text;
    Findings losses;
};
/// @throws GatingError naming a gate that the format cannot express, or a format that is only read.
StrategyText write_strategy(const GatingStrategy& strategy, StrategyFormat format);

}  // namespace asparagate
