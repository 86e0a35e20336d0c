#include "plan.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace asparagate::detail {
namespace {

/// Binds the gates of a strategy one after the other.
class Planner {
public:
    Planner(const GatingStrategy& strategy, const DataSet& data_set, const AppliedCompensation& compensation,
            const std::string& sample, ScaleCache& scales)
        : strategy_(strategy), data_set_(data_set), compensation_(compensation), sample_(sample), scales_(scales) {}

    Plan run() {
        plan_.populations = strategy_.populations();
        outputs_.resize(strategy_.nodes.size());
        for (std::size_t p = 0; p < plan_.populations.size(); ++p) {
            by_path_.emplace(plan_.populations[p].path, p);
            outputs_[plan_.populations[p].node].push_back(p);
        }
        for (const auto& population : plan_.populations) plan_.parents.push_back(find(population.parent));
        plan_.obstacles.resize(plan_.populations.size());
        for (const std::size_t node : evaluation_order(strategy_, "")) add_gate(node);
        return std::move(plan_);
    }

private:
    [[nodiscard]] std::size_t find(const std::string& path) const {
        if (path == "/") return all_events;
        const auto found = by_path_.find(path);
        return found == by_path_.end() ? none : found->second;
    }

    void add_gate(std::size_t index) {
        const GateNode& node = strategy_.nodes[index];
        current_ = &node;
        PlannedGate gate;
        gate.node = index;
        gate.parent = find(node.parent);
        gate.outputs = outputs_[index];
        try {
            require_computable(gate.parent);
            gate.test = std::visit([&](const auto& g) -> GateTest { return test(g); }, node.gate);
            plan_.gates.push_back(std::move(gate));
        } catch (const NotComputable& obstacle) {
            give_up(gate, obstacle);
        } catch (const GatingError& error) {
            throw GatingError(error.where(), path_of(node), error.what());
        }
        if (const auto* rectangle = std::get_if<RectangleGate>(&node.gate); rectangle && rectangle->control)
            note_fallback(node, *rectangle->control);
    }
    static std::string path_of(const GateNode& node) {
        return (node.parent == "/" ? "" : node.parent) + "/" + node.name;
    }

    void give_up(const PlannedGate& gate, const NotComputable& obstacle) {
        for (const std::size_t output : gate.outputs) {
            plan_.obstacles[output] = obstacle.reason;
            // Only the gate at fault is a finding; what lies below it says so in its own state.
            if (!obstacle.code.empty())
                plan_.findings.push_back({obstacle.code, Severity::warning, sample_, "", plan_.populations[output].path,
                                          std::nullopt, "not computable: " + obstacle.reason});
        }
    }
    void note_ellipse() {
        plan_.findings.push_back(
            {"G-ELLIPSE", Severity::warning, sample_, "", path_of(*current_), std::nullopt,
             "the covariance is not symmetric and positive definite; its plain inverse is used, so "
             "the gate is no closed ellipse"});
    }
    void note_no_grid() {
        plan_.findings.push_back({"G-GRID", Severity::note, sample_, "", path_of(*current_), std::nullopt,
                                  "how FlowJo divides an axis of this gate into channels is not known; the polygon is "
                                  "evaluated exactly"});
    }
    void note_fallback(const GateNode& node, const ControlThreshold& control) {
        plan_.findings.push_back({"G-CONTROL", Severity::warning, sample_, "", path_of(node), std::nullopt,
                                  "no control \"" + control.control + "\" at hand; the fallback " +
                                      format_number(control.fallback) + " is the lower bound"});
    }

    void require_computable(std::size_t population) const {
        if (population == all_events || plan_.obstacles[population].empty()) return;
        throw NotComputable{"", plan_.populations[population].path + " is not computable"};
    }

