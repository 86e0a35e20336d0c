#include "asparagate/gating/gate.hpp"

namespace asparagate {
namespace {

struct TypeName {
    std::string operator()(const RectangleGate& gate) const {
        return gate.dimensions.size() == 1 ? "range" : "rectangle";
    }
    std::string operator()(const PolygonGate&) const { return "polygon"; }
    std::string operator()(const EllipsoidGate&) const { return "ellipse"; }
    std::string operator()(const QuadrantGate&) const { return "quadrant"; }
    std::string operator()(const BooleanGate&) const { return "boolean"; }
};

struct Dimensions {
    std::vector<Dimension> operator()(const RectangleGate& gate) const { return gate.dimensions; }
    std::vector<Dimension> operator()(const PolygonGate& gate) const {
        return {gate.dimensions.begin(), gate.dimensions.end()};
    }
    std::vector<Dimension> operator()(const EllipsoidGate& gate) const { return gate.dimensions; }
    std::vector<Dimension> operator()(const QuadrantGate& gate) const {
        std::vector<Dimension> result;
        for (const auto& divider : gate.dividers) result.push_back(divider.dimension);
        return result;
    }
    std::vector<Dimension> operator()(const BooleanGate&) const { return {}; }
};

}  // namespace

std::string gate_type(const Gate& gate) {
    return std::visit(TypeName{}, gate);
}

std::vector<Dimension> gate_dimensions(const Gate& gate) {
    return std::visit(Dimensions{}, gate);
}

QuadrantGate QuadrantGate::crossing(const std::array<Dimension, 2>& dimensions, const std::array<double, 2>& values,
                                    const std::array<std::string, 4>& names, GateUnits units) {
    QuadrantGate gate{{{dimensions[0], {values[0]}}, {dimensions[1], {values[1]}}}, {}, units};
    for (int q = 0; q < 4; ++q)
        if (const auto& name = names[static_cast<std::size_t>(q)]; !name.empty())
            gate.quadrants.push_back({name, {q & 1, q >> 1}});
    return gate;
}

std::optional<std::array<std::string, 4>> QuadrantGate::crossing_names() const {
    if (dividers.size() != 2 || dividers[0].values.size() != 1 || dividers[1].values.size() != 1) return std::nullopt;
    std::array<std::string, 4> names;
    int last = -1;
    for (const Quadrant& quadrant : quadrants) {
        if (quadrant.intervals.size() != 2) return std::nullopt;
        const int x = quadrant.intervals[0], y = quadrant.intervals[1];
        const int position = x + 2 * y;
        if (x < 0 || x > 1 || y < 0 || y > 1 || position <= last || quadrant.name.empty()) return std::nullopt;
        names[static_cast<std::size_t>(last = position)] = quadrant.name;
    }
    return names;
}

}  // namespace asparagate
