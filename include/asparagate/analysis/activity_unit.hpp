#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// A unit of asparaginase activity. 1 IU = 1 umol/min = 16.667 nkat; U and IU are synonyms.
struct ActivityUnit {
    std::string name;
    double iu_l;  ///< IU/L of one unit
};
/// The units that are known.
const std::vector<ActivityUnit>& activity_units();
/// The unit of that name, case ignored; null when there is none.
const ActivityUnit* find_activity_unit(std::string_view name);
/// `unknown unit "x"; did you mean ...` for messages.
std::string unknown_activity_unit(std::string_view found);

}  // namespace asparagate
