#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// What the standards say about a `$` keyword. Table: keywords of FCS 2.0, 3.0, 3.1 and 3.2.
enum class KeywordStanding {
    standard,       ///< defined in that version
    deprecated,     ///< defined there and deprecated
    other_version,  ///< defined in another version only
    unknown         ///< in no version
};

/// @param key upper or lower case, with its `$`. @param version "2.0", "3.0", "3.1" or "3.2".
KeywordStanding keyword_standing(std::string_view key, std::string_view version);

/// What a data set of that version must hold, `#` standing for the number of every parameter: `$PAR`, `$P#B` ...
std::vector<std::string_view> required_keywords(std::string_view version);

/// `$P12B` -> 12 and "B". nullopt for anything that is not `$P<n><letters>`.
struct ParameterKey {
    std::uint64_t index;
    std::string_view suffix;  ///< as spelled
};
std::optional<ParameterKey> parse_parameter_key(std::string_view key);

/// ASCII capitals, whatever the locale.
std::string upper_case(std::string_view text);

}  // namespace asparagate::detail
