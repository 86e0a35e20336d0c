#pragma once
#include "asparagate/gating/gate.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// A gate that stands in for the one of the common tree.
struct TailoredGate {
    std::string population;  ///< path of the gate, `parent/name`
    Gate gate;
    bool operator==(const TailoredGate&) const = default;
};

/// What some samples need otherwise than the common tree, and why: gates at another place, another matrix, other
/// scales. The tree itself stays the same, so that every sample has the same populations.
struct TailoredVersion {
    std::string name;
    std::vector<std::string> samples;  ///< names of samples, or names of their FCS files
    std::vector<std::string> groups;   ///< keys of GatingStrategy::groups
    std::string reason;
    std::vector<TailoredGate> gates;
    std::optional<std::string> compensation;    ///< instead of GatingStrategy::compensation
    std::map<std::string, std::string> scales;  ///< instead of those entries of GatingStrategy::scales
    bool operator==(const TailoredVersion&) const = default;
};

}  // namespace asparagate
