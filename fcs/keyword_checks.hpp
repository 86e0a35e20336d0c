#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "finding_log.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// Reports keywords that do not belong: of another version or none, deprecated, of parameters beyond `$PAR`, links to
/// parameters that do not exist, a missing `$CYT`. None of them changes how DATA is read.
void check_keywords(const Keywords& keywords, const std::string& version, const std::vector<Parameter>& parameters,
                    FindingLog& log);

}  // namespace asparagate::detail
