#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>

namespace asparagate {

/// Methods as they were applied to this study, for a manuscript: written from the settings, samples and tests, never
/// from what the program could do.
std::string methods_html(const Evidence& evidence);
/// The part that belongs under a figure of this section: activity, antibodies, cells or together.
std::string figure_methods(const Evidence& evidence, const std::string& section);
/// Items that MIFlowCyt asks for and this study can answer.
std::string miflowcyt_html(const Evidence& evidence);

}  // namespace asparagate
