#include "asparagate/analysis/activity_unit.hpp"

#include "asparagate/fcs/nearest_name.hpp"

namespace asparagate {

const std::vector<ActivityUnit>& activity_units() {
    static const std::vector<ActivityUnit> units = {{"IU/L", 1},    {"U/L", 1},   {"IU/mL", 1000},
                                                    {"U/mL", 1000}, {"mU/mL", 1}, {"nkat/mL", 60}};
    return units;
}

const ActivityUnit* find_activity_unit(std::string_view name) {
    for (const ActivityUnit& unit : activity_units())
        if (lower_case(unit.name) == lower_case(name)) return &unit;
    return nullptr;
}

std::string unknown_activity_unit(std::string_view found) {
    std::vector<std::string> names;
    for (const ActivityUnit& unit : activity_units()) names.push_back(unit.name);
    return "unknown unit " + in_quotes(found) + suggestion(found, names);
}

}  // namespace asparagate
