#pragma once
#include "document/content.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// Methods as they were applied to this study, for a manuscript: written from the settings, samples and tests, never
/// from what the program could do.
Blocks methods_blocks(const Evidence& evidence);
/// The part that belongs under a figure of this section: activity, antibodies, cells, together or sure.
std::vector<std::string> figure_methods(const Evidence& evidence, const std::string& section);
/// Items that MIFlowCyt asks for and this study can answer.
Blocks miflowcyt_blocks(const Evidence& evidence);

}  // namespace asparagate
