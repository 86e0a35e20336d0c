#include "asparagate/analysis/statistics/logistic.hpp"
#include "run/parallel.hpp"
#include "statistics/firth_likelihood.hpp"
#include "statistics/root.hpp"

#include <boost/math/distributions/chi_squared.hpp>

#include <limits>

namespace asparagate {
namespace {

/// The highest penalised log-likelihood with one coefficient held, searched from several starts: under separation a
/// single climb may stop on a flat part.
class Profile {
public:
    Profile(const FirthLikelihood& likelihood, const FirthMaximum& maximum, Eigen::Index coefficient)
        : likelihood_(likelihood), maximum_(maximum), coefficient_(coefficient), last_(maximum.beta) {}

    /// Twice the distance below the maximum.
    double deviance(double value) {
        FirthMaximum best;
        best.value = -std::numeric_limits<double>::infinity();
        std::vector<Eigen::VectorXd> starts{last_, maximum_.beta, likelihood_.zero()};
        for (Eigen::VectorXd& start : starts) start[coefficient_] = value;
        const auto crossing = likelihood_.crossing_starts(starts[1], coefficient_);
        starts.insert(starts.end(), crossing.begin(), crossing.end());
        for (const Eigen::VectorXd& start : starts) {
            FirthMaximum found = likelihood_.maximise(start, coefficient_);
            if (found.value > best.value) best = std::move(found);
        }
        if (std::isfinite(best.value)) last_ = best.beta;
        return std::isfinite(best.value) ? 2 * (maximum_.value - best.value) : std::numeric_limits<double>::max();
    }

    /// Where the deviance reaches `level` on the side of `direction`, first step `step`.
    double limit(double direction, double step, double level) {
        const auto excess = [&](double value) { return deviance(value) - level; };
        const double centre = maximum_.beta[coefficient_];
        double inside = centre;
        for (int doubling = 0; doubling < 40; ++doubling, step *= 2) {
            const double outside = centre + direction * step;
            if (excess(outside) >= 0) return root_between(excess, inside, outside);
            inside = outside;
        }
        return direction * std::numeric_limits<double>::infinity();
    }

private:
    const FirthLikelihood& likelihood_;
    const FirthMaximum& maximum_;
    Eigen::Index coefficient_;
    Eigen::VectorXd last_;
};

}  // namespace

FirthProfile firth_profile(const LogisticData& data, const FirthFit& fit, unsigned threads) {
    const FirthLikelihood likelihood(data, fit.intercept);
    FirthMaximum maximum{likelihood.zero(), 0, true};
    for (Eigen::Index j = 0; j < maximum.beta.size(); ++j)
        maximum.beta[j] = fit.coefficients[static_cast<std::size_t>(j)] * likelihood.scale(j);
    maximum.value = likelihood.at(maximum.beta).value;
    const boost::math::chi_squared chi(1);
    const double level = boost::math::quantile(chi, 0.95);
    const std::size_t m = fit.coefficients.size();
    FirthProfile result{std::vector<double>(m), std::vector<double>(m), std::vector<double>(m), std::vector<double>(m)};
    parallel_items(3 * m, plan_threads(threads, 3 * m, 0, 0), {}, [&](std::size_t task) {
        const std::size_t j = task / 3;
        const auto column = static_cast<Eigen::Index>(j);
        Profile profile(likelihood, maximum, column);
        const double scale = likelihood.scale(column), step = 1.5 * fit.standard_errors[j] * scale;
        if (task % 3 == 0) {
            result.low[j] = profile.limit(-1, step, level) / scale;
        } else if (task % 3 == 1) {
            result.high[j] = profile.limit(1, step, level) / scale;
        } else {
            result.chi_squared[j] = std::max(0.0, profile.deviance(0));
            result.p[j] = boost::math::cdf(boost::math::complement(chi, result.chi_squared[j]));
        }
    });
    return result;
}

}  // namespace asparagate
