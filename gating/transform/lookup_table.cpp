#include "lookup_table.hpp"

#include "asparagate/gating/gating_error.hpp"
#include "asparagate/gating/transform.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace detail {

bool is_axis_table(const std::vector<double>& values) {
    const auto not_below = [](double a, double b) { return !(a < b); };
    return values.size() >= 2 && std::isfinite(values.front()) && std::isfinite(values.back()) &&
           std::adjacent_find(values.begin(), values.end(), not_below) == values.end();
}

double table_place(const std::vector<double>& values, double x) noexcept {
    if (std::isnan(x)) return x;
    if (x <= values.front()) return 0;
    if (x >= values.back()) return 1;
    const auto above = static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), x) - values.begin());
    const double low = values[above - 1], high = values[above];
    return (static_cast<double>(above - 1) + (x - low) / (high - low)) / static_cast<double>(values.size() - 1);
}

double table_value(const std::vector<double>& values, double place) noexcept {
    if (std::isnan(place)) return place;
    const double position = std::clamp(place, 0.0, 1.0) * static_cast<double>(values.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(position), values.size() - 2);
    return values[below] + (position - static_cast<double>(below)) * (values[below + 1] - values[below]);
}

}  // namespace detail

TableTransform TableTransform::make(std::vector<double> values) {
    if (!detail::is_axis_table(values))
        throw GatingError("", "",
                          "the values of a table axis are not at least two, finite and strictly ascending (" +
                              std::to_string(values.size()) + " values)");
    return TableTransform(std::make_shared<const std::vector<double>>(std::move(values)));
}

double TableTransform::apply(double x) const noexcept {
    return detail::table_place(*values_, x);
}

double TableTransform::inverse(double y) const noexcept {
    return detail::table_value(*values_, y);
}

}  // namespace asparagate
