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

    /// Twice the distance below the maximum, searched from every start.
    double deviance(double value) {
        std::vector<Eigen::VectorXd> starts{last_, maximum_.beta, likelihood_.zero()};
        Eigen::VectorXd moved = maximum_.beta;
        moved[coefficient_] = value;
        const auto crossing = likelihood_.crossing_starts(moved, coefficient_);
        starts.insert(starts.end(), crossing.begin(), crossing.end());
        return deviance_from(std::move(starts), value);
    }

    /// Where the deviance reaches `level` on the side of `direction`, first step `step`.
    double limit(double direction, double step, double level) {
        const double centre = maximum_.beta[coefficient_];
        double inside = centre;
        Eigen::VectorXd at_inside = maximum_.beta;
        for (int doubling = 0; doubling < 40; ++doubling, step *= 2) {
            const double outside = centre + direction * step;
            const double beyond = deviance(outside) - level;
            const Eigen::VectorXd at_outside = last_;
            // From the maxima of both ends alone, which is quick; a higher one between them may be missed.
            const auto nearby = [&](double value) {
                return deviance_from({at_inside, at_outside, maximum_.beta}, value) - level;
            };
            for (int search = 1; beyond >= 0 && nearby(outside) >= 0; ++search) {
                if (nearby(inside) >= 0) return inside;
                const double found = root_between(nearby, inside, outside);
                if (deviance(found) - level > -missed || search == most_searches) return found;
                inside = found;
                at_inside = last_;
            }
            inside = outside;
            at_inside = at_outside;
        }
        return direction * std::numeric_limits<double>::infinity();
    }

private:
    static constexpr double missed = 1e-7;  ///< of the deviance: more than rounding
    static constexpr int most_searches = 20;

    double deviance_from(std::vector<Eigen::VectorXd> starts, double value) {
        FirthMaximum best;
        best.value = -std::numeric_limits<double>::infinity();
        for (Eigen::VectorXd& start : starts) {
            start[coefficient_] = value;
            FirthMaximum found = likelihood_.maximise(start, coefficient_);
            if (found.value > best.value) best = std::move(found);
        }
        if (std::isfinite(best.value)) last_ = best.beta;
        return std::isfinite(best.value) ? 2 * (maximum_.value - best.value) : std::numeric_limits<double>::max();
    }

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
