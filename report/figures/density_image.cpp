#include "figures/density_image.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace asparagate {
namespace {

// viridis by Smith and van der Walt (CC0), every seventeenth of its 256 colours.
constexpr std::array<std::array<int, 3>, 16> anchors{{{68, 1, 84},
                                                      {72, 26, 108},
                                                      {71, 47, 125},
                                                      {65, 68, 135},
                                                      {57, 86, 140},
                                                      {49, 104, 142},
                                                      {42, 120, 142},
                                                      {35, 136, 142},
                                                      {31, 152, 139},
                                                      {34, 168, 132},
                                                      {53, 183, 121},
                                                      {84, 197, 104},
                                                      {122, 209, 81},
                                                      {165, 219, 54},
                                                      {210, 226, 27},
                                                      {253, 231, 37}}};
constexpr int n_shades = 256;

std::array<QRgb, n_shades> shades() {
    std::array<QRgb, n_shades> table{};
    for (int i = 0; i < n_shades; ++i) table[static_cast<std::size_t>(i)] = density_colour(i / (n_shades - 1.0));
    return table;
}

/// Sums of three neighbours along rows, then along columns: the 3 x 3 mean in two passes.
std::vector<float> smoothed(const DensityGrid& grid) {
    const int nx = grid.bins_x, ny = grid.bins_y;
    std::vector<float> rows(grid.counts.size()), both(grid.counts.size());
    const auto index = [nx](int x, int y) { return static_cast<std::size_t>(y) * nx + x; };
    for (int y = 0; y < ny; ++y)
        for (int x = 0; x < nx; ++x)
            rows[index(x, y)] = static_cast<float>(grid.at(std::max(x - 1, 0), y)) + 2.f * grid.at(x, y) +
                                static_cast<float>(grid.at(std::min(x + 1, nx - 1), y));
    for (int y = 0; y < ny; ++y)
        for (int x = 0; x < nx; ++x)
            both[index(x, y)] = (rows[index(x, std::max(y - 1, 0))] + 2.f * rows[index(x, y)] +
                                 rows[index(x, std::min(y + 1, ny - 1))]) /
                                16.f;
    return both;
}

}  // namespace

QRgb density_colour(double level) {
    const double place = std::clamp(level, 0.0, 1.0) * (anchors.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), anchors.size() - 2);
    const double part = place - static_cast<double>(below);
    const auto mixed = [&](std::size_t c) {
        return static_cast<int>(std::lround(anchors[below][c] + part * (anchors[below + 1][c] - anchors[below][c])));
    };
    return qRgb(mixed(0), mixed(1), mixed(2));
}

QImage density_image(const DensityGrid& grid) {
    static const auto table = shades();
    QImage image(grid.bins_x, grid.bins_y, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const std::vector<float> level = smoothed(grid);
    const float top = level.empty() ? 0.f : *std::max_element(level.begin(), level.end());
    const float scale = (n_shades - 1) / std::log1p(std::max(top, 1e-3f));
    for (int y = 0; y < grid.bins_y; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(grid.bins_y - 1 - y));
        for (int x = 0; x < grid.bins_x; ++x) {
            if (grid.at(x, y) == 0) continue;
            const float value = level[static_cast<std::size_t>(y) * grid.bins_x + x];
            line[x] = table[static_cast<std::size_t>(std::clamp(std::log1p(value) * scale, 0.f, n_shades - 1.f))];
        }
    }
    return image;
}

}  // namespace asparagate
