#include "statistics/hypergeometric.hpp"

#include <numeric>

namespace asparagate {
namespace {

constexpr double likelihood_tolerance = 1e-7;  // as R's fisher.test

}  // namespace

ConditionalCell::ConditionalCell(std::uint64_t row_1, std::uint64_t row_2, std::uint64_t column)
    : lowest_(column > row_2 ? column - row_2 : 0) {
    const std::uint64_t end = std::min(row_1, column);
    log_weight_.assign(static_cast<std::size_t>(end - lowest_ + 1), 0.0);
    // Steps between neighbours are exact ratios of counts; adding up their logarithms keeps more digits than
    // differences of large log factorials.
    for (std::size_t i = 1; i < log_weight_.size(); ++i) {
        const auto x = static_cast<double>(lowest_ + i - 1);
        const double up = (static_cast<double>(row_1) - x) * (static_cast<double>(column) - x);
        const double down = (x + 1) * (static_cast<double>(row_2) - static_cast<double>(column) + x + 1);
        log_weight_[i] = log_weight_[i - 1] + std::log(up / down);
    }
    const double mode = *std::max_element(log_weight_.begin(), log_weight_.end());
    for (double& weight : log_weight_) weight -= mode;
}

std::vector<double> ConditionalCell::probabilities(double log_odds) const {
    std::vector<double> result(log_weight_.size());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = log_weight_[i] + log_odds * static_cast<double>(i);
    const double mode = *std::max_element(result.begin(), result.end());
    for (double& p : result) p = std::exp(p - mode);
    const double all = std::accumulate(result.begin(), result.end(), 0.0);
    for (double& p : result) p /= all;
    return result;
}

std::vector<double> two_sided_p(const std::vector<double>& probabilities) {
    std::vector<double> ascending = probabilities;
    std::sort(ascending.begin(), ascending.end());
    std::vector<double> up_to(ascending.size());
    std::partial_sum(ascending.begin(), ascending.end(), up_to.begin());
    std::vector<double> result;
    result.reserve(probabilities.size());
    for (const double p : probabilities) {
        const auto end = std::upper_bound(ascending.begin(), ascending.end(), p * (1 + likelihood_tolerance));
        result.push_back(std::min(1.0, up_to[static_cast<std::size_t>(end - ascending.begin()) - 1]));
    }
    return result;
}

}  // namespace asparagate
