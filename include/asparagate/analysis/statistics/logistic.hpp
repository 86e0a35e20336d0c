#pragma once
#include <cstdint>
#include <vector>

namespace asparagate {

/// Observations of a binary outcome: one row of predictors each, all of one length.
struct LogisticData {
    std::vector<std::vector<double>> rows;
    std::vector<bool> outcome;

    [[nodiscard]] std::size_t size() const { return rows.size(); }
    /// Without the observations `left_out` (ascending).
    [[nodiscard]] LogisticData without(const std::vector<std::size_t>& left_out) const;
};

/// Firth's penalised likelihood (1993; DOMAIN 4.9): finite also when the outcome is separated. The intercept, when there
/// is one, comes first.
struct FirthFit {
    std::vector<double> coefficients;
    double penalized_loglik = 0;      ///< log-likelihood + log det(information)/2
    std::vector<double> standard_errors;
    std::vector<std::vector<double>> covariance;  ///< of the coefficients
    std::vector<double> fitted;       ///< probabilities of the observations
    bool intercept = true;

    [[nodiscard]] double linear_predictor(const std::vector<double>& row) const;
    /// Standard error of the linear predictor.
    [[nodiscard]] double predictor_error(const std::vector<double>& row) const;
};
/// @throws AnalysisError on unequal lengths, no observation, a value that is not finite, collinear predictors, or when the
/// iteration does not converge.
FirthFit firth_logistic(const LogisticData& data, bool intercept = true);

/// Penalised likelihood ratio tests and 95 % profile intervals, with the Jeffreys penalty of the full model. Limits are
/// found by bracketing, each profile point from several starts. Infinite where the profile does not fall enough.
struct FirthProfile {
    std::vector<double> low, high;
    std::vector<double> chi_squared, p;
};
FirthProfile firth_profile(const LogisticData& data, const FirthFit& fit, unsigned threads = 0);

/// Ridge logistic regression: minimises -loglik + lambda/2 sum beta^2 over predictors standardised to mean 0, sd 1 (n - 1);
/// the intercept is free.
struct RidgeFit {
    double intercept = 0;
    std::vector<double> standardized;   ///< coefficients of the standardised predictors; 0 for a constant one
    std::vector<double> means, sds;
    double effective_df = 0;            ///< trace of the hat matrix, the intercept included

    [[nodiscard]] double linear_predictor(const std::vector<double>& row) const;
    /// On the predictors' own scales, the intercept first; 0 for a constant one.
    [[nodiscard]] std::vector<double> coefficients() const;
};
/// @throws AnalysisError as firth_logistic, or unless lambda > 0 and both outcomes occur.
RidgeFit ridge_logistic(const LogisticData& data, double lambda);

/// 1 / (1 + exp(-x)).
double logistic(double x);

}  // namespace asparagate
