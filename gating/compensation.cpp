#include "asparagate/gating/compensation.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void check_shape(const SpilloverMatrix& spillover, const std::string& source) {
    const std::size_t n = spillover.size();
    if (n == 0 || spillover.values.size() != n * n)
        throw GatingError(source, "",
                          "spillover matrix has " + std::to_string(n) + " channels and " +
                              std::to_string(spillover.values.size()) + " values; expected a square matrix");
    for (std::size_t i = 0; i < spillover.values.size(); ++i)
        if (!std::isfinite(spillover.values[i]))
            throw GatingError(source, "",
                              "spillover of " + spillover.channels[i / n] + " into " + spillover.channels[i % n] +
                                  " is " + format_number(spillover.values[i]) + "; expected a finite number");
    auto names = spillover.channels;
    std::sort(names.begin(), names.end());
    const auto repeated = std::adjacent_find(names.begin(), names.end());
    if (repeated != names.end())
        throw GatingError(source, "", "spillover matrix names the channel " + *repeated + " twice");
}

}  // namespace

Compensation Compensation::from_spillover(const SpilloverMatrix& spillover, std::string source) {
    check_shape(spillover, source);
    const auto n = static_cast<Eigen::Index>(spillover.size());
    const Matrix matrix = Eigen::Map<const Matrix>(spillover.values.data(), n, n);
    const double condition = asparagate::condition_number(spillover);
    if (!(condition <= largest_condition_number))
        throw GatingError(source, "",
                          "spillover matrix cannot be inverted reliably: condition number " + format_number(condition) +
                              ", expected at most 1e8; two channels have nearly the same row");
    Compensation result;
    result.spillover_ = spillover;
    result.condition_number_ = condition;
    result.source_ = std::move(source);
    const Matrix inverse = Eigen::PartialPivLU<Matrix>(matrix).inverse();
    result.weights_.resize(spillover.values.size());
    // Column c of the inverse holds the weights of compensated channel c.
    Eigen::Map<Matrix>(result.weights_.data(), n, n) = inverse.transpose();
    return result;
}

}  // namespace asparagate
