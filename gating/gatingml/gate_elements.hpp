#pragma once
#include "asparagate/gating/gate.hpp"
#include "population_tree.hpp"

#include <functional>
#include <map>
#include <set>

namespace asparagate::gatingml {

/// What the references of a gate may mean.
struct GateContext {
    std::string file;
    std::set<std::string> transforms, ratios;
    std::map<std::string, std::string> matrices;         ///< id -> name of the matrix in the strategy
    std::unordered_map<std::string, std::string> paths;  ///< id of a gate or Quadrant -> population
    /// Makes the dimension of a document whose dimensions are not those of 2.0.
    std::function<Dimension(const detail::XmlElement&)> dimension = {};
};

/// @throws GatingError naming the gate.
Gate read_gate(const PlacedGate& placed, const GateContext& context);

}  // namespace asparagate::gatingml
