#pragma once
#include "simulation/random.hpp"

#include "asparagate/analysis/statistics/logistic.hpp"

namespace asparagate {

/// Patients with independent standard normal predictors that weigh the same, such that the true model has a given AUC
/// and the outcome a given prevalence.
class LogisticPopulation {
public:
    /// @throws AnalysisError unless 0.5 < auc < 0.99, 0 < prevalence < 1 and there is a predictor
    LogisticPopulation(std::size_t predictors, double auc, double prevalence);

    /// `n` patients, redrawn until both outcomes occur twice.
    [[nodiscard]] LogisticData draw(simulation::Random& random, std::size_t n) const;

    [[nodiscard]] double intercept() const { return intercept_; }
    [[nodiscard]] double coefficient() const { return coefficient_; }

private:
    std::size_t predictors_;
    double intercept_ = 0, coefficient_ = 0;
};

}  // namespace asparagate
