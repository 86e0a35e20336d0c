#pragma once
#include "asparagate/gating/membership.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace asparagate {

/// Counts on a regular grid over [x_low, x_high) x [y_low, y_high) of the transformed scale; values outside are
/// counted in the nearest edge bin, NaN nowhere. Row-major, y from low to high.
struct DensityGrid {
    int bins_x = 0, bins_y = 0;
    double x_low = 0, x_high = 1, y_low = 0, y_high = 1;
    std::vector<std::uint32_t> counts;
    std::uint32_t maximum = 0;
    [[nodiscard]] std::uint32_t at(int x, int y) const { return counts[static_cast<std::size_t>(y) * bins_x + x]; }
};

/// `members` nullptr = all events. x and y have equal length.
DensityGrid density_grid(std::span<const double> x, std::span<const double> y, const Membership* members, int bins_x,
                         int bins_y, std::array<double, 2> x_range, std::array<double, 2> y_range);

/// Counts per bin that contour lines are drawn at: the bins above level i hold at least probabilities[i] of the
/// counted events, and no higher level does. Probabilities are between 0 and 1; 0 for a grid without events.
std::vector<std::uint32_t> contour_levels(const DensityGrid& grid, std::span<const double> probabilities);

/// Counts over [low, high) of the transformed scale; outside values in the edge bins, NaN nowhere.
struct Histogram {
    double low = 0, high = 1;
    std::vector<std::uint32_t> counts;
};
Histogram histogram(std::span<const double> values, const Membership* members, int bins, double low, double high);

}  // namespace asparagate
