#include "statistics/censored_line.hpp"

#include "asparagate/analysis/analysis_error.hpp"

#include <Eigen/Dense>

#include <numbers>

namespace asparagate {
namespace {

const double log_root_two_pi = 0.5 * std::log(2 * std::numbers::pi);

/// ln of the standard normal probability below z.
double log_below(double z) {
    if (z > -30) return std::log(std::erfc(-z / std::numbers::sqrt2) / 2);
    const double inverse = 1 / (z * z);  // the tail's series: erfc is no normal number further out
    return -z * z / 2 - std::log(-z) - log_root_two_pi +
           std::log1p(inverse * (-1 + inverse * (3 + inverse * (-15 + inverse * 105))));
}

/// ln of the standard normal probability between two values.
double log_between(double low, double high) {
    if (low > 0) return log_between(-high, -low);
    const double below = log_below(high);
    return std::isinf(low) ? below : below + std::log1p(-std::exp(log_below(low) - below));
}

double log_density(double z) {
    return -z * z / 2 - log_root_two_pi;
}

/// The log-likelihood with its derivatives.
struct Likelihood {
    double value = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd hessian;
};

/// In the coefficients over sd and 1/sd, in which it is concave (Olsen 1978): one maximum, and Newton finds it.
/// Rows of `design` are the points' regressors.
Likelihood likelihood(const CensoredPoints& points, const Eigen::MatrixXd& design, const Eigen::VectorXd& parameters) {
    const Eigen::Index p = design.cols();
    const double precision = parameters[p];
    Likelihood result{0, Eigen::VectorXd::Zero(p + 1), Eigen::MatrixXd::Zero(p + 1, p + 1)};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& [x, low, high] = points[i];
        const Eigen::RowVectorXd row = design.row(static_cast<Eigen::Index>(i));
        const double mean = row.dot(parameters.head(p));
        // z = precision * value - mean; its gradient in the parameters.
        const auto gradient_of = [&](double value) {
            Eigen::VectorXd gradient(p + 1);
            gradient << -row.transpose(), value;
            return gradient;
        };
        const double z_low = precision * low - mean, z_high = precision * high - mean;
        if (low == high) {
            const Eigen::VectorXd gradient = gradient_of(low);
            result.value += std::log(precision) + log_density(z_low);
            result.gradient -= z_low * gradient;
            result.gradient[p] += 1 / precision;
            result.hessian -= gradient * gradient.transpose();
            result.hessian(p, p) -= 1 / (precision * precision);
            continue;
        }
        const double within = log_between(z_low, z_high);
        result.value += within;
        Eigen::VectorXd of_value = Eigen::VectorXd::Zero(p + 1);
        if (std::isfinite(high)) {
            const double ratio = std::exp(log_density(z_high) - within);
            const Eigen::VectorXd gradient = gradient_of(high);
            of_value += ratio * gradient;
            result.hessian -= ratio * z_high * gradient * gradient.transpose();
        }
        if (std::isfinite(low)) {
            const double ratio = std::exp(log_density(z_low) - within);
            const Eigen::VectorXd gradient = gradient_of(low);
            of_value -= ratio * gradient;
            result.hessian += ratio * z_low * gradient * gradient.transpose();
        }
        result.gradient += of_value;
        result.hessian -= of_value * of_value.transpose();
    }
    return result;
}

/// Least squares with every interval at its limit, or at the middle of two.
Eigen::VectorXd start(const CensoredPoints& points, const Eigen::MatrixXd& design) {
    Eigen::VectorXd y(design.rows());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& [x, low, high] = points[i];
        y[static_cast<Eigen::Index>(i)] = std::isinf(low) ? high : std::isinf(high) ? low : low + (high - low) / 2;
    }
    const Eigen::VectorXd coefficients = design.colPivHouseholderQr().solve(y);
    const double sd = std::sqrt((y - design * coefficients).squaredNorm() / static_cast<double>(y.size()));
    Eigen::VectorXd parameters(design.cols() + 1);
    parameters << coefficients, 1;
    return parameters / (sd > 0 ? sd : 1);
}

/// Coefficients, then 1, all over sd; and the log-likelihood.
struct Maximum {
    Eigen::VectorXd parameters;
    double log_likelihood = 0;
};

Maximum maximise(const CensoredPoints& points, const Eigen::MatrixXd& design) {
    constexpr int most_steps = 500, most_halvings = 60;
    constexpr double converged_at = 1e-20, stalled_at = 1e-10;  // squared length of the step, in standard errors
    const Eigen::Index sd_place = design.cols();
    Eigen::VectorXd parameters = start(points, design);
    Likelihood here = likelihood(points, design, parameters);
    double decrement = std::numeric_limits<double>::infinity();
    for (int step = 0; step < most_steps; ++step) {
        Eigen::VectorXd change = (-here.hessian).ldlt().solve(here.gradient);
        decrement = here.gradient.dot(change);
        if (std::abs(decrement) < converged_at) break;
        bool higher = false;
        for (int halving = 0; halving < most_halvings && !higher; ++halving) {
            if (parameters[sd_place] + change[sd_place] > 0) {
                Likelihood next = likelihood(points, design, parameters + change);
                higher = next.value > here.value;
                if (higher) {
                    parameters += change;
                    here = std::move(next);
                }
            }
            change /= 2;
        }
        if (!higher) break;
    }
    if (!(std::abs(decrement) < stalled_at))
        throw AnalysisError("line through censored values", "the maximum of the likelihood was not found");
    return {parameters, here.value};
}

}  // namespace

CensoredLine censored_line(const CensoredPoints& points) {
    const double middle = (points.front().x + points.back().x) / 2;
    Eigen::MatrixXd design = Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(points.size()), 2);
    for (std::size_t i = 0; i < points.size(); ++i) design(static_cast<Eigen::Index>(i), 1) = points[i].x - middle;
    const auto [parameters, log_likelihood] = maximise(points, design);
    const double sd = 1 / parameters[2], slope = parameters[1] * sd;
    return {parameters[0] * sd - slope * middle, slope, sd, log_likelihood};
}

CensoredLine censored_level(const CensoredPoints& points) {
    const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(points.size()), 1);
    const auto [parameters, log_likelihood] = maximise(points, ones);
    const double sd = 1 / parameters[1];
    return {parameters[0] * sd, 0, sd, log_likelihood};
}

CensoredPoints without_slope(CensoredPoints points, double slope) {
    for (CensoredPoint& point : points) {
        point.low -= slope * point.x;
        point.high -= slope * point.x;
    }
    return points;
}

std::optional<CensoredLine> line_without_error(const CensoredPoints& points) {
    const auto known = [](const CensoredPoint& point) { return point.low == point.high; };
    const CensoredPoint first = *std::find_if(points.begin(), points.end(), known);
    const CensoredPoint last = *std::find_if(points.rbegin(), points.rend(), known);
    const double slope = (last.low - first.low) / (last.x - first.x);
    for (const auto& [x, low, high] : points) {
        const double at_x = first.low + slope * (x - first.x), rounding = 1e-9 * std::max(1.0, std::abs(at_x));
        if (low > at_x + rounding || high < at_x - rounding) return std::nullopt;
    }
    return CensoredLine{first.low - slope * first.x, slope, 0, std::numeric_limits<double>::infinity()};
}

}  // namespace asparagate
