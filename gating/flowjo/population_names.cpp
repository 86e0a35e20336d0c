#include "population_names.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>

namespace asparagate::flowjo {

std::string PopulationNames::claim(const std::string& parent, const std::string& name, std::string& reason) {
    reason.clear();
    std::string usable = name.empty() ? "unnamed" : name;
    std::replace(usable.begin(), usable.end(), '/', '_');
    if (usable != name) reason = name.empty() ? "it has no name" : "a path cannot hold its name \"" + name + "\"";
    std::string unique = usable;
    while (!taken_.emplace(parent, unique).second) {
        int& number = last_numbers_.try_emplace({parent, usable}, 1).first->second;
        unique = usable + " (" + std::to_string(++number) + ")";
        reason = "a sibling has the name \"" + name + "\" too";
    }
    return unique;
}

std::optional<std::uint64_t> stored_count(const std::optional<std::string>& text) {
    return text ? parse_unsigned(*text) : std::nullopt;
}

}  // namespace asparagate::flowjo
