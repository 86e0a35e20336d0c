#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/boxplot.hpp"
#include "asparagate/analysis/statistics/logistic.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/logistic_likelihood.hpp"

namespace asparagate {
namespace {

constexpr const char* method = "ridge logistic regression";

/// Standardises the predictors into `x` behind the column of ones and keeps how.
void standardise(Eigen::MatrixXd& x, RidgeFit& fit) {
    for (Eigen::Index j = 1; j < x.cols(); ++j) {
        const Eigen::VectorXd column = x.col(j);
        const ZScores scores = z_scores(std::span(column.data(), static_cast<std::size_t>(column.size())));
        for (Eigen::Index i = 0; i < x.rows(); ++i) x(i, j) = scores.z[static_cast<std::size_t>(i)];
        fit.means.push_back(scores.mean);
        fit.sds.push_back(scores.constant ? 0 : scores.sd);
    }
}

}  // namespace

double RidgeFit::linear_predictor(const std::vector<double>& row) const {
    double sum = intercept;
    for (std::size_t j = 0; j < row.size(); ++j)
        if (sds[j] > 0) sum += standardized[j] * (row[j] - means[j]) / sds[j];
    return sum;
}

std::vector<double> RidgeFit::coefficients() const {
    std::vector<double> own{intercept};
    for (std::size_t j = 0; j < standardized.size(); ++j) {
        own.push_back(sds[j] > 0 ? standardized[j] / sds[j] : 0);
        own[0] -= own.back() * means[j];
    }
    return own;
}

RidgeFit ridge_logistic(const LogisticData& data, double lambda) {
    if (!(lambda > 0) || !std::isfinite(lambda))
        throw AnalysisError(method, "lambda " + format_number(lambda) + "; expected a positive number");
    DesignMatrix design(data, true, method);
    if (design.y.sum() == 0 || design.y.sum() == static_cast<double>(design.y.size()))
        throw AnalysisError(method, "all outcomes are equal; expected both");
    for (Eigen::Index j = 0; j < design.x.cols(); ++j) design.x.col(j) *= design.scale[j];
    RidgeFit fit;
    standardise(design.x, fit);
    Eigen::VectorXd penalty = Eigen::VectorXd::Constant(design.x.cols(), lambda);
    penalty[0] = 0;
    const Eigen::VectorXd none = Eigen::VectorXd::Zero(design.y.size());
    const Eigen::VectorXd beta = maximise_logistic(design.x, design.y, none, penalty, method);
    const LikelihoodPoint point = log_likelihood(design.x, design.y, design.x * beta);
    Eigen::MatrixXd curvature = point.information;
    curvature.diagonal() += penalty;
    fit.effective_df = curvature.ldlt().solve(point.information).trace();
    fit.intercept = beta[0];
    fit.standardized.assign(beta.data() + 1, beta.data() + beta.size());
    return fit;
}

}  // namespace asparagate
