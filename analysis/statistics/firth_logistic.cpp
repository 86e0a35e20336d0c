#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/logistic.hpp"
#include "statistics/firth_likelihood.hpp"

namespace asparagate {

double FirthFit::linear_predictor(const std::vector<double>& row) const {
    double sum = intercept ? coefficients[0] : 0;
    for (std::size_t j = 0; j < row.size(); ++j) sum += coefficients[j + (intercept ? 1 : 0)] * row[j];
    return sum;
}

double FirthFit::predictor_error(const std::vector<double>& row) const {
    std::vector<double> x = row;
    if (intercept) x.insert(x.begin(), 1.0);
    double variance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < x.size(); ++j) variance += x[i] * covariance[i][j] * x[j];
    }
    return std::sqrt(std::max(variance, 0.0));
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
        std::vector<double>& row = fit.covariance.emplace_back();
        for (Eigen::Index k = 0; k < maximum.beta.size(); ++k)
            row.push_back(covariance(j, k) / (likelihood.scale(j) * likelihood.scale(k)));
    }
    fit.fitted.assign(point.probability.data(), point.probability.data() + point.probability.size());
    return fit;
}

}  // namespace asparagate
