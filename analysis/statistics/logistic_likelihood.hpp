#pragma once
#include "asparagate/analysis/statistics/logistic.hpp"

#include <Eigen/Dense>

namespace asparagate {

/// Observations as a matrix, with a column of ones when there is an intercept, each column scaled to a largest
/// magnitude of 1 so that sums of products keep their digits.
struct DesignMatrix {
    Eigen::MatrixXd x;
    Eigen::VectorXd y;
    Eigen::VectorXd scale;  ///< of each column

    DesignMatrix(const LogisticData& data, bool intercept, const char* method);
};

/// Log-likelihood and its derivatives at one point.
struct LikelihoodPoint {
    double value = 0;
    Eigen::VectorXd probability;
    Eigen::MatrixXd information;
};
LikelihoodPoint log_likelihood(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& predictor);

/// Maximises -penalty/2 sum beta_j^2 + loglik with an offset; `penalty` one value per column of x.
/// @throws AnalysisError naming `method` when the maximum is at infinity (separation) or the iteration stops.
Eigen::VectorXd maximise_logistic(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& offset,
                                  const Eigen::VectorXd& penalty, const char* method);

}  // namespace asparagate
