#include "display_shapes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

namespace asparagate::gatingml {
namespace {

/// Doubles in their order as whole numbers, so that they can be halved.
std::int64_t rank_of(double value) {
    const auto bits = std::bit_cast<std::int64_t>(value);
    return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double value_of(std::int64_t rank) {
    return std::bit_cast<double>(rank >= 0 ? rank : std::numeric_limits<std::int64_t>::min() - rank);
}

struct IsStandard {
    template <typename Function>
    bool operator()(const Function&) const {
        return true;
    }
    bool operator()(const LinearTransform& t) const { return t.A >= 0; }
    bool operator()(const BiexTransform&) const { return false; }
    bool operator()(const FlowJoLogTransform&) const { return false; }
    bool operator()(const TableTransform&) const { return false; }
    bool operator()(const BoundedTransform& t) const { return std::visit(*this, t.function); }
};

using Point = std::array<double, 2>;

/// Data beyond an end of an axis are drawn on that end, so an edge along it stands for everything beyond.
constexpr double far_beyond = 1e15;

/// An outline on scales, carried to data units piece by piece.
class Outline {
public:
    Outline(const std::array<Transform, 2>& transforms, std::array<bool, 2> in_data)
        : transforms_(transforms),
          in_data_(in_data),
          ranges_{transform_range(transforms[0]), transform_range(transforms[1])} {}

    /// Points along an edge: the ends of its pieces, and where it crosses the end of an axis.
    [[nodiscard]] std::vector<Point> cut(const Point& from, const Point& to, int pieces) const {
        std::vector<std::pair<double, Point>> cuts;
        for (int piece = 0; piece <= pieces; ++piece) {
            const double t = static_cast<double>(piece) / pieces;
            cuts.push_back({t, {std::lerp(from[0], to[0], t), std::lerp(from[1], to[1], t)}});
        }
        for (std::size_t d = 0; d < 2; ++d) {
            for (const double end : {ranges_[d].low, ranges_[d].high}) {
                const double t = (end - from[d]) / (to[d] - from[d]);
                if (!in_data_[d] || !(t > 0 && t < 1)) continue;
                cuts.push_back({t, {std::lerp(from[0], to[0], t), std::lerp(from[1], to[1], t)}});
                cuts.back().second[d] = end;
            }
        }
        std::stable_sort(cuts.begin(), cuts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Point> points;
        for (const auto& [t, point] : cuts) points.push_back(point);
        return points;
    }

    void add_piece(const Point& from, const Point& to) {
        add({place(from[0], to[0], 0), place(from[1], to[1], 1)});
        vertices_.push_back({place(to[0], from[0], 0), place(to[1], from[1], 1)});
    }

    Vertices close() && {
        const Point first = vertices_.front();
        add(first);
        vertices_.pop_back();
        vertices_.erase(std::unique(vertices_.begin(), vertices_.end()), vertices_.end());
        if (vertices_.size() > 1 && vertices_.back() == vertices_.front()) vertices_.pop_back();
        return std::move(vertices_);
    }

private:
    /// Where `value` is written when the piece goes on to `other`.
    [[nodiscard]] double place(double value, double other, std::size_t d) const {
        if (!in_data_[d]) return value;
        const auto [low, high] = ranges_[d];
        if (std::max(value, other) <= low) return -far_beyond;
        if (std::min(value, other) >= high) return far_beyond;
        return asparagate::inverse(transforms_[d], std::clamp(value, low, high));
    }
    /// Begins a piece. Where both coordinates leave an end of their axes at once, the corner beyond both belongs to it.
    void add(const Point& start) {
        if (!vertices_.empty() && vertices_.back()[0] != start[0] && vertices_.back()[1] != start[1]) {
            Point corner = vertices_.back();
            for (std::size_t d = 0; d < 2; ++d)
                if (std::abs(start[d]) > std::abs(corner[d])) corner[d] = start[d];
            vertices_.push_back(corner);
        }
        vertices_.push_back(start);
    }

    const std::array<Transform, 2>& transforms_;
    std::array<bool, 2> in_data_;
    std::array<TransformRange, 2> ranges_;
    Vertices vertices_;
};

}  // namespace

bool is_standard(const Transform& transform) {
    return std::visit(IsStandard{}, transform);
}

std::optional<double> exact_data_bound(const Transform& transform, double bound) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto reaches = [&](double x) { return asparagate::apply(transform, x) >= bound; };
    if (reaches(-infinity)) return -infinity;
    if (!reaches(infinity)) return std::nullopt;
    std::int64_t below = rank_of(-infinity), at = rank_of(infinity);
    while (at - 1 > below) {
        const std::int64_t middle = std::midpoint(below, at);
        (reaches(value_of(middle)) ? at : below) = middle;
    }
    return value_of(at);
}

Vertices cut_edges(const Vertices& vertices, const std::array<Transform, 2>& transforms, std::array<bool, 2> in_data,
                   int pieces) {
    Outline outline(transforms, in_data);
    for (std::size_t v = 0; v < vertices.size(); ++v) {
        const auto points = outline.cut(vertices[v], vertices[(v + 1) % vertices.size()], pieces);
        for (std::size_t p = 1; p < points.size(); ++p) outline.add_piece(points[p - 1], points[p]);
    }
    return std::move(outline).close();
}

Vertices ellipse_outline(const EllipsoidGate& gate) {
    // Points of the unit circle through the Cholesky factor of the covariance lie on the ellipse.
    constexpr int n_points = 256;
    const double l11 = std::sqrt(gate.covariance[0]), l21 = gate.covariance[2] / l11;
    const double l22 = std::sqrt(std::max(0.0, gate.covariance[3] - l21 * l21));
    const double radius = std::sqrt(gate.distance_square);
    Vertices result;
    for (int i = 0; i < n_points; ++i) {
        const double angle = 2 * std::numbers::pi * i / n_points;
        const double u = radius * std::cos(angle), v = radius * std::sin(angle);
        result.push_back({gate.mean[0] + l11 * u, gate.mean[1] + l21 * u + l22 * v});
    }
    return result;
}

}  // namespace asparagate::gatingml
