#pragma once
#include "asparagate/fcs/fcs_outline.hpp"

#include <set>
#include <string>
#include <vector>

namespace asparagate::detail {

struct KeywordPair {
    std::string key;
    std::string value;
    bool required = false;  ///< must stay in primary TEXT
};

/// Width of offsets, whose values are filled in when TEXT is laid out.
constexpr std::size_t offset_digits = 20;
/// Width of a `$PnR` that is filled in when all values are known.
constexpr std::size_t open_range_digits = 24;

/// The keywords of one data set as they will be written.
struct SettledKeywords {
    std::vector<KeywordPair> pairs;
    Findings findings;                  ///< what could not be kept as it was
    std::set<std::string> unavoidable;  ///< codes of warnings that reading will give all the same
};

/// Keywords that the strict reader accepts: those that it would warn about are repaired, or keep their value under a
/// private name. What cannot be known, such as a missing `$TIMESTEP`, stays missing.
/// @throws OutputError naming `path` for what FCS cannot hold.
SettledKeywords settle_keywords(const std::string& path, const FcsOutline& outline);

}  // namespace asparagate::detail
