#pragma once
#include <string>
#include <vector>

namespace asparagate::detail {

/// The keys of a map.
template <typename Map>
std::vector<std::string> names_of(const Map& map) {
    std::vector<std::string> names;
    for (const auto& entry : map) names.push_back(entry.first);
    return names;
}

}  // namespace asparagate::detail
