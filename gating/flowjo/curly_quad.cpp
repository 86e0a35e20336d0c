#include "curly_quad.hpp"

#include <algorithm>

namespace asparagate::flowjo {
namespace {

constexpr double channels = 255;  // of the axes on which the arms are parabolas
constexpr double bend = 0.001;    // channels of an arm's height per channel squared of its length
constexpr int points_per_arm = 40;
constexpr double outside = 1e3;  // in axes

using Outline = std::vector<std::array<double, 2>>;

/// The arm that starts at the crosshair and runs along axis `along` to the end of the axis, then straight on.
Outline arm(const std::array<double, 2>& crosshair, std::size_t along) {
    const std::size_t across = 1 - along;
    const double start = crosshair[along] * channels, length = std::max(channels - start, 0.0);
    Outline points;
    for (int i = 0; i < points_per_arm; ++i) {
        const double run = length * i / (points_per_arm - 1);
        std::array<double, 2> point{};
        point[along] = (start + run) / channels;
        point[across] = crosshair[across] + bend * run * run / channels;
        points.push_back(point);
    }
    points.push_back(points.back());
    points.back()[along] = outside;
    return points;
}

}  // namespace

Outline curly_outline(CurlyPart part, const std::array<double, 2>& crosshair) {
    const auto [x, y] = crosshair;
    Outline right = arm(crosshair, 0), up = arm(crosshair, 1);
    switch (part) {
        case CurlyPart::upper_left:
            up.insert(up.end(), {{-outside, outside}, {-outside, y}});
            return up;
        case CurlyPart::upper_right:
            right.push_back({outside, outside});
            right.insert(right.end(), up.rbegin(), up.rend());
            return right;
        case CurlyPart::lower_right:
            right.insert(right.end(), {{outside, -outside}, {x, -outside}});
            return right;
        case CurlyPart::lower_left:
            break;
    }
    return {{x, y}, {-outside, y}, {-outside, -outside}, {x, -outside}};
}

}  // namespace asparagate::flowjo
