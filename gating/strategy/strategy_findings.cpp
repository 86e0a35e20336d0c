#include "../engine/ellipsoid.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_check.hpp"
#include "gate_writer.hpp"
#include "population_path.hpp"
#include "tailored_version.hpp"

#include <algorithm>
#include <set>
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

/// What is odd about the shape of one gate alone.
void check_shape(const Gate& gate, const std::string& path, const std::string& where, Findings& findings) {
    const auto add = [&](const char* code, const std::string& message) {
        findings.push_back({code, Severity::warning, where, "", path, std::nullopt, message});
    };
    if (const auto* polygon = std::get_if<PolygonGate>(&gate); polygon && crosses_itself(*polygon))
        add("G-CROSSING", "the polygon crosses itself; what is wound twice lies outside");
    if (const auto* ellipse = std::get_if<EllipsoidGate>(&gate);
        ellipse && !detail::is_covariance(ellipse->covariance, ellipse->dimensions.size()))
        add("G-ELLIPSE", "the covariance is not symmetric and positive definite");
}

bool is_same_or_above(const std::string& ancestor, const std::string& path) {
    return path == ancestor || (path.starts_with(ancestor) && path[ancestor.size()] == '/');
}

/// True when the operands exclude each other, or the parent.
bool excludes_all(const BooleanGate& gate, const std::string& parent) {
    if (gate.operation != BooleanGate::Operation::all_of) return false;
    return std::any_of(gate.operands.begin(), gate.operands.end(), [&](const BooleanGate::Operand& operand) {
        if (!operand.complement) return false;
        if (is_same_or_above(operand.population, parent)) return true;
        return std::any_of(gate.operands.begin(), gate.operands.end(), [&](const BooleanGate::Operand& other) {
            return !other.complement && is_same_or_above(operand.population, other.population);
        });
    });
}

/// Walks a tree from the root and says where no event can arrive.
class ReachCheck {
public:
    ReachCheck(const GatingStrategy& strategy, const std::string& where) : strategy_(strategy), where_(where) {}

    Findings run() {
        std::unordered_map<std::string, Allowed> allowed = {{"/", {}}};
        for (const PopulationInfo& population : strategy_.populations()) {
            Allowed own = allowed[population.parent];
            const bool left = narrow(own, population);
            if (const auto above = empty_.find(population.parent); above != empty_.end()) {
                add("G-UNREACHABLE", population.path, "lies below " + above->second + ", which can hold no event");
                empty_[population.path] = above->second;
            } else if (!left) {
                add("G-EMPTY", population.path,
                    "can hold no event: its bounds and those of its parents exclude each other");
                empty_[population.path] = population.path;
            }
            allowed[population.path] = std::move(own);
        }
        return std::move(findings_);
    }

private:
    [[nodiscard]] bool narrow(Allowed& own, const PopulationInfo& population) const {
        const Gate& gate = strategy_.nodes[population.node].gate;
        if (const auto* rectangle = std::get_if<RectangleGate>(&gate)) return own.narrow(*rectangle);
        if (const auto* quadrant = std::get_if<QuadrantGate>(&gate)) return own.narrow(*quadrant, population.quadrant);
        const auto* boolean = std::get_if<BooleanGate>(&gate);
        return boolean == nullptr || !excludes_all(*boolean, population.parent);
    }
    void add(const char* code, const std::string& path, const std::string& message) {
        findings_.push_back({code, Severity::warning, where_, "", path, std::nullopt, message});
    }

    const GatingStrategy& strategy_;
    const std::string& where_;
    std::unordered_map<std::string, std::string> empty_;  ///< population -> the gate that lets nothing through
    Findings findings_;
};

/// Siblings whose gates are equal hold the same events under two names.
void find_duplicates(const GatingStrategy& strategy, const std::string& where, Findings& findings) {
    std::unordered_map<std::string, std::vector<const GateNode*>> siblings;
    for (const GateNode& node : strategy.nodes) {
        auto& others = siblings[node.parent + '\n' + detail::format_gate(node.gate)];
        if (!others.empty())
            findings.push_back({"G-DUPLICATE", Severity::warning, where, "", detail::child_path(node.parent, node.name),
                                std::nullopt, "has the same gate as its sibling " + in_quotes(others.front()->name)});
        others.push_back(&node);
    }
}

/// Populations looked at for all versions together.
constexpr std::size_t most_examined = 10'000'000;

/// What a version makes of the tree beyond `known`, the findings of the common one.
void add_version(const GatingStrategy& strategy, const TailoredVersion& version, const std::string& where,
                 const std::set<std::string>& known, Findings& findings) {
    Findings own;
    for (const TailoredGate& tailored : version.gates) check_shape(tailored.gate, tailored.population, where, own);
    GatingStrategy applied = strategy;
    detail::apply_version(version, applied);
    for (Finding& finding : ReachCheck(applied, where).run())
        if (!known.contains(finding.code + finding.keyword)) own.push_back(std::move(finding));
    for (Finding& finding : own) {
        finding.message = detail::version_title(version) + ": " + finding.message;
        findings.push_back(std::move(finding));
    }
}

}  // namespace

Findings strategy_findings(const GatingStrategy& strategy, const std::string& where) {
    Findings findings = ReachCheck(strategy, where).run();
    for (const GateNode& node : strategy.nodes)
        check_shape(node.gate, detail::child_path(node.parent, node.name), where, findings);
    find_duplicates(strategy, where, findings);
    GatingStrategy common = strategy;
    common.versions.clear();
    std::set<std::string> known;
    for (const Finding& finding : findings) known.insert(finding.code + finding.keyword);
    std::size_t examined = 0;
    for (const TailoredVersion& version : strategy.versions) {
        if ((examined += strategy.nodes.size()) > most_examined) {
            findings.push_back({"G-EMPTY", Severity::note, where, "", "", std::nullopt,
                                "not every tailored version was examined for gates that can hold no event"});
            break;
        }
        add_version(common, version, where, known, findings);
    }
    return findings;
}

}  // namespace asparagate