    [[nodiscard]] Axis axis(const Dimension& dimension) {
        BoundDimension bound = bind_dimension(dimension, strategy_, data_set_, compensation_);
        return {add_column(plan_, bound.column), std::move(bound.transform)};
    }
    template <typename Dimensions>
    [[nodiscard]] std::vector<Axis> axes(const Dimensions& dimensions) {
        std::vector<Axis> result;
        for (const Dimension& dimension : dimensions) result.push_back(axis(dimension));
        return result;
    }

    [[nodiscard]] std::vector<ScalePointer> scales(const std::vector<Axis>& of) {
        std::vector<ScalePointer> result;
        for (const Axis& axis : of) {
            const auto same = [&](const auto& made) { return made.first == axis.transform; };
            auto found = std::find_if(scales_.begin(), scales_.end(), same);
            if (found == scales_.end())
                found = scales_.insert(found, {axis.transform, std::make_shared<const FastScale>(axis.transform)});
            result.push_back(found->second);
        }
        return result;
    }

    GateTest test(const RectangleGate& gate) {
        if (gate.dimensions.empty() || gate.dimensions.size() != gate.bounds.size())
            throw GatingError("", "", "a rectangle needs one interval per dimension");
        RectangleTest result{axes(gate.dimensions), {}};
        for (std::size_t d = 0; d < gate.bounds.size(); ++d) {
            const Transform& transform = result.axes[d].transform;
            Interval bounds = gate.bounds[d];
            if (gate.control && d == 0) bounds.min = gate.control->fallback;
            const bool scaled = gate.units == GateUnits::scale;
            if (strategy_.evaluation == Evaluation::flowjo && !scaled) bounds = flowjo_interval(bounds, transform);
            result.intervals.push_back(make_interval(bounds.min, bounds.max, scaled, transform));
        }
        return result;
    }

    /// nullopt where the gate is not for the grid of FlowJo or an axis has no known rule.
    std::optional<GridTest> grid_test(const PolygonGate& gate, const std::vector<Axis>& axes) {
        if (strategy_.evaluation != Evaluation::flowjo || gate.flowjo_resolution <= 0) return std::nullopt;
        const auto x = FlowJoAxis::of(axes[0].transform, gate.flowjo_resolution);
        const auto y = FlowJoAxis::of(axes[1].transform, gate.flowjo_resolution);
        if (!x || !y || gate.units == GateUnits::scale) {
            note_no_grid();
            return std::nullopt;
        }
        auto vertices = gate.vertices;
        for (auto& vertex : vertices) vertex = {x->vertex_channel(vertex[0]), y->vertex_channel(vertex[1])};
        return GridTest{axes, {*x, *y}, FlowJoGrid(vertices, gate.flowjo_resolution)};
    }

    GateTest test(const PolygonGate& gate) {
        PolygonTest result{axes(gate.dimensions), {}, {}, {}};
        if (auto grid = grid_test(gate, result.axes)) return *std::move(grid);
        auto vertices = gate.vertices;
        for (auto& vertex : vertices)
            for (std::size_t d = 0; d < 2; ++d) {
                const double data = vertex[d];
                if (gate.units == GateUnits::data) vertex[d] = asparagate::apply(result.axes[d].transform, data);
                if (!std::isfinite(vertex[d]))
                    throw NotComputable{"G-SCALE", "the vertex coordinate " + format_number(data) + " of " +
                                                       gate.dimensions[d].channel + " has no place on its " +
                                                       transform_type(result.axes[d].transform) + " scale"};
            }
        result.polygon = Polygon(vertices);
        result.box = {make_interval(result.polygon.x_low(), result.polygon.x_high(), true, result.axes[0].transform),
                      make_interval(result.polygon.y_low(), result.polygon.y_high(), true, result.axes[1].transform)};
        result.scales = scales(result.axes);
        return result;
    }

    GateTest test(const EllipsoidGate& gate) {
        if (gate.dimensions.size() != gate.mean.size())
            throw GatingError("", "", "an ellipse needs one center coordinate per dimension");
        EllipsoidTest result{
            axes(gate.dimensions), {}, {}, Ellipsoid(gate.mean, gate.covariance, gate.distance_square)};
        if (!result.ellipsoid.is_proper()) note_ellipse();
        for (std::size_t d = 0; d < result.axes.size(); ++d)
            result.box.push_back(
                make_interval(result.ellipsoid.low(d), result.ellipsoid.high(d), true, result.axes[d].transform));
        result.scales = scales(result.axes);
        return result;
    }

