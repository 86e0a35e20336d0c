#pragma once
#include <optional>
#include <span>
#include <vector>

namespace asparagate::detail {

/// (v - mean)' covariance^-1 (v - mean) <= distance_square with the plain inverse of the matrix as given.
class Ellipsoid {
public:
    Ellipsoid() = default;
    /// @throws GatingError when the covariance cannot be inverted.
    Ellipsoid(std::vector<double> mean, const std::vector<double>& covariance, double distance_square);

    /// Whether the matrix is a covariance; if not, the form may be unbounded.
    [[nodiscard]] bool is_proper() const noexcept { return proper_; }
    [[nodiscard]] std::size_t n_dimensions() const noexcept { return mean_.size(); }
    /// `values` on the scale of the gate, one per dimension. False for NaN.
    [[nodiscard]] bool contains(std::span<const double> values) const noexcept {
        return form(values) <= distance_square_;
    }
    /// The same for values that are within `error` of the exact ones; nullopt where these have to be asked.
    [[nodiscard]] std::optional<bool> contains_within(std::span<const double> values, double error) const noexcept;
    /// Bounds that surely hold the ellipsoid along dimension `d`; infinite when the matrix is not a covariance.
    [[nodiscard]] double low(std::size_t d) const noexcept { return mean_[d] - half_width_[d]; }
    [[nodiscard]] double high(std::size_t d) const noexcept { return mean_[d] + half_width_[d]; }

private:
    [[nodiscard]] double form(std::span<const double> values) const noexcept {
        double sum = 0;
        const std::size_t n = mean_.size();
        for (std::size_t i = 0; i < n; ++i) {
            double row = 0;
            for (std::size_t j = 0; j < n; ++j) row += inverse_[i * n + j] * (values[j] - mean_[j]);
            sum += (values[i] - mean_[i]) * row;
        }
        return sum;
    }

    std::vector<double> mean_, inverse_, half_width_;
    double distance_square_ = 0;
    bool proper_ = true;
};

/// A covariance, or a matrix that is not symmetric but finite, with a positive diagonal and an inverse: the compliance
/// suite of Gating-ML 2.0 asks for the plain quadratic form of such a one. A symmetric matrix that is not positive
/// definite is damaged.
bool is_usable_covariance(const std::vector<double>& matrix, std::size_t n);
/// Symmetric to rounding, and positive definite.
bool is_covariance(const std::vector<double>& matrix, std::size_t n);

}  // namespace asparagate::detail
