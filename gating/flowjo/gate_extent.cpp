#include "gate_extent.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

/// Coordinates of a gate on one dimension, in its own units.
struct Coordinates {
    std::size_t d;

    std::vector<double> operator()(const RectangleGate& gate) const { return {gate.bounds[d].min, gate.bounds[d].max}; }
    std::vector<double> operator()(const PolygonGate& gate) const {
        std::vector<double> result;
        for (const auto& vertex : gate.vertices) result.push_back(vertex[d]);
        return result;
    }
    std::vector<double> operator()(const EllipsoidGate& gate) const {
        const double reach = std::sqrt(gate.distance_square * gate.covariance[d * gate.mean.size() + d]);
        return {gate.mean[d] - reach, gate.mean[d] + reach};
    }
    std::vector<double> operator()(const QuadrantGate& gate) const { return gate.dividers[d].values; }
    std::vector<double> operator()(const BooleanGate&) const { return {}; }
};

bool is_on_scale(const Gate& gate) {
    return std::visit(
        [](const auto& g) {
            if constexpr (requires { g.units; }) return g.units == GateUnits::scale;
            return requires {
                g.mean;
            };
        },
        gate);
}

}  // namespace

std::array<double, 2> gate_extent(const Gate& gate, std::size_t dimension, const Transform& transform) {
    std::array<double, 2> extent = {0, 0};
    const bool scaled = is_on_scale(gate);
    for (const double coordinate : std::visit(Coordinates{dimension}, gate)) {
        const double value = scaled ? asparagate::inverse(transform, coordinate) : coordinate;
        if (std::isfinite(value)) extent = {std::min(extent[0], value), std::max(extent[1], value)};
    }
    return extent;
}

}  // namespace asparagate::flowjo