    GateTest test(const QuadrantGate& gate) {
        QuadrantTest result;
        for (const auto& divider : gate.dividers) {
            result.axes.push_back(axis(divider.dimension));
            std::vector<EdgeInterval> intervals;
            double below = -std::numeric_limits<double>::infinity();
            for (std::size_t i = 0; i <= divider.values.size(); ++i) {
                const double above =
                    i < divider.values.size() ? divider.values[i] : std::numeric_limits<double>::infinity();
                intervals.push_back(
                    make_interval(below, above, gate.units == GateUnits::scale, result.axes.back().transform));
                below = above;
            }
            result.intervals.push_back(std::move(intervals));
        }
        for (const auto& quadrant : gate.quadrants) {
            if (quadrant.intervals.size() != gate.dividers.size())
                throw GatingError("", "", "quadrant " + quadrant.name + " needs one interval per divider");
            result.quadrants.push_back(quadrant.intervals);
        }
        return result;
    }

    GateTest test(const BooleanGate& gate) {
        BooleanTest result{gate.operation == BooleanGate::Operation::all_of, {}};
        for (const auto& operand : gate.operands) {
            const std::size_t population = find(operand.population);
            require_computable(population);
            result.operands.push_back({population, operand.complement});
        }
        return result;
    }

    const GatingStrategy& strategy_;
    const DataSet& data_set_;
    const AppliedCompensation& compensation_;
    const std::string& sample_;
    const GateNode* current_ = nullptr;
    std::unordered_map<std::string, std::size_t> by_path_;
    std::vector<std::vector<std::size_t>> outputs_;  ///< populations of each node
    ScaleCache& scales_;
    Plan plan_;
};

}  // namespace

std::size_t Plan::population(std::string_view path) const {
    if (path == "/") return all_events;
    for (std::size_t p = 0; p < populations.size(); ++p)
        if (populations[p].path == path) return p;
    return none;
}

bool Plan::is_same_or_below(std::size_t population, std::size_t ancestor) const {
    if (ancestor == all_events) return true;
    while (population != ancestor && population != all_events) population = parents[population];
    return population == ancestor;
}

std::size_t add_column(Plan& plan, const Column& column) {
    const auto found = std::find(plan.columns.begin(), plan.columns.end(), column);
    if (found != plan.columns.end()) return static_cast<std::size_t>(found - plan.columns.begin());
    plan.columns.push_back(column);
    return plan.columns.size() - 1;
}

std::vector<std::size_t> parameters_read(const Plan& plan) {
    std::set<std::size_t> parameters;
    const auto add = [&](const ChannelValues& values) {
        for (const auto& term : values.terms) parameters.insert(term.parameter);
    };
    for (const Column& column : plan.columns) {
        add(column.values);
        if (column.division) add(column.division->denominator);
    }
    return {parameters.begin(), parameters.end()};
}

std::vector<std::size_t> columns_of(const GateTest& test) {
    std::vector<std::size_t> columns;
    std::visit(
        [&](const auto& t) {
            if constexpr (requires { t.axes; })
                for (const Axis& axis : t.axes) columns.push_back(axis.column);
        },
        test);
    return columns;
}

Plan make_plan(const GatingStrategy& strategy, const DataSet& data_set, const AppliedCompensation& compensation,
               const std::string& sample, ScaleCache* scales) {
    if (!strategy.versions.empty())
        throw GatingError(sample, "", "the strategy has tailored versions; strategy_for_sample takes the right one");
    ScaleCache own;
    return Planner(strategy, data_set, compensation, sample, scales != nullptr ? *scales : own).run();
}

}  // namespace asparagate::detail
