#include "asparagate/fcs/spillover.hpp"

#include "asparagate/fcs/number.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace asparagate {

bool SpilloverMatrix::is_identity() const noexcept {
    for (std::size_t dye = 0; dye < size(); ++dye) {
        for (std::size_t channel = 0; channel < size(); ++channel) {
            if ((*this)(dye, channel) != (dye == channel ? 1.0 : 0.0)) return false;
        }
    }
    return true;
}

double condition_number(const SpilloverMatrix& matrix) {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto n = static_cast<Eigen::Index>(matrix.size());
    const auto singular = Eigen::BDCSVD<Matrix>(Eigen::Map<const Matrix>(matrix.values.data(), n, n)).singularValues();
    return singular(n - 1) > 0 ? singular(0) / singular(n - 1) : HUGE_VAL;
}

std::string format_spillover(const SpilloverMatrix& matrix) {
    std::string text = std::to_string(matrix.size());
    for (const std::string& channel : matrix.channels) text += ',' + channel;
    for (const double value : matrix.values) text += ',' + format_number(value);
    return text;
}

}  // namespace asparagate
