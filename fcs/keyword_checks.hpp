#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "data_range.hpp"
#include "finding_log.hpp"
#include "read_parameters.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// Reports keywords that do not belong: of another version or none, deprecated, of parameters beyond `$PAR`, links to
/// parameters that do not exist, a missing `$CYT`. None of them changes how DATA is read.
void check_keywords(const Keywords& keywords, const std::string& version, const std::vector<Parameter>& parameters,
                    FindingLog& log);

/// A float parameter with another `$PnB` than its type has is read by its type, if the length of DATA proves that.
/// @throws FcsError when it does not.
void prove_float_width(const Layout& layout, const DataExtent& data, const Keywords& keywords, FindingLog& log);

}  // namespace asparagate::detail
