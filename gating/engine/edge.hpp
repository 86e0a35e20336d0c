#pragma once
#include "asparagate/gating/transform.hpp"
#include "kernels/kernels.hpp"

#include <limits>

namespace asparagate::detail {

/// A bound on the transformed scale carried over to the data scale. Transforms increase, so far from the bound a
/// comparison of the untransformed value decides; within [below, above) rounding may matter and the transform is
/// applied, also where it clips. The answer always equals `apply(transform, x) >= bound`.
struct Edge {
    double bound = 0;  ///< on the scale of the gate
    double below = 0;  ///< x < below: certainly under the bound
    double above = 0;  ///< x >= above: certainly at or over the bound
    Transform transform;

    [[nodiscard]] bool at_least(double x) const noexcept {
        if (x >= above && above < std::numeric_limits<double>::infinity()) return true;
        if (!(x >= below)) return false;
        return asparagate::apply(transform, x) >= bound;
    }
    /// False when `below == above`, so that no value needs the transform.
    [[nodiscard]] bool uncertain() const noexcept { return below < above; }
};

/// The bound is a value of the data: nothing to transform.
Edge data_edge(double bound);
Edge scale_edge(double bound, const Transform& transform);

/// A half-open interval between two edges. Infinite bounds are open, infinities included; NaN is never inside, nor is
/// what has no place on the scale.
struct EdgeInterval {
    Edge low, high;
    bool open_low = true, open_high = true;

    [[nodiscard]] bool contains(double x) const noexcept {
        return (open_low ? x == x : low.at_least(x)) && (open_high ? x == x : !high.at_least(x) && x == x);
    }
    [[nodiscard]] bool uncertain() const noexcept {
        return (!open_low && low.uncertain()) || (!open_high && high.uncertain());
    }
    /// Around everything that may be inside: exact unless uncertain().
    [[nodiscard]] kernels::ClosedRange possible() const noexcept;
    /// What is inside for sure; NaN where nothing is.
    [[nodiscard]] kernels::ClosedRange sure() const noexcept;
};

EdgeInterval make_interval(double min, double max, bool scale_units, const Transform& transform);

}  // namespace asparagate::detail
