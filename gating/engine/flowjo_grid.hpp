#pragma once
#include "asparagate/gating/gate.hpp"
#include "asparagate/gating/transform.hpp"

#include <array>
#include <optional>
#include <vector>

namespace asparagate::detail {

// How FlowJo 10.0 to 10.10 counts, measured against its stored counts and not documented by its maker
// (docs/gate-semantics.md).

/// One axis of a polygon as FlowJo divides it into channels.
class FlowJoAxis {
public:
    /// nullopt for transforms whose rule is not known.
    static std::optional<FlowJoAxis> of(const Transform& transform, int resolution);

    /// Channel of an event, 0 to `resolution`; only values of a biex axis reach the last.
    [[nodiscard]] int event_channel(double value) const noexcept;
    /// Channel of a vertex, which may lie beyond the axis.
    [[nodiscard]] double vertex_channel(double value) const noexcept;

private:
    FlowJoAxis(UnboundedTransform transform, int resolution)
        : transform_(std::move(transform)), resolution_(resolution) {}
    [[nodiscard]] double channel(double value) const noexcept;

    UnboundedTransform transform_;
    int resolution_;
};

/// The channels of a polygon's grid that are inside: integer points against the polygon of integer vertices, even-odd
/// with the boundary included.
class FlowJoGrid {
public:
    FlowJoGrid() = default;
    /// `vertices` in channels.
    FlowJoGrid(const std::vector<std::array<double, 2>>& vertices, int resolution);
    [[nodiscard]] bool contains(int x, int y) const {
        return rows_[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
    }

private:
    std::vector<std::vector<bool>> rows_;
};

/// A rectangle's bounds on one dimension in data units as FlowJo reads them: closed, and open where a bound lies at or
/// beyond the end of a linear axis, or at or below the start of a log or biex axis, unless all of it lies outside.
Interval flowjo_interval(const Interval& interval, const Transform& transform);

}  // namespace asparagate::detail
