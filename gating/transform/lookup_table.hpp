#pragma once
#include <vector>

namespace asparagate::detail {

/// Whether the values are at least two, finite and strictly ascending.
bool is_axis_table(const std::vector<double>& values);
/// Place of `x` between the values of an axis table, 0 for the first and below, 1 for the last and above; NaN for NaN.
double table_place(const std::vector<double>& values, double x) noexcept;
/// The value at a place, which is taken into 0 to 1; NaN for NaN.
double table_value(const std::vector<double>& values, double place) noexcept;

}  // namespace asparagate::detail
