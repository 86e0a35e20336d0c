#include "uncertainty/gate_width.hpp"

#include <Eigen/Dense>

#include <cmath>
#include <numbers>

namespace asparagate {
namespace {

std::optional<double> positive(double width) {
    return std::isfinite(width) && width > 0 ? std::optional(width) : std::nullopt;
}

/// On the scale, at most at its end; as it is where there is no scale.
double place_of(double value, GateUnits units, const std::optional<AxisScale>& scale) {
    if (!scale) return value;
    const double place = units == GateUnits::scale ? value : apply(scale->transform, value);
    return std::clamp(place, scale->low, scale->high);
}

struct WidthOf {
    std::size_t dimension;
    std::span<const std::optional<AxisScale>> scales;

    /// Its area over its extent along the other dimension.
    std::optional<double> operator()(const PolygonGate& gate) const {
        const std::size_t other = 1 - dimension;
        std::vector<std::array<double, 2>> corners = gate.vertices;
        double low = std::numeric_limits<double>::infinity(), high = -low, twice_area = 0;
        for (auto& corner : corners) {
            for (std::size_t d = 0; d < 2; ++d) corner[d] = place_of(corner[d], gate.units, scales[d]);
            low = std::min(low, corner[other]);
            high = std::max(high, corner[other]);
        }
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const auto& a = corners[i];
            const auto& b = corners[(i + 1) % corners.size()];
            twice_area += a[0] * b[1] - b[0] * a[1];
        }
        return positive(std::abs(twice_area) / 2 / (high - low));
    }

    /// For two dimensions area over extent too; the diagonal of the inverse holds the widths through the center.
    std::optional<double> operator()(const EllipsoidGate& gate) const {
        const auto n = static_cast<Eigen::Index>(gate.mean.size());
        const Eigen::MatrixXd inverse =
            Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
                gate.covariance.data(), n, n)
                .inverse();
        const auto d = static_cast<Eigen::Index>(dimension);
        return positive(std::numbers::pi / 2 * std::sqrt(gate.distance_square / inverse(d, d)));
    }

    std::optional<double> operator()(const RectangleGate&) const { return std::nullopt; }
    std::optional<double> operator()(const QuadrantGate&) const { return std::nullopt; }
    std::optional<double> operator()(const BooleanGate&) const { return std::nullopt; }
};

}  // namespace

std::optional<double> gate_width(const Gate& gate, std::size_t dimension,
                                 std::span<const std::optional<AxisScale>> scales) {
    return std::visit(WidthOf{dimension, scales}, gate);
}

}  // namespace asparagate
