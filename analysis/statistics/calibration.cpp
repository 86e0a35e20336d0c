#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/model_validation.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/logistic_likelihood.hpp"

namespace asparagate {
namespace {

constexpr const char* method = "calibration";

void check_input(const std::vector<double>& probabilities, const std::vector<bool>& outcome) {
    if (probabilities.size() != outcome.size())
        throw AnalysisError(method, std::to_string(probabilities.size()) + " probabilities and " +
                                        std::to_string(outcome.size()) + " outcomes; expected one for each");
    if (probabilities.empty()) throw AnalysisError(method, "no probabilities; expected at least one");
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
            throw AnalysisError(method, "probability " + std::to_string(i + 1) + " is " +
                                            format_number(probabilities[i]) + "; expected a number from 0 to 1");
    }
}

/// Coefficient of the last column of a logistic model; none when it has no finite estimate.
std::optional<double> last_coefficient(const Eigen::MatrixXd& x, const Eigen::VectorXd& y,
                                       const Eigen::VectorXd& offset) {
    try {
        const Eigen::VectorXd beta = maximise_logistic(x, y, offset, Eigen::VectorXd::Zero(x.cols()), method);
        return beta[beta.size() - 1];
    } catch (const AnalysisError&) {
        return std::nullopt;
    }
}

}  // namespace

double brier_score(const std::vector<double>& probabilities, const std::vector<bool>& outcome) {
    double sum = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double error = probabilities[i] - (outcome[i] ? 1 : 0);
        sum += error * error;
    }
    return sum / static_cast<double>(probabilities.size());
}

double log_loss(const std::vector<double>& probabilities, const std::vector<bool>& outcome) {
    double sum = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        sum -= outcome[i] ? std::log(probabilities[i]) : std::log1p(-probabilities[i]);
    return sum / static_cast<double>(probabilities.size());
}

Calibration calibration(const std::vector<double>& probabilities, const std::vector<bool>& outcome) {
    check_input(probabilities, outcome);
    Calibration result;
    result.brier = brier_score(probabilities, outcome);
    result.log_loss = log_loss(probabilities, outcome);
    result.c_statistic = score_auc(probabilities, outcome);
    const auto n = static_cast<Eigen::Index>(outcome.size());
    Eigen::VectorXd y(n), logit(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const double p = probabilities[static_cast<std::size_t>(i)];
        y[i] = outcome[static_cast<std::size_t>(i)] ? 1 : 0;
        logit[i] = std::log(p) - std::log1p(-p);
    }
    if (!logit.allFinite()) return result;
    Eigen::MatrixXd x = Eigen::MatrixXd::Ones(n, 2);
    x.col(1) = logit;
    result.slope = last_coefficient(x, y, Eigen::VectorXd::Zero(n));
    result.in_the_large = last_coefficient(Eigen::MatrixXd::Ones(n, 1), y, logit);
    return result;
}

NetBenefit net_benefit(const std::vector<double>& probabilities, const std::vector<bool>& outcome, double threshold) {
    check_input(probabilities, outcome);
    if (!(threshold > 0 && threshold < 1))
        throw AnalysisError(method, "threshold " + format_number(threshold) + "; expected a number between 0 and 1");
    const double odds = threshold / (1 - threshold);
    const auto n = static_cast<double>(outcome.size());
    NetBenefit benefit{threshold, 0, 0};
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        const double gain = outcome[i] ? 1 / n : -odds / n;
        benefit.treat_all += gain;
        if (probabilities[i] >= threshold) benefit.model += gain;
    }
    return benefit;
}

}  // namespace asparagate
