#include "planning/logistic_population.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

constexpr const char* method = "simulated population";
constexpr int grid_points = 801;
constexpr double grid_end = 8;  ///< standard deviations

/// Standard normal weights on a grid.
struct NormalGrid {
    std::vector<double> z, weight;

    NormalGrid() {
        double sum = 0;
        for (int i = 0; i < grid_points; ++i) {
            z.push_back(-grid_end + 2 * grid_end * i / (grid_points - 1));
            weight.push_back(std::exp(-z.back() * z.back() / 2));
            sum += weight.back();
        }
        for (double& each : weight) each /= sum;
    }
};

/// The rising `of` reaches `wanted` between `low` and `high`.
template <class Function>
double where(Function&& of, double wanted, double low, double high) {
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (of(middle) < wanted ? low : high) = middle;
    }
    return (low + high) / 2;
}

double prevalence_of(const NormalGrid& grid, double intercept, double spread) {
    double sum = 0;
    for (std::size_t i = 0; i < grid.z.size(); ++i) sum += grid.weight[i] * logistic(intercept + spread * grid.z[i]);
    return sum;
}

/// AUC of a linear predictor intercept + spread z.
double auc_of(const NormalGrid& grid, double intercept, double spread) {
    double with = 0, without = 0, ordered = 0;
    for (std::size_t i = 0; i < grid.z.size(); ++i) {
        const double p = logistic(intercept + spread * grid.z[i]);
        ordered += grid.weight[i] * p * (without + grid.weight[i] * (1 - p) / 2);
        with += grid.weight[i] * p;
        without += grid.weight[i] * (1 - p);
    }
    return ordered / (with * without);
}

void check(double auc, double prevalence, std::size_t predictors) {
    if (!(auc > 0.5 && auc < 0.99))
        throw AnalysisError(method, "AUC " + format_number(auc) + "; expected above 0.5 and below 0.99");
    if (!(prevalence > 0 && prevalence < 1))
        throw AnalysisError(method, "prevalence " + format_number(prevalence) + "; expected between 0 and 1");
    if (predictors == 0) throw AnalysisError(method, "no predictor; expected at least one");
}

}  // namespace

LogisticPopulation::LogisticPopulation(std::size_t predictors, double auc, double prevalence)
    : predictors_(predictors) {
    check(auc, prevalence, predictors);
    const NormalGrid grid;
    const auto intercept_for = [&](double spread) {
        return where([&](double intercept) { return prevalence_of(grid, intercept, spread); }, prevalence, -60, 60);
    };
    constexpr double widest = 12;  // AUC beyond 0.99 at any prevalence
    const double spread =
        where([&](double width) { return auc_of(grid, intercept_for(width), width); }, auc, 0, widest);
    intercept_ = intercept_for(spread);
    coefficient_ = spread / std::sqrt(static_cast<double>(predictors));
}

LogisticData LogisticPopulation::draw(simulation::Random& random, std::size_t n) const {
    while (true) {
        LogisticData data;
        for (std::size_t i = 0; i < n; ++i) {
            std::vector<double>& row = data.rows.emplace_back();
            double predictor = intercept_;
            for (std::size_t j = 0; j < predictors_; ++j) {
                row.push_back(random.normal());
                predictor += coefficient_ * row.back();
            }
            data.outcome.push_back(random.uniform() < logistic(predictor));
        }
        const auto positives = static_cast<std::size_t>(std::count(data.outcome.begin(), data.outcome.end(), true));
        if (positives >= 2 && n - positives >= 2) return data;
    }
}

}  // namespace asparagate
