#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/metadata.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "finding_log.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// The meaning of the keywords of one data set, and of each parameter how it was measured. None of them changes how
/// DATA is read; what cannot be read is a finding and stays unset.
/// @param date_format ReadOptions::date_format. @throws Error(usage) when it is none.
Metadata read_metadata(const Keywords& keywords, const std::string& version, const std::string& date_format,
                       std::vector<Parameter>& parameters, FindingLog& log);

}  // namespace asparagate::detail
