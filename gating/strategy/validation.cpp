#include "validation.hpp"

#include "../engine/ellipsoid.hpp"
#include "../engine/plan.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "population_path.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace asparagate {
namespace detail {
namespace {

template <typename Map>
std::vector<std::string> names_of(const Map& map) {
    std::vector<std::string> names;
    for (const auto& entry : map) names.push_back(entry.first);
    return names;
}

/// The checks of one gate's own numbers and names.
class GateCheck {
public:
    GateCheck(const GatingStrategy& strategy, std::string where, std::string population)
        : strategy_(strategy), where_(std::move(where)), population_(std::move(population)) {}

    void operator()(const RectangleGate& gate) const {
        if (gate.dimensions.empty() || gate.bounds.size() != gate.dimensions.size())
            fail("has " + std::to_string(gate.dimensions.size()) + " dimensions and " +
                 std::to_string(gate.bounds.size()) + " intervals; expected one interval per dimension");
        check(gate.dimensions);
        for (std::size_t d = 0; d < gate.bounds.size(); ++d) check(gate.bounds[d], gate.dimensions[d].channel);
        if (gate.control) check(*gate.control, gate);
    }
    void operator()(const PolygonGate& gate) const {
        check(gate.dimensions);
        if (gate.vertices.size() < 3)
            fail("polygon has " + std::to_string(gate.vertices.size()) + " vertices; expected at least 3");
        for (const auto& vertex : gate.vertices)
            if (!std::isfinite(vertex[0]) || !std::isfinite(vertex[1]))
                fail("polygon vertex [" + format_number(vertex[0]) + ", " + format_number(vertex[1]) +
                     "] is not finite; use a range or rectangle for an open side");
    }
    void operator()(const EllipsoidGate& gate) const {
        check(gate.dimensions);
        const std::size_t n = gate.dimensions.size();
        if (n < 2) fail("ellipse has " + std::to_string(n) + " dimensions; expected at least 2");
        if (gate.mean.size() != n ||
            !std::all_of(gate.mean.begin(), gate.mean.end(), [](double v) { return std::isfinite(v); }))
            fail("ellipse center is not " + std::to_string(n) + " finite numbers");
        if (!is_covariance(gate.covariance, n))
            fail("ellipse covariance is not " + std::to_string(n) + " x " + std::to_string(n) +
                 ", symmetric and positive definite");
        if (!(gate.distance_square > 0) || !std::isfinite(gate.distance_square))
            fail("ellipse distance_square is " + format_number(gate.distance_square) + "; expected a positive number");
    }
    void operator()(const QuadrantGate& gate) const {
        check(gate.dimensions);
        for (const double divider : gate.dividers)
            if (!std::isfinite(divider))
                fail("quadrant divider is " + format_number(divider) + "; expected a finite number");
        if (std::all_of(gate.names.begin(), gate.names.end(), [](const auto& name) { return name.empty(); }))
            fail("quadrant names none of its four populations");
    }
    void operator()(const BooleanGate& gate) const {
        if (gate.operands.empty()) fail("boolean gate has no operands");
    }

private:
    template <typename Dimensions>
    void check(const Dimensions& dimensions) const {
        for (const Dimension& dimension : dimensions) {
            if (dimension.channel.empty()) fail("a dimension has no channel");
            const bool known = dimension.transform.empty() || dimension.transform == "identity" ||
                               strategy_.transforms.contains(dimension.transform);
            if (!known)
                fail("transform \"" + dimension.transform + "\" of \"" + dimension.channel +
                     "\" is not defined in [transforms]" +
                     suggestion(dimension.transform, names_of(strategy_.transforms)));
        }
    }
    void check(const Interval& interval, const std::string& channel) const {
        if (!(interval.min < interval.max))
            fail("the interval of \"" + channel + "\" is [" + format_number(interval.min) + ", " +
                 format_number(interval.max) + "); expected min < max");
    }
    void check(const ControlThreshold& control, const RectangleGate& gate) const {
        if (gate.dimensions.size() != 1) fail("a control threshold needs a range of one dimension");
        if (gate.units != GateUnits::data) fail("a control threshold is in data units; leave out units = \"scale\"");
        if (control.control.empty()) fail("a control threshold names no control");
        if (!(control.percentile >= 0 && control.percentile <= 100))
            fail("percentile is " + format_number(control.percentile) + "; expected 0 to 100");
        if (!std::isfinite(control.fallback)) fail("the fallback of a control threshold is not a finite number");
        if (!(control.fallback < gate.bounds.front().max)) fail("the fallback is not below max");
        if (gate.bounds.front().min != Interval{}.min) fail("has both a lower bound and a control threshold");
    }
    [[noreturn]] void fail(const std::string& message) const { throw GatingError(where_, population_, message); }

