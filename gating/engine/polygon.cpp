#include "polygon.hpp"

#include <algorithm>
#include <cstddef>

namespace asparagate::detail {

Polygon::Polygon(const std::vector<std::array<double, 2>>& vertices) {
    if (vertices.empty()) return;
    const auto by_x = [](const auto& a, const auto& b) { return a[0] < b[0]; };
    const auto by_y = [](const auto& a, const auto& b) { return a[1] < b[1]; };
    const auto [left, right] = std::minmax_element(vertices.begin(), vertices.end(), by_x);
    const auto [bottom, top] = std::minmax_element(vertices.begin(), vertices.end(), by_y);
    x_low_ = (*left)[0], x_high_ = (*right)[0];
    y_low_ = (*bottom)[1], y_high_ = (*top)[1];
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        auto lower = vertices[i], upper = vertices[(i + 1) % vertices.size()];
        if (lower[1] == upper[1]) continue;
        if (lower[1] > upper[1]) std::swap(lower, upper);
        edges_.push_back({lower[0], lower[1], upper[1], upper[0] - lower[0], upper[1] - lower[1]});
    }
}

}  // namespace asparagate::detail
