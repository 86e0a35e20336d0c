#include "ellipsoid.hpp"

#include "asparagate/gating/gating_error.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>

namespace asparagate::detail {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Matrix> view(const std::vector<double>& matrix, std::size_t n) {
    return {matrix.data(), static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n)};
}

bool is_symmetric(const Eigen::Map<const Matrix>& m) {
    return (m - m.transpose()).cwiseAbs().maxCoeff() <= 1e-9 * m.cwiseAbs().maxCoeff();
}

/// Whether the box of the ellipsoid is known far better than its slack: no axis is nearly a combination of others.
bool well_conditioned(const std::vector<double>& covariance, std::size_t n) {
    const auto m = view(covariance, n);
    const Eigen::VectorXd scale = m.diagonal().cwiseSqrt().cwiseInverse();
    const Matrix correlation = scale.asDiagonal() * m * scale.asDiagonal();
    return Eigen::SelfAdjointEigenSolver<Matrix>(correlation, Eigen::EigenvaluesOnly).eigenvalues()(0) > 1e-6;
}

}  // namespace

bool is_usable_covariance(const std::vector<double>& matrix, std::size_t n) {
    if (n == 0 || matrix.size() != n * n) return false;
    const auto m = view(matrix, n);
    if (!m.allFinite() || !(m.diagonal().array() > 0).all()) return false;
    if (is_symmetric(m)) return is_covariance(matrix, n);
    return Eigen::FullPivLU<Matrix>(m).isInvertible() && m.inverse().allFinite();
}

bool is_covariance(const std::vector<double>& matrix, std::size_t n) {
    if (n == 0 || matrix.size() != n * n) return false;
    const auto m = view(matrix, n);
    if (!m.allFinite() || !is_symmetric(m)) return false;
    const Eigen::LLT<Matrix> factor(m);
    return factor.info() == Eigen::Success && (m.diagonal().array() > 0).all();
}

Ellipsoid::Ellipsoid(std::vector<double> mean, const std::vector<double>& covariance, double distance_square)
    : mean_(std::move(mean)), half_width_(mean_.size()), distance_square_(distance_square) {
    const std::size_t n = mean_.size();
    if (n == 0 || covariance.size() != n * n)
        throw GatingError("", "",
                          "ellipse: the covariance has " + std::to_string(covariance.size()) + " values, expected " +
                              std::to_string(n * n));
    const Matrix inverse = view(covariance, n).inverse();
    if (!inverse.allFinite()) throw GatingError("", "", "ellipse: the covariance cannot be inverted");
    inverse_.assign(inverse.data(), inverse.data() + inverse.size());
    proper_ = is_covariance(covariance, n);
    const bool bounded = proper_ && well_conditioned(covariance, n) && distance_square >= 0;
    for (std::size_t d = 0; d < n; ++d)  // a little wider than exact: this box only rejects
        half_width_[d] =
            bounded ? std::sqrt(covariance[d * n + d] * distance_square) * (1 + 1e-6) + 1e-12 * std::abs(mean_[d])
                    : std::numeric_limits<double>::infinity();
}

std::optional<bool> Ellipsoid::contains_within(std::span<const double> values, double error) const noexcept {
    constexpr double rounding = 1e-12;  // of either way of computing the form, per term
    const std::size_t n = mean_.size();
    double doubt = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const double u = std::abs(values[i] - mean_[i]), v = std::abs(values[j] - mean_[j]);
            doubt += std::abs(inverse_[i * n + j]) * ((u + v + error) * error + rounding * u * v);
        }
    const double distance = form(values) - distance_square_;
    if (!(std::abs(distance) > doubt)) return std::nullopt;
    return distance < 0;
}

}  // namespace asparagate::detail
