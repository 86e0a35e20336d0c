#include "statistics/logistic_likelihood.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/midranks.hpp"

#include <limits>

namespace asparagate {
namespace {

void check_data(const LogisticData& data, const char* method) {
    if (data.rows.empty()) throw AnalysisError(method, "no observations; expected at least one");
    if (data.outcome.size() != data.rows.size())
        throw AnalysisError(method, std::to_string(data.rows.size()) + " rows and " +
                                        std::to_string(data.outcome.size()) + " outcomes; expected one for each");
    for (std::size_t i = 0; i < data.rows.size(); ++i) {
        if (data.rows[i].size() != data.rows[0].size())
            throw AnalysisError(method, "row " + std::to_string(i + 1) + " has " + std::to_string(data.rows[i].size()) +
                                            " predictors; expected " + std::to_string(data.rows[0].size()) +
                                            " as in row 1");
        refuse_nonfinite(data.rows[i], method);
    }
}

}  // namespace

double logistic(double x) {
    if (x >= 0) return 1 / (1 + std::exp(-x));
    const double e = std::exp(x);
    return e / (1 + e);
}

LogisticData LogisticData::without(const std::vector<std::size_t>& left_out) const {
    LogisticData kept;
    std::size_t next = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (next < left_out.size() && left_out[next] == i) {
            ++next;
            continue;
        }
        kept.rows.push_back(rows[i]);
        kept.outcome.push_back(outcome[i]);
    }
    return kept;
}

DesignMatrix::DesignMatrix(const LogisticData& data, bool intercept, const char* method) {
    check_data(data, method);
    const auto n = static_cast<Eigen::Index>(data.rows.size());
    const auto first = static_cast<Eigen::Index>(intercept);
    const auto columns = first + static_cast<Eigen::Index>(data.rows[0].size());
    if (columns == 0) throw AnalysisError(method, "no predictor and no intercept; expected at least one of them");
    x = Eigen::MatrixXd::Ones(n, columns);
    y = Eigen::VectorXd(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto row = static_cast<std::size_t>(i);
        y[i] = data.outcome[row] ? 1 : 0;
        for (Eigen::Index j = first; j < columns; ++j) x(i, j) = data.rows[row][static_cast<std::size_t>(j - first)];
    }
    scale = x.cwiseAbs().colwise().maxCoeff().transpose();
    for (Eigen::Index j = 0; j < columns; ++j) {
        if (scale[j] == 0) scale[j] = 1;
        x.col(j) /= scale[j];
    }
}

LikelihoodPoint log_likelihood(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& predictor) {
    LikelihoodPoint point;
    point.probability.resize(y.size());
    Eigen::VectorXd weights(y.size());
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        // One exponential, of what does not overflow, for both probabilities and log(1 + exp(eta)).
        const double eta = predictor[i], e = std::exp(-std::abs(eta));
        const double likely = 1 / (1 + e), unlikely = e / (1 + e);
        point.probability[i] = eta >= 0 ? likely : unlikely;
        weights[i] = likely * unlikely;
        point.value += y[i] * eta - (std::max(eta, 0.0) + std::log1p(e));
    }
    point.information = x.transpose() * weights.asDiagonal() * x;
    return point;
}

Eigen::VectorXd maximise_logistic(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& offset,
                                  const Eigen::VectorXd& penalty, const char* method) {
    constexpr int most_steps = 200;
    constexpr double largest_predictor = 35;                    // beyond it probabilities are 0 or 1 to the last bit
    constexpr double rounding = 1e-13;                          // of the likelihood: what a step may seem to lose
    constexpr double converged_at = 1e-22, stalled_at = 1e-12;  // squared length of the step, in standard errors
    Eigen::VectorXd beta = Eigen::VectorXd::Zero(x.cols());
    const auto objective = [&](const LikelihoodPoint& point, const Eigen::VectorXd& at) {
        return point.value - 0.5 * penalty.dot(at.cwiseProduct(at));
    };
    LikelihoodPoint point = log_likelihood(x, y, offset);
    double decrement = std::numeric_limits<double>::infinity();
    for (int step = 0; step < most_steps; ++step) {
        const Eigen::VectorXd score = x.transpose() * (y - point.probability) - penalty.cwiseProduct(beta);
        Eigen::MatrixXd curvature = point.information;
        curvature.diagonal() += penalty;
        Eigen::VectorXd change = curvature.ldlt().solve(score);
        const bool at_infinity = !change.allFinite() || (x * beta).cwiseAbs().maxCoeff() > largest_predictor;
        decrement = at_infinity ? std::numeric_limits<double>::infinity() : score.dot(change);
        if (at_infinity) break;
        if (decrement < converged_at) return beta;
        const double enough = objective(point, beta) - rounding * std::max(1.0, std::abs(point.value));
        LikelihoodPoint next = log_likelihood(x, y, offset + x * (beta + change));
        for (int halving = 0; halving < 40 && objective(next, beta + change) < enough; ++halving) {
            change /= 2;
            next = log_likelihood(x, y, offset + x * (beta + change));
        }
        beta += change;
        point = std::move(next);
    }
    if (decrement < stalled_at) return beta;
    throw AnalysisError(method, "no finite maximum: the outcome is separated by the predictors, or they are collinear");
}

}  // namespace asparagate
