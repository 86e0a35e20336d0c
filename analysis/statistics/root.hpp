#pragma once
#include <boost/math/tools/toms748_solve.hpp>

#include <cstdint>
#include <utility>

namespace asparagate {

/// A root of `f` between `low` and `high` in either order, where its signs differ (or one is zero), to the last few
/// bits.
template <class Function>
double root_between(Function f, double low, double high) {
    if (low > high) std::swap(low, high);
    const double at_low = f(low), at_high = f(high);
    if (at_low == 0) return low;
    if (at_high == 0) return high;
    std::uintmax_t steps = 500;
    const auto close = [](double a, double b) {
        return std::abs(a - b) <= 4e-16 * std::min(std::abs(a), std::abs(b)) || std::abs(a - b) < 1e-300;
    };
    const auto [a, b] = boost::math::tools::toms748_solve(f, low, high, at_low, at_high, close, steps);
    return a + (b - a) / 2;
}

}  // namespace asparagate
