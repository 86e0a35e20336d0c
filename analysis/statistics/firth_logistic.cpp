#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/logistic.hpp"
#include "statistics/firth_likelihood.hpp"

namespace asparagate {

double FirthFit::linear_predictor(const std::vector<double>& row) const {
    double sum = intercept ? coefficients[0] : 0;
    for (std::size_t j = 0; j < row.size(); ++j) sum += coefficients[j + (intercept ? 1 : 0)] * row[j];
    return sum;
}

FirthFit firth_logistic(const LogisticData& data, bool intercept) {
    const FirthLikelihood likelihood(data, intercept);
    const FirthMaximum maximum = likelihood.maximise(likelihood.zero(), std::nullopt);
    if (!maximum.converged)
        throw AnalysisError(firth_method, "the iteration did not converge; rescale or leave out predictors");
    const FirthPoint point = likelihood.at(maximum.beta);
    const Eigen::MatrixXd covariance =
        point.information.ldlt().solve(Eigen::MatrixXd::Identity(point.information.rows(), point.information.cols()));
    FirthFit fit;
    fit.intercept = intercept;
    fit.penalized_loglik = point.value - likelihood.log_scale();
    for (Eigen::Index j = 0; j < maximum.beta.size(); ++j) {
        fit.coefficients.push_back(maximum.beta[j] / likelihood.scale(j));
        fit.standard_errors.push_back(std::sqrt(covariance(j, j)) / likelihood.scale(j));
    }
    fit.fitted.assign(point.probability.data(), point.probability.data() + point.probability.size());
    return fit;
}

}  // namespace asparagate
