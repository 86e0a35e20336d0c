#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace asparagate::flowjo {

/// Gives populations names that a path can hold and that are unique among siblings.
class PopulationNames {
public:
    /// `/` becomes `_`, an empty name "unnamed"; of siblings with one name the later ones get ` (2)`, ` (3)`...
    /// `reason` says what was changed; empty when nothing was.
    std::string claim(const std::string& parent, const std::string& name, std::string& reason);

private:
    std::set<std::pair<std::string, std::string>> taken_;
    std::map<std::pair<std::string, std::string>, int> last_numbers_;  ///< of names that repeat
};

/// A stored count; nullopt for -1, which means not calculated, and for what is no count.
std::optional<std::uint64_t> stored_count(const std::optional<std::string>& text);

}  // namespace asparagate::flowjo
