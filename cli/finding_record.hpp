#pragma once
#include "asparagate/fcs/finding.hpp"

#include <nlohmann/json.hpp>

namespace asparagate::cli {

/// A finding in the JSON of `info` and `check`: code, severity, segment, keyword, offset, message.
nlohmann::ordered_json finding_json(const Finding& finding);

}  // namespace asparagate::cli
