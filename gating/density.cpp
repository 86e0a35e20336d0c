#include "asparagate/gating/density.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>

namespace asparagate {
namespace {

/// Position of values on `bins` equal bins; what lies outside goes to the nearest edge bin.
class Bins {
public:
    Bins(int bins, double low, double high) : last_(bins - 1), low_(low), per_unit_(bins / (high - low)) {}
    /// @pre value is not NaN.
    [[nodiscard]] int operator()(double value) const {
        const double position = (value - low_) * per_unit_;
        if (!(position > 0)) return 0;
        return position < last_ ? static_cast<int>(position) : last_;
    }

private:
    int last_;
    double low_, per_unit_;
};

template <typename Visit>
void for_each_member(std::size_t n_events, const Membership* members, Visit visit) {
    if (members == nullptr) {
        for (std::size_t event = 0; event < n_events; ++event) visit(event);
        return;
    }
    assert(members->n_events() == n_events);
    for (std::size_t word = 0; word < members->words().size(); ++word)
        for (std::uint64_t bits = members->words()[word]; bits != 0; bits &= bits - 1)
            visit(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace

DensityGrid density_grid(std::span<const double> x, std::span<const double> y, const Membership* members, int bins_x,
                         int bins_y, std::array<double, 2> x_range, std::array<double, 2> y_range) {
    assert(x.size() == y.size() && bins_x > 0 && bins_y > 0 && x_range[0] < x_range[1] && y_range[0] < y_range[1]);
    DensityGrid grid{bins_x, bins_y, x_range[0], x_range[1], y_range[0], y_range[1], {}, 0};
    grid.counts.resize(static_cast<std::size_t>(bins_x) * static_cast<std::size_t>(bins_y));
    const Bins columns(bins_x, x_range[0], x_range[1]), rows(bins_y, y_range[0], y_range[1]);
    for_each_member(x.size(), members, [&](std::size_t event) {
        if (std::isnan(x[event]) || std::isnan(y[event])) return;
        ++grid.counts[static_cast<std::size_t>(rows(y[event])) * static_cast<std::size_t>(bins_x) +
                      static_cast<std::size_t>(columns(x[event]))];
    });
    grid.maximum = *std::max_element(grid.counts.begin(), grid.counts.end());
    return grid;
}

std::vector<std::uint32_t> contour_levels(const DensityGrid& grid, std::span<const double> probabilities) {
    std::vector<std::uint64_t> events_at(std::size_t{grid.maximum} + 1);  // in bins of exactly this count
    for (const std::uint32_t count : grid.counts) events_at[count] += count;
    const auto total = static_cast<double>(std::accumulate(events_at.begin(), events_at.end(), std::uint64_t{0}));
    std::vector<std::uint32_t> levels;
    for (const double probability : probabilities) {
        std::uint64_t above = 0;
        std::uint32_t level = grid.maximum;
        while (level > 0 && static_cast<double>(above) < probability * total) above += events_at[level--];
        levels.push_back(level);
    }
    return levels;
}

Histogram histogram(std::span<const double> values, const Membership* members, int bins, double low, double high) {
    assert(bins > 0 && low < high);
    Histogram result{low, high, std::vector<std::uint32_t>(static_cast<std::size_t>(bins))};
    const Bins position(bins, low, high);
    for_each_member(values.size(), members, [&](std::size_t event) {
        if (!std::isnan(values[event])) ++result.counts[static_cast<std::size_t>(position(values[event]))];
    });
    return result;
}

}  // namespace asparagate
