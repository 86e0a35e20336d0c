#include "validation.hpp"

#include "../engine/plan.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "gate_check.hpp"
#include "names_of.hpp"
#include "population_path.hpp"
#include "version_check.hpp"

#include <cmath>
#include <set>

namespace asparagate {
namespace detail {
namespace {

/// What the parameters of a transform have to be where they are wrong, else empty. The classes check their own.
struct TransformFault {
    static bool positive(double value) { return value > 0 && std::isfinite(value); }

    template <typename Function>
    std::string operator()(const Function&) const {
        return "";
    }
    std::string operator()(const LinearTransform& t) const {
        return positive(t.T) && t.A > -t.T && t.A <= t.T ? "" : "T > 0 and -T < A <= T";
    }
    std::string operator()(const FlowJoLogTransform& t) const {
        return positive(t.offset) && positive(t.decades) ? "" : "offset > 0 and decades > 0";
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
    check_compensation(strategy, strategy.compensation, where);
    for (const auto& [name, matrix] : strategy.matrices) {
        if (name.empty() || name == file_compensation || name == uncompensated)
            throw GatingError(where, "", "a matrix cannot be named \"" + name + "\"");
        Compensation::from_spectrum(matrix, where);
    }
}

/// Names and places of all nodes: a tree without gaps and twins.
class TreeCheck {
public:
    TreeCheck(const GatingStrategy& strategy, const StrategyPlaces& places) : strategy_(strategy), places_(places) {}

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
        throw GatingError(places_.node(node), child_path(gate.parent, gate.name), message);
    }

    const GatingStrategy& strategy_;
    const StrategyPlaces& places_;
};

void check_cycles(const GatingStrategy& strategy, const StrategyPlaces& places) {
    try {
        evaluation_order(strategy, "");
    } catch (const GatingError& error) {
        for (std::size_t node = 0; node < strategy.nodes.size(); ++node)
            if (child_path(strategy.nodes[node].parent, strategy.nodes[node].name) == error.population())
                throw GatingError(places.node(node), "", error.what());
        throw;
    }
}

void check_scales(const GatingStrategy& strategy, const std::string& where) {
    for (const auto& [channel, transform] : strategy.scales) check_scale(strategy, channel, transform, where);
}

void check_transforms(const GatingStrategy& strategy, const std::string& where) {
    for (const auto& [name, transform] : strategy.transforms) check_transform(name, transform, where);
    for (const auto& [name, ratio] : strategy.ratios) {
        check_ratio(name, ratio, where);
        if (strategy.transforms.contains(name))
            throw GatingError(where, "", "ratio \"" + name + "\" has the name of a transform");
    }
}

}  // namespace

void check_scale(const GatingStrategy& strategy, const std::string& channel, const std::string& transform,
                 const std::string& where) {
    if (transform == "identity" || strategy.transforms.contains(transform)) return;
    throw GatingError(where, "",
                      "scale of \"" + channel + "\": transform \"" + transform + "\" is not defined in [transforms]" +
                          suggestion(transform, names_of(strategy.transforms)));
}

void check_compensation(const GatingStrategy& strategy, const std::string& source, const std::string& where) {
    if (source == file_compensation || source == uncompensated || strategy.matrices.contains(source)) return;
    throw GatingError(where, "",
                      "compensation \"" + source + "\" is not defined in [matrices]" +
                          suggestion(source, names_of(strategy.matrices)));
}

void validate(const GatingStrategy& strategy, const StrategyPlaces& places) {
    check_matrices(strategy, places.file);
    check_transforms(strategy, places.file);
    check_scales(strategy, places.file);
    TreeCheck(strategy, places).run();
    for (std::size_t node = 0; node < strategy.nodes.size(); ++node) {
        const GateNode& gate = strategy.nodes[node];
        check_gate(gate.gate, strategy, places.node(node), child_path(gate.parent, gate.name));
    }
    check_cycles(strategy, places);
    check_versions(strategy, places);
}

}  // namespace detail

void validate_strategy(const GatingStrategy& strategy, const std::string& where) {
    detail::validate(strategy, {where, {}, {}});
}

}  // namespace asparagate
