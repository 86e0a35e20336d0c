#include "../engine/ellipsoid.hpp"
#include "asparagate/gating/strategy_diff.hpp"
#include "population_path.hpp"

#include <unordered_map>

namespace asparagate {
namespace {

using Point = std::array<double, 2>;

double turn(const Point& a, const Point& b, const Point& c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

bool edges_cross(const Point& a, const Point& b, const Point& c, const Point& d) {
    const double to_c = turn(a, b, c), to_d = turn(a, b, d), to_a = turn(c, d, a), to_b = turn(c, d, b);
    return ((to_c > 0 && to_d < 0) || (to_c < 0 && to_d > 0)) && ((to_a > 0 && to_b < 0) || (to_a < 0 && to_b > 0));
}

/// Polygons of more vertices than this are outlines of a program, and every pair of edges would be looked at.
constexpr std::size_t most_vertices = 2000;

bool crosses_itself(const PolygonGate& gate) {
    const auto& v = gate.vertices;
    if (v.size() > most_vertices) return false;
    for (std::size_t i = 0; i < v.size(); ++i)
        for (std::size_t k = i + 2; k < v.size(); ++k)
            if (edges_cross(v[i], v[(i + 1) % v.size()], v[k], v[(k + 1) % v.size()])) return true;
    return false;
}

/// What a chain of parents leaves open on each dimension, as far as ranges, rectangles and quadrants say.
struct Allowed {
    struct Entry {
        Dimension dimension;
        GateUnits units;
        Interval interval;
    };
    std::vector<Entry> entries;

    /// False when nothing is left.
    bool narrow(const Dimension& dimension, GateUnits units, const Interval& to) {
        for (Entry& entry : entries)
            if (entry.dimension == dimension && entry.units == units) {
                entry.interval.min = std::max(entry.interval.min, to.min);
                entry.interval.max = std::min(entry.interval.max, to.max);
                return entry.interval.min < entry.interval.max;
            }
        entries.push_back({dimension, units, to});
        return true;
    }
    bool narrow(const RectangleGate& gate) {
        bool left = true;
        for (std::size_t d = 0; d < gate.bounds.size(); ++d)
            left = narrow(gate.dimensions[d], gate.units, gate.bounds[d]) && left;
        return left;
    }
    bool narrow(const QuadrantGate& gate, int quadrant) {
        bool left = true;
        const auto& intervals = gate.quadrants[static_cast<std::size_t>(quadrant)].intervals;
        for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
            const auto& values = gate.dividers[d].values;
            if (intervals[d] < 0) continue;
            const auto i = static_cast<std::size_t>(intervals[d]);
            Interval interval;
            if (i > 0) interval.min = values[i - 1];
            if (i < values.size()) interval.max = values[i];
            left = narrow(gate.dividers[d].dimension, gate.units, interval) && left;
        }
        return left;
    }
};

}  // namespace

Findings strategy_findings(const GatingStrategy& strategy, const std::string& where) {
    Findings findings;
    const auto add = [&](const char* code, const std::string& path, const std::string& message) {
        findings.push_back({code, Severity::warning, where, "", path, std::nullopt, message});
    };
    std::unordered_map<std::string, Allowed> allowed = {{"/", {}}};
    for (const PopulationInfo& population : strategy.populations()) {
        const Gate& gate = strategy.nodes[population.node].gate;
        Allowed own = allowed[population.parent];
        bool left = true;
        if (const auto* rectangle = std::get_if<RectangleGate>(&gate)) left = own.narrow(*rectangle);
        if (const auto* quadrant = std::get_if<QuadrantGate>(&gate)) left = own.narrow(*quadrant, population.quadrant);
        if (!left)
            add("G-EMPTY", population.path,
                "can hold no event: its bounds and those of its parents exclude each other");
        if (const auto* polygon = std::get_if<PolygonGate>(&gate); polygon && crosses_itself(*polygon))
            add("G-CROSSING", population.path, "the polygon crosses itself; what is wound twice lies outside");
        if (const auto* ellipse = std::get_if<EllipsoidGate>(&gate);
            ellipse && !detail::is_covariance(ellipse->covariance, ellipse->dimensions.size()))
            add("G-ELLIPSE", population.path, "the covariance is not symmetric and positive definite");
        allowed[population.path] = std::move(own);
    }
    return findings;
}

}  // namespace asparagate
