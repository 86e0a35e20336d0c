#include "gate_check.hpp"

#include "../engine/ellipsoid.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "names_of.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::detail {
namespace {

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

}  // namespace

void check_gate(const Gate& gate, const GatingStrategy& strategy, const std::string& where,
                const std::string& population) {
    std::visit(GateCheck(strategy, where, population), gate);
}

}  // namespace asparagate::detail
