// The biexponential axis of FlowJo. BD publishes no formula; the steps below reproduce the table that FlowJo exports to
// its six printed digits. Several readers truncate the root of step 5 to a whole number, which is off by up to 50
// units.
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "asparagate/gating/transform.hpp"
#include "lookup_table.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace asparagate {
namespace {

constexpr int last_entry = 4096;

/// The d in (0, p] with 2 ln(d/p) + w (p + d) = 0, by bisection to the last bit.
double solve_negative_slope(double p, double w) {
    double low = 0, high = p;
    if (w == 0) return p;
    for (double middle = p / 2; middle > low && middle < high; middle = low + (high - low) / 2)
        (2 * std::log(middle / p) + w * (p + middle) < 0 ? low : high) = middle;
    return high;
}

/// Empty when the parameters make no table.
std::vector<double> make_table(double max_range, double positive_decades, double negative_decades, double width) {
    double w = std::log10(-width);
    if (!(w >= 0.5 && w <= 3)) w = 0.5;  // as FlowJo does for widths above -3.1623 and below -1000
    double decades = positive_decades - w / 2;
    const double extra = std::max(negative_decades, 0.0) + w / 2;
    if (!(decades > 0) || !std::isfinite((decades + extra) * last_entry)) return {};
    const int zero = std::min(static_cast<int>(extra * last_entry / (extra + decades)), last_entry / 2);
    if (zero > 0) decades = extra * last_entry / zero;
    w /= 2 * decades;
    const double p = std::numbers::ln10 * decades;
    const double minimum = max_range / std::exp(p);
    const double q = solve_negative_slope(p, w);
    const double scale = std::exp((p + q) * (w + extra / decades));
    const auto positive = [&](int j) { return std::exp(p * j / (last_entry + 1)); };
    const auto negative = [&](int j) { return scale * std::exp(-q * j / (last_entry + 1)); };
    const double offset = positive(zero) - negative(zero);
    std::vector<double> table(last_entry + 1);
    for (int j = zero; j <= last_entry; ++j)
        table[static_cast<std::size_t>(j)] = minimum * (positive(j) - negative(j) - offset);
    for (int j = 0; j < zero; ++j) table[static_cast<std::size_t>(j)] = -table[static_cast<std::size_t>(2 * zero - j)];
    return table;
}

}  // namespace

BiexTransform BiexTransform::make(double max_range, double positive_decades, double negative_decades, double width) {
    BiexTransform t{Uninitialised{}};
    t.max_range_ = max_range, t.width_ = width;
    t.positive_decades_ = positive_decades, t.negative_decades_ = negative_decades;
    auto table = max_range > 0 && width < 0 && std::isfinite(width)
                     ? make_table(max_range, positive_decades, negative_decades, width)
                     : std::vector<double>{};
    if (!detail::is_axis_table(table))
        throw GatingError(
            "", "",
            "biex max_range=" + format_number(max_range) + " positive_decades=" + format_number(positive_decades) +
                " negative_decades=" + format_number(negative_decades) + " width=" + format_number(width) +
                " makes no increasing axis: expected max_range > 0, width < 0 and positive_decades above "
                "half of log10(-width)");
    t.table_ = std::make_shared<const std::vector<double>>(std::move(table));
    return t;
}

double BiexTransform::apply(double x) const noexcept {
    return detail::table_place(*table_, x);
}

double BiexTransform::inverse(double y) const noexcept {
    return detail::table_value(*table_, y);
}

}  // namespace asparagate
