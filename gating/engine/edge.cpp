#include "edge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace asparagate::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Far above the error of any transform and far below the distance between events.
constexpr double margin = 1e-10;

}  // namespace

Edge data_edge(double bound) {
    return {bound, bound, bound, IdentityTransform{}};
}

Edge scale_edge(double bound, const Transform& transform) {
    if (std::holds_alternative<IdentityTransform>(transform)) return data_edge(bound);
    const double slack = margin * std::max(1.0, std::abs(bound));
    // One more step outwards covers bounds whose inverse underflows or overflows.
    const double below = std::nextafter(asparagate::inverse(transform, bound - slack), -infinity);
    const double above = std::nextafter(asparagate::inverse(transform, bound + slack), infinity);
    return {bound, below, above, transform};
}

double EdgeInterval::least() const noexcept {
    return open_low ? -infinity : low.below;
}

double EdgeInterval::greatest() const noexcept {
    return open_high ? infinity : std::nextafter(high.above, -infinity);
}

EdgeInterval make_interval(double min, double max, bool scale_units, const Transform& transform) {
    const auto edge = [&](double bound) { return scale_units ? scale_edge(bound, transform) : data_edge(bound); };
    EdgeInterval interval;
    interval.open_low = min == -infinity;
    interval.open_high = max == infinity;
    if (!interval.open_low) interval.low = edge(min);
    if (!interval.open_high) interval.high = edge(max);
    return interval;
}

}  // namespace asparagate::detail
