#include "display_shapes.hpp"

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

Vertices cut_edges(const Vertices& vertices, const std::array<Transform, 2>& transforms) {
    const auto place = [&](double scale, std::size_t d) {
        return is_standard(transforms[d]) ? scale : asparagate::inverse(transforms[d], scale);
    };
    Vertices result;
    for (std::size_t v = 0; v < vertices.size(); ++v) {
        const auto &from = vertices[v], &to = vertices[(v + 1) % vertices.size()];
        for (int piece = 0; piece < pieces_per_edge; ++piece) {
            const double t = static_cast<double>(piece) / pieces_per_edge;
            result.push_back({place(std::lerp(from[0], to[0], t), 0), place(std::lerp(from[1], to[1], t), 1)});
        }
    }
    return result;
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
