#pragma once
#include "document/content.hpp"

#include <string>

namespace asparagate {

/// One self-contained HTML file: no request leaves it, its policy allows only its own style and script (by hash), and
/// it reads the same without scripts, on paper and at 360 pixels.
std::string render_page(const ReportDocument& document);

}  // namespace asparagate
