#include "statistics/firth_likelihood.hpp"

#include "asparagate/analysis/analysis_error.hpp"

#include <limits>

namespace asparagate {
namespace {

constexpr int most_steps = 2000;
constexpr int scoring_steps = 8;  // then by the curvature itself: near separation scoring closes in slowly
constexpr double most_damping = 1e12;
constexpr double longest_step = 5;      // of any linear predictor
constexpr double converged_at = 1e-22;  // squared length of the scoring step, in standard errors
constexpr double stalled_at = 1e-12;    // good enough when rounding stops the climb
constexpr double rounding = 1e-13;      // of the likelihood: what a step may seem to lose

/// The entries (and rows) that are not `fixed`.
std::vector<Eigen::Index> free_indices(Eigen::Index size, std::optional<Eigen::Index> fixed) {
    std::vector<Eigen::Index> indices;
    for (Eigen::Index j = 0; j < size; ++j)
        if (!fixed || j != *fixed) indices.push_back(j);
    return indices;
}

}  // namespace

FirthLikelihood::FirthLikelihood(const LogisticData& data, bool intercept) : design_(data, intercept, firth_method) {
    if (design_.x.colPivHouseholderQr().rank() < design_.x.cols())
        throw AnalysisError(firth_method,
                            "predictors are constant or collinear, or outnumber the observations; leave some out");
}

FirthPoint FirthLikelihood::at(const Eigen::VectorXd& beta) const {
    LikelihoodPoint point = log_likelihood(design_.x, design_.y, design_.x * beta);
    FirthPoint result;
    const Eigen::LLT<Eigen::MatrixXd> cholesky(point.information);
    result.value = -std::numeric_limits<double>::infinity();
    if (cholesky.info() == Eigen::Success) {
        const Eigen::MatrixXd lower = cholesky.matrixL();
        result.value = point.value + lower.diagonal().array().log().sum();
        // Diagonal of the hat matrix: weight times the squared length of L^-1 x.
        const Eigen::MatrixXd whitened = cholesky.matrixL().solve(design_.x.transpose());
        const Eigen::VectorXd weights = point.probability.array() * (1 - point.probability.array());
        const Eigen::VectorXd hat = whitened.colwise().squaredNorm().transpose().cwiseProduct(weights);
        const Eigen::VectorXd residual =
            design_.y - point.probability + hat.cwiseProduct((0.5 - point.probability.array()).matrix());
        result.score = design_.x.transpose() * residual;
    }
    result.probability = std::move(point.probability);
    result.information = std::move(point.information);
    return result;
}

/// Central differences of the score, so that a climb ends quadratically; steps of 1e-4 suit columns scaled to 1.
std::optional<Eigen::MatrixXd> FirthLikelihood::curvature(const Eigen::VectorXd& beta,
                                                          const std::vector<Eigen::Index>& open) const {
    const auto size = static_cast<Eigen::Index>(open.size());
    Eigen::MatrixXd result(size, size);
    for (Eigen::Index k = 0; k < size; ++k) {
        const Eigen::Index j = open[static_cast<std::size_t>(k)];
        const double step = 1e-4 * std::max(1.0, std::abs(beta[j]));
        Eigen::VectorXd above = beta, below = beta;
        above[j] += step;
        below[j] -= step;
        const FirthPoint up = at(above), down = at(below);
        if (!std::isfinite(up.value) || !std::isfinite(down.value)) return std::nullopt;
        result.col(k) = (down.score(open) - up.score(open)) / (2 * step);
    }
    result = ((result + result.transpose()) / 2).eval();
    if (Eigen::LLT<Eigen::MatrixXd>(result).info() != Eigen::Success) return std::nullopt;
    return result;
}

FirthMaximum FirthLikelihood::maximise(const Eigen::VectorXd& start, std::optional<Eigen::Index> fixed) const {
    const std::vector<Eigen::Index> open = free_indices(start.size(), fixed);
    FirthMaximum best{start, 0, false};
    FirthPoint point = at(start);
    double damping = 0, decrement = std::numeric_limits<double>::infinity();
    for (int step = 0; step < most_steps && std::isfinite(point.value); ++step) {
        const Eigen::VectorXd score = point.score(open);
        Eigen::MatrixXd information = point.information(open, open);
        decrement = open.empty() ? 0 : score.dot(information.ldlt().solve(score));
        if (decrement < converged_at || damping > most_damping) break;
        if (step >= scoring_steps && damping == 0)
            if (auto observed = this->curvature(best.beta, open)) information = std::move(*observed);
        information.diagonal() *= 1 + damping;
        const Eigen::VectorXd climb = information.ldlt().solve(score);
        Eigen::VectorXd change = zero();
        change(open) = climb;
        const double longest = (design_.x * change).cwiseAbs().maxCoeff();
        if (longest > longest_step) change *= longest_step / longest;
        FirthPoint next = at(best.beta + change);
        if (next.value >= point.value - rounding * std::max(1.0, std::abs(point.value))) {
            best.beta += change;
            point = std::move(next);
            damping = damping > 1e-3 ? damping / 4 : 0;
        } else {
            damping = std::max(4 * damping, 0.5);
        }
    }
    best.converged = decrement < stalled_at;
    best.value = point.value;
    return best;
}

std::vector<Eigen::VectorXd> FirthLikelihood::crossing_starts(const Eigen::VectorXd& beta, Eigen::Index fixed) const {
    constexpr Eigen::Index small_sample = 200;
    constexpr std::size_t most_starts = 16;
    std::vector<Eigen::VectorXd> starts;
    if (beta.size() < 2 || design_.x.rows() > small_sample) return starts;
    const Eigen::Index moved = fixed == 0 ? 1 : 0;
    Eigen::VectorXd others = beta;
    others[moved] = 0;
    const Eigen::VectorXd rest = design_.x * others;
    std::vector<double> values;
    for (Eigen::Index i = 0; i < rest.size(); ++i)
        if (design_.x(i, moved) != 0) values.push_back(-rest[i] / design_.x(i, moved));
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    const std::size_t count = std::min(values.size(), most_starts);
    for (std::size_t k = 0; k < count; ++k) {
        others[moved] = values[k * values.size() / count];
        starts.push_back(others);
    }
    return starts;
}

}  // namespace asparagate
