#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy_file.hpp"

#include <unordered_map>

namespace asparagate::gatingml {

/// The `floreada:workspace` within an element of custom info; nullopt in documents of other programs.
std::optional<detail::XmlElement> floreada_workspace(const detail::XmlElement& info);

/// Floreada writes the gates of all files side by side and their trees as custom info, one per file: puts them into one
/// tree with a version for each file that differs. `gates`: by id. @throws GatingError
void place_floreada_gates(const detail::XmlElement& workspace, const std::unordered_map<std::string, Gate>& gates,
                          const std::string& file, StrategyFile& result);

}  // namespace asparagate::gatingml
