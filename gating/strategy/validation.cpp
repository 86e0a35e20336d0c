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
        if (!is_usable_covariance(gate.covariance, n))
            fail("ellipse covariance is not " + std::to_string(n) + " x " + std::to_string(n) +
                 ", symmetric and positive definite");
        if (!(gate.distance_square > 0) || !std::isfinite(gate.distance_square))
            fail("ellipse distance_square is " + format_number(gate.distance_square) + "; expected a positive number");
    }
    void operator()(const QuadrantGate& gate) const {
        check(gate_dimensions(gate));
        if (gate.dividers.empty()) fail("quadrant has no dividers");
        for (const auto& divider : gate.dividers) check(divider);
        if (gate.quadrants.empty()) fail("quadrant names none of its populations");
        for (const auto& quadrant : gate.quadrants) check(quadrant, gate);
    }
    void operator()(const BooleanGate& gate) const {
        if (gate.operands.empty()) fail("boolean gate has no operands");
    }

private:
    void check(const QuadrantGate::Divider& divider) const {
        if (divider.values.empty()) fail("a quadrant divider has no value");
        for (const double value : divider.values)
            if (!std::isfinite(value))
                fail("quadrant divider is " + format_number(value) + "; expected a finite number");
        const auto not_above = [](double a, double b) { return !(a < b); };
        if (std::adjacent_find(divider.values.begin(), divider.values.end(), not_above) != divider.values.end())
            fail("the values of a quadrant divider do not ascend");
    }
    void check(const QuadrantGate::Quadrant& quadrant, const QuadrantGate& gate) const {
        if (quadrant.intervals.size() != gate.dividers.size())
            fail("quadrant \"" + quadrant.name + "\" has " + std::to_string(quadrant.intervals.size()) +
                 " intervals; expected one per divider, " + std::to_string(gate.dividers.size()));
        for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
            const int interval = quadrant.intervals[d], last = static_cast<int>(gate.dividers[d].values.size());
            if (interval < QuadrantGate::Quadrant::any || interval > last)
                fail("quadrant \"" + quadrant.name + "\" names the interval " + std::to_string(interval) +
                     " of a divider that has 0 to " + std::to_string(last) + " (-1: any)");
        }
    }
    void check_compensation(const Dimension& dimension) const {
        const std::string& name = dimension.compensation;
        if (name.empty() || name == file_compensation || name == uncompensated || strategy_.matrices.contains(name))
            return;
        fail("compensation \"" + name + "\" of \"" + dimension.channel + "\" is not defined in [matrices]" +
             suggestion(name, names_of(strategy_.matrices)));
    }
    template <typename Dimensions>
    void check(const Dimensions& dimensions) const {
        for (const Dimension& dimension : dimensions) {
            if (dimension.channel.empty()) fail("a dimension has no channel");
            check_compensation(dimension);
            if (dimension.ratio && !strategy_.ratios.contains(dimension.channel))
                fail("ratio \"" + dimension.channel + "\" is not defined in [ratios]" +
                     suggestion(dimension.channel, names_of(strategy_.ratios)));
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

/// What the parameters of a transform have to be where they are wrong, else empty. The classes check their own.
struct TransformFault {
    static bool positive(double value) { return value > 0 && std::isfinite(value); }

    template <typename Function>
    std::string operator()(const Function&) const {
        return "";
    }
    std::string operator()(const LinearTransform& t) const {
        return positive(t.T) && t.A >= 0 && t.A <= t.T ? "" : "T > 0 and 0 <= A <= T";
    }
    std::string operator()(const LogTransform& t) const {
        return positive(t.T) && positive(t.M) ? "" : "T > 0 and M > 0";
    }
    std::string operator()(const AsinhTransform& t) const {
        return positive(t.T) && positive(t.M) && t.A >= 0 && std::isfinite(t.A) ? "" : "T > 0, M > 0 and A >= 0";
    }
    std::string operator()(const BoundedTransform& t) const {
        const bool usable = t.min < t.max && (std::isfinite(t.min) || std::isfinite(t.max));
        return usable ? std::visit(*this, t.function) : "bound_min < bound_max, one of them finite";
    }
};

void check_transform(const std::string& name, const Transform& transform, const std::string& where) {
    const std::string expected = std::visit(TransformFault{}, transform);
    if (expected.empty()) return;
    throw GatingError(where, "",
                      "transform \"" + name + "\" (" + transform_type(transform) + "): expected " + expected);
}

void check_ratio(const std::string& name, const Ratio& ratio, const std::string& where) {
    if (std::isfinite(ratio.A) && std::isfinite(ratio.B) && std::isfinite(ratio.C) && !ratio.numerator.empty() &&
        !ratio.denominator.empty() && ratio.bound_min <= ratio.bound_max)
        return;
    throw GatingError(where, "",
                      "ratio \"" + name + "\": expected two channels, finite A, B, C and bound_min <= bound_max");
}

void check_matrices(const GatingStrategy& strategy, const std::string& where) {
    const std::string& source = strategy.compensation;
    if (source != file_compensation && source != uncompensated && !strategy.matrices.contains(source))
        throw GatingError(where, "", "compensation \"" + source + "\" is not defined in [matrices]");
    for (const auto& [name, matrix] : strategy.matrices) {
        if (name.empty() || name == file_compensation || name == uncompensated)
            throw GatingError(where, "", "a matrix cannot be named \"" + name + "\"");
        Compensation::from_spectrum(matrix, where);
    }
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
                for (const auto& part : quadrant->quadrants) check_name(node, part.name);
            if (!defined.contains(gate.parent)) fail(node, missing_parent(gate, populations));
            if (!names.emplace(gate.parent, gate.name).second) fail(node, "is defined twice");
            for (; p < populations.size() && populations[p].node == node; ++p) {
                if (!defined.insert(populations[p].path).second)
                    fail(node, "defines the population " + populations[p].path + " a second time");
            }
        }
        check_operands(defined);
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
    void check_operands(const std::set<std::string>& defined) const {
        for (std::size_t node = 0; node < strategy_.nodes.size(); ++node) {
            const auto* boolean = std::get_if<BooleanGate>(&strategy_.nodes[node].gate);
            if (boolean == nullptr) continue;
            for (const auto& operand : boolean->operands)
                if (operand.population == "/" || !defined.contains(operand.population))
                    fail(node, "population " + operand.population + " is not defined" +
                                   suggestion(operand.population,
                                              std::vector<std::string>(std::next(defined.begin()), defined.end())));
        }
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
    check_matrices(strategy, where);
    for (const auto& [name, transform] : strategy.transforms) check_transform(name, transform, where);
    for (const auto& [name, ratio] : strategy.ratios) {
        check_ratio(name, ratio, where);
        if (strategy.transforms.contains(name))
            throw GatingError(where, "", "ratio \"" + name + "\" has the name of a transform");
    }
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
