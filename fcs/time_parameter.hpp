#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// Settles which parameter is Time: the one of ReadOptions::time_name, else the one called Time in any case, else the
/// first with a name that instruments give it. At most one is. @pre the names are final.
/// @throws FcsError when no channel has the name asked for.
void choose_time(std::vector<Parameter>& parameters, const ReadOptions& options, FindingLog& log);

/// Fills `timestep` of the Time parameter from ReadOptions::timestep or `$TIMESTEP`. @pre choose_time
void read_timestep(std::vector<Parameter>& parameters, const Keywords& keywords, const std::string& version,
                   const ReadOptions& options, FindingLog& log);

}  // namespace asparagate::detail
