#include "flowjo_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace asparagate::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Ends of the axis at which FlowJo opens a bound.
TransformRange pinning_ends(const Transform& transform) {
    if (const auto* linear = std::get_if<LinearTransform>(&transform)) return {-linear->A, linear->T};
    if (const auto* log = std::get_if<FlowJoLogTransform>(&transform)) return {log->offset, infinity};
    if (const auto* biex = std::get_if<BiexTransform>(&transform)) return {biex->table().front(), infinity};
    return {-infinity, infinity};
}

using Point = std::array<double, 2>;

/// Where the line from `a` to `b` is at height `y`. @pre a[1] != b[1]
double place_at(const Point& a, const Point& b, double y) {
    return a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]);
}

/// Whether the integer point (x, y) lies on the line through `a` and `b`.
bool on_line(double x, double y, const Point& a, const Point& b) {
    return (b[0] - a[0]) * (y - a[1]) == (x - a[0]) * (b[1] - a[1]);
}

/// One row of a grid: which integer points at height `y` are inside.
class GridRow {
public:
    GridRow(double y, int side) : y_(y), inside_(static_cast<std::size_t>(side)) {}

    std::vector<bool> fill(const std::vector<Point>& vertices) {
        for (std::size_t i = 0; i < vertices.size(); ++i) add(vertices[i], vertices[(i + 1) % vertices.size()]);
        std::sort(crossings_.begin(), crossings_.end());
        std::size_t left = 0;
        for (std::size_t x = 0; x < inside_.size(); ++x) {
            while (left < crossings_.size() && crossings_[left] <= static_cast<double>(x)) ++left;
            if ((crossings_.size() - left) % 2 == 1) inside_[x] = true;
        }
        return std::move(inside_);
    }

private:
    void add(const Point& a, const Point& b) {
        if ((a[1] > y_) != (b[1] > y_)) crossings_.push_back(place_at(a, b, y_));
        if (y_ < std::min(a[1], b[1]) || y_ > std::max(a[1], b[1])) return;
        if (a[1] == b[1]) return mark(std::min(a[0], b[0]), std::max(a[0], b[0]));
        const double x = std::round(place_at(a, b, y_));
        if (on_line(x, y_, a, b)) mark(x, x);
    }
    void mark(double first, double last) {
        const double end = static_cast<double>(inside_.size()) - 1;
        for (double x = std::max(first, 0.0); x <= std::min(last, end); ++x)
            inside_[static_cast<std::size_t>(x)] = true;
    }

    double y_;
    std::vector<bool> inside_;
    std::vector<double> crossings_;
};

}  // namespace

std::optional<FlowJoAxis> FlowJoAxis::of(const Transform& transform, int resolution) {
    if (const auto* linear = std::get_if<LinearTransform>(&transform)) return FlowJoAxis(*linear, resolution);
    if (const auto* log = std::get_if<FlowJoLogTransform>(&transform)) return FlowJoAxis(*log, resolution);
    if (const auto* biex = std::get_if<BiexTransform>(&transform)) return FlowJoAxis(*biex, resolution);
    return std::nullopt;
}

double FlowJoAxis::channel(double value) const noexcept {
    if (const auto* linear = std::get_if<LinearTransform>(&transform_)) {
        const double min = -linear->A;
        return std::floor((value - min) * resolution_ / (linear->T - min) + 0.5);
    }
    if (const auto* log = std::get_if<FlowJoLogTransform>(&transform_)) {
        if (value <= 0) return 0;
        return std::floor(std::log10(value / log->offset) / log->decades * resolution_ + 0.5);
    }
    // The entry of the table at or below the value, not the place between entries.
    const auto& table = std::get<BiexTransform>(transform_).table();
    const auto above = std::upper_bound(table.begin(), table.end(), value) - table.begin();
    const double entry = static_cast<double>(std::max<std::ptrdiff_t>(above - 1, 0));
    return std::floor(entry * resolution_ / static_cast<double>(table.size() - 1));
}

int FlowJoAxis::event_channel(double value) const noexcept {
    const int top = std::holds_alternative<BiexTransform>(transform_) ? resolution_ : resolution_ - 1;
    return static_cast<int>(std::clamp(channel(value), 0.0, static_cast<double>(top)));
}

double FlowJoAxis::vertex_channel(double value) const noexcept {
    return channel(value);
}

FlowJoGrid::FlowJoGrid(const std::vector<Point>& vertices, int resolution) {
    for (int y = 0; y <= resolution; ++y) rows_.push_back(GridRow(y, resolution + 1).fill(vertices));
}

Interval flowjo_interval(const Interval& interval, const Transform& transform) {
    const TransformRange axis = pinning_ends(transform);
    Interval result = interval;
    if (interval.max < infinity) result.max = std::nextafter(interval.max, infinity);
    if (interval.max < axis.low || interval.min > axis.high) return result;
    if (interval.min <= axis.low) result.min = -infinity;
    if (interval.max >= axis.high) result.max = infinity;
    return result;
}

}  // namespace asparagate::detail