    const GatingStrategy& strategy_;
    std::string where_, population_;
};

void check_transform(const std::string& name, const Transform& transform, const std::string& where) {
    const auto fail = [&](const std::string& expected) {
        throw GatingError(where, "",
                          "transform \"" + name + "\" (" + transform_type(transform) + "): expected " + expected);
    };
    const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
    if (const auto* linear = std::get_if<LinearTransform>(&transform)) {
        if (!positive(linear->T) || !(linear->A >= 0 && linear->A <= linear->T)) fail("T > 0 and 0 <= A <= T");
    } else if (const auto* log = std::get_if<LogTransform>(&transform)) {
        if (!positive(log->T) || !positive(log->M)) fail("T > 0 and M > 0");
    } else if (const auto* asinh = std::get_if<AsinhTransform>(&transform)) {
        if (!positive(asinh->T) || !positive(asinh->M) || !(asinh->A >= 0) || !std::isfinite(asinh->A))
            fail("T > 0, M > 0 and A >= 0");
    }
}

void check_matrix(const GatingStrategy& strategy, const std::string& where) {
    if (strategy.compensation == CompensationSource::strategy && !strategy.matrix)
        throw GatingError(where, "", "compensation source is \"strategy\" but there are no channels and matrix");
    if (strategy.matrix) Compensation::from_spillover(*strategy.matrix, where);
}

/// Names and places of all nodes: a tree without gaps and twins.
class TreeCheck {
public:
    TreeCheck(const GatingStrategy& strategy, const NodePlace& place) : strategy_(strategy), place_(place) {}

    void run() {
        std::set<std::pair<std::string, std::string>> names;
        std::set<std::string> defined = {"/"};
        const auto populations = strategy_.populations();
        std::size_t p = 0;
        for (std::size_t node = 0; node < strategy_.nodes.size(); ++node) {
            const GateNode& gate = strategy_.nodes[node];
            check_name(node, gate.name);
            if (const auto* quadrant = std::get_if<QuadrantGate>(&gate.gate))
                for (const std::string& name : quadrant->names)
                    if (!name.empty()) check_name(node, name);
            if (!defined.contains(gate.parent)) fail(node, missing_parent(gate, populations));
            if (!names.emplace(gate.parent, gate.name).second) fail(node, "is defined twice");
            for (; p < populations.size() && populations[p].node == node; ++p) {
                if (!defined.insert(populations[p].path).second)
                    fail(node, "defines the population " + populations[p].path + " a second time");
            }
        }
        check_operands(populations);
    }

private:
    [[nodiscard]] std::string missing_parent(const GateNode& gate,
                                             const std::vector<PopulationInfo>& populations) const {
        std::vector<std::string> paths;
        for (const PopulationInfo& population : populations) {
            if (population.path == gate.parent) return "parent " + gate.parent + " is defined after its child";
            paths.push_back(population.path);
        }
        return "parent " + gate.parent + " is not defined" + suggestion(gate.parent, paths);
    }
    void check_operands(const std::vector<PopulationInfo>& populations) const {
        std::vector<std::string> paths;
        for (const PopulationInfo& population : populations) paths.push_back(population.path);
        for (std::size_t node = 0; node < strategy_.nodes.size(); ++node)
            if (const auto* boolean = std::get_if<BooleanGate>(&strategy_.nodes[node].gate))
                for (const auto& operand : boolean->operands)
                    if (std::find(paths.begin(), paths.end(), operand.population) == paths.end())
                        fail(node, "population " + operand.population + " is not defined" +
                                       suggestion(operand.population, paths));
    }
    void check_name(std::size_t node, const std::string& name) const {
        if (name.empty()) fail(node, "a population has an empty name");
        if (name.find('/') != std::string::npos)
            fail(node, "the name \"" + name + "\" contains '/', which separates levels of a path");
    }
    [[noreturn]] void fail(std::size_t node, const std::string& message) const {
        const GateNode& gate = strategy_.nodes[node];
        throw GatingError(place_(node), child_path(gate.parent, gate.name), message);
    }

    const GatingStrategy& strategy_;
    const NodePlace& place_;
};

void check_cycles(const GatingStrategy& strategy, const NodePlace& place) {
    try {
        evaluation_order(strategy, "");
    } catch (const GatingError& error) {
        for (std::size_t node = 0; node < strategy.nodes.size(); ++node)
            if (child_path(strategy.nodes[node].parent, strategy.nodes[node].name) == error.population())
                throw GatingError(place(node), "", error.what());
        throw;
    }
}

}  // namespace

void validate(const GatingStrategy& strategy, const std::string& where, const NodePlace& place) {
    check_matrix(strategy, where);
    for (const auto& [name, transform] : strategy.transforms) check_transform(name, transform, where);
    for (const auto& [channel, transform] : strategy.scales)
        if (transform != "identity" && !strategy.transforms.contains(transform))
            throw GatingError(where, "",
                              "scale of \"" + channel + "\": transform \"" + transform +
                                  "\" is not defined in [transforms]" +
                                  suggestion(transform, names_of(strategy.transforms)));
    TreeCheck(strategy, place).run();
    for (std::size_t node = 0; node < strategy.nodes.size(); ++node) {
        const GateNode& gate = strategy.nodes[node];
        std::visit(GateCheck(strategy, place(node), child_path(gate.parent, gate.name)), gate.gate);
    }
    check_cycles(strategy, place);
}

}  // namespace detail

void validate_strategy(const GatingStrategy& strategy, const std::string& where) {
    detail::validate(strategy, where, [&](std::size_t) { return where; });
}

}  // namespace asparagate
