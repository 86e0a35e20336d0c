#pragma once
#include "asparagate/analysis/statistics/proportion.hpp"

#include <optional>

namespace asparagate {

/// Posterior of a proportion after x of n under a Beta(a, b) prior (DOMAIN 4.8).
struct BetaPosterior {
    double a = 1, b = 1;
    double mean = 0, median = 0;
    ConfidenceInterval equal_tailed{0, 1};               ///< 95 %
    std::optional<ConfidenceInterval> highest_density;   ///< 95 %; none when the density is not peaked (a, b <= 1)

    /// P(proportion > threshold).
    [[nodiscard]] double above(double threshold) const;
    /// P(at least `successes` of `future` further trials).
    [[nodiscard]] double predictive(std::uint64_t future, std::uint64_t successes) const;
};
/// @throws AnalysisError unless x <= n and both prior parameters are positive.
BetaPosterior beta_posterior(std::uint64_t x, std::uint64_t n, double prior_a = 1, double prior_b = 1);

}  // namespace asparagate
