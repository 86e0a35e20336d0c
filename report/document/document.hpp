#pragma once
#include "figures/figure.hpp"
#include "language/say.hpp"

#include "asparagate/fcs/task_control.hpp"

namespace asparagate {

/// Writes figures/, report.html (self-contained), report.pdf and patients/<id>.html into `folder` from the evidence, in
/// `language`. Needs a QGuiApplication. @throws OutputError; Error(input) naming a font that
/// the language needs and this machine lacks
void write_report(const Evidence& evidence, const std::filesystem::path& folder, Language language = Language::english,
                  const TaskControl& control = {});

}  // namespace asparagate
