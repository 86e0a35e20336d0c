#pragma once
#include "figures/figure.hpp"

#include "asparagate/fcs/task_control.hpp"

namespace asparagate {

/// Writes figures/, report.html (self-contained) and patients/<id>.html into `folder` from the evidence.
/// Needs a QGuiApplication. @throws OutputError
void write_report(const Evidence& evidence, const std::filesystem::path& folder, const TaskControl& control = {});

}  // namespace asparagate
