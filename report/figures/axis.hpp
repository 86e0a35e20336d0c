#pragma once
#include "figures/canvas.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// Data values to millimetres on one axis, linear or logarithmic. `low` maps to `from_mm`, `high` to `to_mm`.
struct Scale {
    bool logarithmic = false;
    double low = 0, high = 1;
    double from_mm = 0, to_mm = 1;

    [[nodiscard]] double operator()(double value) const;
    /// As operator(), with values beyond the ends drawn at the ends.
    [[nodiscard]] double clamped(double value) const;
};

struct AxisTick {
    double value = 0;
    std::string label;  ///< empty on minor ticks
};

/// Round numbers covering [low, high], about `wanted` of them.
std::vector<AxisTick> linear_ticks(double low, double high, int wanted = 5);
/// 1-2-5 steps over few decades, decades over many; `room` labels fit at most.
std::vector<AxisTick> logarithmic_ticks(double low, double high, int room = 8);
std::vector<AxisTick> ticks_for(const Scale& scale, int room = 6);

/// Widened to round ends so that points do not sit on the frame; equal ends are spread. For a logarithmic scale only
/// positive values may be passed.
Scale fitted_scale(const std::vector<double>& values, bool logarithmic, double from_mm, double to_mm);
/// Positive values over more than one and a half decades read better on a logarithmic axis.
bool wants_logarithm(const std::vector<double>& values);

struct AxisStyle {
    TextStyle labels{6.5};
    TextStyle title{7};
    double tick_mm = 1.0;
};

/// Vertical axis at `x` with ticks outward to the left and its title upwards at the far left.
void draw_y_axis(Canvas& canvas, const Scale& scale, const std::vector<AxisTick>& ticks, double x,
                 const std::string& title, double title_x, const AxisStyle& style = {});
/// Horizontal axis at `y` with ticks outward below and its title under them.
void draw_x_axis(Canvas& canvas, const Scale& scale, const std::vector<AxisTick>& ticks, double y,
                 const std::string& title, const AxisStyle& style = {});

}  // namespace asparagate
