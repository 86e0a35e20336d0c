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
    // Beyond the ends of a transform that clips, no place of the data decides. One more step outwards covers bounds
    // whose inverse underflows or overflows.
    const TransformRange range = transform_range(transform);
    const double low = asparagate::inverse(transform, bound - slack);
    const double high = asparagate::inverse(transform, bound + slack);
    const double below = bound - slack > range.low ? std::nextafter(low, -infinity) : -infinity;
    const double above = bound + slack < range.high ? std::nextafter(high, infinity) : infinity;
    return {bound, below, above, transform};
}

kernels::ClosedRange EdgeInterval::possible() const noexcept {
    return {open_low ? -infinity : low.below,
            open_high || high.above == infinity ? infinity : std::nextafter(high.above, -infinity)};
}

kernels::ClosedRange EdgeInterval::sure() const noexcept {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    const double least = low.above < infinity ? low.above : nothing;
    const double greatest = high.below > -infinity ? std::nextafter(high.below, -infinity) : nothing;
    return {open_low ? -infinity : least, open_high ? infinity : greatest};
}

EdgeInterval make_interval(double min, double max, bool scale_units, const Transform& transform) {
    const auto edge = [&](double bound) { return scale_units ? scale_edge(bound, transform) : data_edge(bound); };
    EdgeInterval interval;
    interval.open_low = min == -infinity;
    interval.open_high = max == infinity;
    if (!interval.open_low) interval.low = edge(min);
    if (const double start = transform_domain_start(transform); interval.open_low && scale_units && start > -infinity) {
        interval.open_low = false;
        interval.low = data_edge(start);
    }
    if (!interval.open_high) interval.high = edge(max);
    return interval;
}

}  // namespace asparagate::detail
