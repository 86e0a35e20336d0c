#pragma once
#include "statistics/logistic_likelihood.hpp"

#include <optional>
#include <vector>

namespace asparagate {

constexpr const char* firth_method = "Firth logistic regression";

/// Penalised log-likelihood with its derivatives, on the scaled columns.
struct FirthPoint {
    double value = 0;  ///< -infinity where the information is singular
    Eigen::VectorXd probability;
    Eigen::VectorXd score;  ///< X'(y - pi + h(1/2 - pi))
    Eigen::MatrixXd information;
};

struct FirthMaximum {
    Eigen::VectorXd beta;
    double value = 0;
    bool converged = false;
};

class FirthLikelihood {
public:
    /// @throws AnalysisError on input that cannot be used or collinear predictors
    FirthLikelihood(const LogisticData& data, bool intercept);

    [[nodiscard]] FirthPoint at(const Eigen::VectorXd& beta) const;
    /// The maximum, with coefficient `fixed` kept at its start. Damped scoring, then Newton's steps: a step that does
    /// not climb is taken shorter and closer to the gradient.
    [[nodiscard]] FirthMaximum maximise(const Eigen::VectorXd& start, std::optional<Eigen::Index> fixed) const;

    /// Like `beta`, but with the first free coefficient such that the linear predictor is 0 at one of the observations;
    /// at most 16, none beyond 200 observations. In a small separated sample the penalised likelihood may have a
    /// maximum of its own for every gap between observations.
    [[nodiscard]] std::vector<Eigen::VectorXd> crossing_starts(const Eigen::VectorXd& beta, Eigen::Index fixed) const;

    [[nodiscard]] Eigen::VectorXd zero() const { return Eigen::VectorXd::Zero(design_.x.cols()); }
    /// Coefficients here are those of the data times this.
    [[nodiscard]] double scale(Eigen::Index column) const { return design_.scale[column]; }
    /// What scaling adds to the penalised log-likelihood.
    [[nodiscard]] double log_scale() const { return -design_.scale.array().log().sum(); }

private:
    /// Negative second derivatives of the penalised log-likelihood by the `open` coefficients; nullopt where it is not
    /// concave.
    [[nodiscard]] std::optional<Eigen::MatrixXd> curvature(const Eigen::VectorXd& beta,
                                                           const std::vector<Eigen::Index>& open) const;

    DesignMatrix design_;
};

}  // namespace asparagate
