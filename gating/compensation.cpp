#include "asparagate/gating/compensation.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void check_names(const std::vector<std::string>& channels, const char* what, const std::string& source) {
    auto names = channels;
    std::sort(names.begin(), names.end());
    const auto repeated = std::adjacent_find(names.begin(), names.end());
    if (repeated != names.end())
        throw GatingError(source, "", "spillover matrix names the " + std::string(what) + " " + *repeated + " twice");
}

void check_shape(const SpectrumMatrix& matrix, const std::string& source) {
    const std::size_t n = matrix.fluorochromes.size(), m = matrix.detectors.size();
    if (n == 0 || matrix.values.size() != n * m) {
        const bool square = matrix.fluorochromes == matrix.detectors;
        throw GatingError(source, "",
                          "spillover matrix has " + std::to_string(n) + " channels and " +
                              std::to_string(matrix.values.size()) + " values; expected " +
                              (square ? "a square matrix" : "one value per fluorochrome and detector"));
    }
    if (m < n)
        throw GatingError(source, "",
                          "spillover matrix has " + std::to_string(n) + " fluorochromes and only " + std::to_string(m) +
                              " detectors; expected at least as many detectors");
    const auto& rows = matrix.inverted ? matrix.detectors : matrix.fluorochromes;
    const auto& columns = matrix.inverted ? matrix.fluorochromes : matrix.detectors;
    for (std::size_t i = 0; i < matrix.values.size(); ++i)
        if (!std::isfinite(matrix.values[i]))
            throw GatingError(source, "",
                              "spillover of " + rows[i / columns.size()] + " into " + columns[i % columns.size()] +
                                  " is " + format_number(matrix.values[i]) + "; expected a finite number");
    check_names(matrix.fluorochromes, matrix.fluorochromes == matrix.detectors ? "channel" : "fluorochrome", source);
    check_names(matrix.detectors, "detector", source);
}

double condition_of(const Matrix& matrix) {
    if (matrix.rows() == matrix.cols()) {
        SpilloverMatrix square{std::vector<std::string>(static_cast<std::size_t>(matrix.rows())), {}};
        square.values.assign(matrix.data(), matrix.data() + matrix.size());
        return condition_number(square);
    }
    const auto singular = Eigen::JacobiSVD<Matrix>(matrix).singularValues();
    const double least = singular(singular.size() - 1);
    return least > 0 ? singular(0) / least : HUGE_VAL;
}

/// Detectors in rows, fluorochromes in columns: what multiplies a row of detector values.
Matrix multiplier(const Matrix& spectrum) {
    if (spectrum.rows() == spectrum.cols()) return Eigen::PartialPivLU<Matrix>(spectrum).inverse();
    // Least squares of f S = d: f' solves S' f' = d'.
    const Matrix transposed = spectrum.transpose();
    const Matrix unit = Matrix::Identity(transposed.rows(), transposed.rows());
    const Matrix solution = Eigen::HouseholderQR<Matrix>(transposed).solve(unit);
    return solution.transpose();
}

}  // namespace

SpectrumMatrix spectrum_matrix(const SpilloverMatrix& spillover) {
    return {spillover.channels, spillover.channels, spillover.values, false, {}};
}

bool is_identity(const SpectrumMatrix& matrix) {
    return matrix.fluorochromes == matrix.detectors && SpilloverMatrix{matrix.detectors, matrix.values}.is_identity();
}

Compensation Compensation::from_spectrum(const SpectrumMatrix& matrix, std::string source) {
    check_shape(matrix, source);
    const auto n = static_cast<Eigen::Index>(matrix.fluorochromes.size());
    const auto m = static_cast<Eigen::Index>(matrix.detectors.size());
    const Matrix values =
        Eigen::Map<const Matrix>(matrix.values.data(), matrix.inverted ? m : n, matrix.inverted ? n : m);
    const double condition = condition_of(values);
    if (!(condition <= largest_condition_number))
        throw GatingError(source, "",
                          "spillover matrix cannot be inverted reliably: condition number " + format_number(condition) +
                              ", expected at most 1e8; two channels have nearly the same row");
    Compensation result;
    result.matrix_ = matrix;
    result.condition_number_ = condition;
    result.source_ = std::move(source);
    result.weights_.resize(matrix.values.size());
    // Column f of the multiplier holds the weights of fluorochrome f.
    Eigen::Map<Matrix>(result.weights_.data(), n, m) = (matrix.inverted ? values : multiplier(values)).transpose();
    return result;
}

std::optional<SpilloverMatrix> Compensation::spillover() const {
    if (matrix_.inverted || matrix_.detectors.size() != matrix_.fluorochromes.size()) return std::nullopt;
    return SpilloverMatrix{matrix_.detectors, matrix_.values};
}

Compensation Compensation::from_spillover(const SpilloverMatrix& spillover, std::string source) {
    return from_spectrum(spectrum_matrix(spillover), std::move(source));
}

}  // namespace asparagate
