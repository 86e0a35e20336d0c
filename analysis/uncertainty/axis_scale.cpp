#include "uncertainty/axis_scale.hpp"

#include <cmath>

namespace asparagate {
namespace {

/// As far as compensated values usually spread below zero.
constexpr double negative_share_of_T = 5e-3;

struct Range {
    double low, high;
};

/// The top of an untransformed channel in the units of its values.
std::optional<Range> linear_range(const Parameter* parameter) {
    if (parameter == nullptr) return std::nullopt;
    if (parameter->log_decades > 0) {
        const double start = parameter->log_offset > 0 ? parameter->log_offset : 1;
        return Range{0, start * std::pow(10.0, parameter->log_decades)};
    }
    const double gain = parameter->gain > 0 ? parameter->gain : 1;
    if (!parameter->range || !(*parameter->range > 0)) return std::nullopt;
    return Range{0, *parameter->range / gain};
}

struct RangeOf {
    const Parameter* parameter;
    std::optional<Range> operator()(const IdentityTransform&) const { return linear_range(parameter); }
    std::optional<Range> operator()(const AsinhTransform& t) const {
        return Range{t.apply(-negative_share_of_T * t.T), 1};
    }
    std::optional<Range> operator()(const BoundedTransform& t) const {
        std::optional<Range> range = std::visit(*this, t.function);
        if (range) range = Range{std::max(range->low, t.min), std::min(range->high, t.max)};
        return range;
    }
    std::optional<Range> operator()(const LinearTransform&) const { return unit(); }
    std::optional<Range> operator()(const LogTransform&) const { return unit(); }
    std::optional<Range> operator()(const LogicleTransform&) const { return unit(); }
    std::optional<Range> operator()(const HyperlogTransform&) const { return unit(); }
    std::optional<Range> operator()(const BiexTransform&) const { return unit(); }
    std::optional<Range> operator()(const FlowJoLogTransform&) const { return unit(); }
    std::optional<Range> operator()(const TableTransform&) const { return unit(); }

private:
    static std::optional<Range> unit() { return Range{0, 1}; }
};

}  // namespace

std::optional<AxisScale> axis_scale(const Transform& transform, const Parameter* parameter) {
    if (parameter != nullptr && parameter->is_time()) return std::nullopt;
    const std::optional<Range> range = std::visit(RangeOf{parameter}, transform);
    if (!range || !(range->high > range->low)) return std::nullopt;
    return AxisScale{transform, range->low, range->high};
}

double moved_along(const AxisScale& axis, double value, double distance, bool scale_units) {
    if (distance == 0) return value;
    const double place = scale_units ? value : apply(axis.transform, value);
    if (!(place > axis.low && place < axis.high)) return value;
    if (scale_units) return place + distance;
    const double moved = inverse(axis.transform, place + distance);
    return std::isfinite(moved) ? moved : value;
}

}  // namespace asparagate
