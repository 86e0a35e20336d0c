#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "finding_log.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// Reports keywords that do not belong: of another version or none, deprecated, of parameters beyond `$PAR`, of a
/// detector on Time; and required ones that are missing and have no finding yet. None of them changes how DATA is read.
/// @pre everything else has been read, so that its findings are there.
void check_keywords(const Keywords& keywords, const std::string& version, const std::vector<Parameter>& parameters,
                    FindingLog& log);

}  // namespace asparagate::detail
