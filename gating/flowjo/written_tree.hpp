#pragma once
#include "asparagate/gating/strategy.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace asparagate::flowjo {

/// A population as it is written: one of the strategy, or a helper that FlowJo needs for the complement of another.
struct WrittenPopulation {
    std::string path, name;
    const GateNode* node = nullptr;        ///< its gate; none for a helper
    std::size_t quadrant = 0;              ///< of a quadrant gate
    std::optional<BooleanGate> boolean{};  ///< of one kind FlowJo has: one complement, or all or any of two and more
};

/// The populations below each path, in order.
using WrittenTree = std::map<std::string, std::vector<WrittenPopulation>>;

/// FlowJo has NOT of one population and AND and OR without complements; what else there is gets helper populations
/// beside it.
WrittenTree written_tree(const GatingStrategy& strategy);

}  // namespace asparagate::flowjo
