#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace asparagate {

/// What a study is planned for. The defaults are the designs of a small restoration study.
struct PowerPlan {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> groups = {{5, 2},  {6, 2},  {9, 3},  {12, 4},
                                                                   {15, 5}, {21, 7}, {30, 10}};
    double auc = 0.85;                                    ///< true area under the curve
    double alpha = 0.05;                                  ///< two-sided
    std::uint64_t tests = 20;                             ///< alpha is also tried divided by this number
    std::vector<std::uint64_t> sizes = {8, 20, 40, 100};  ///< of intervals
    double rate = 0.75;                                   ///< true response rate
    double null_rate = 0.5;                               ///< of the one-arm test
    double target_power = 0.8;
    std::vector<std::uint64_t> parameters = {1, 3, 5};  ///< of a prediction model
    double r2 = 0.15;                                   ///< anticipated Nagelkerke R2
    double frequency = 1e-4;                            ///< of a rare population among its parent
    std::vector<std::uint64_t> min_events = {20, 50};
    double probability = 0.95;
    MonteCarlo monte_carlo{1, 4000, 0};
    /// Simulated studies for each figure about models and t tests; 0 leaves them out.
    std::uint64_t model_runs = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> null_groups = {{5, 2}, {6, 2}, {15, 5}, {37, 13}};
    std::vector<std::uint64_t> model_sizes = {20, 50, 100, 200, 500};
    double model_auc = 0.746;  ///< of the true model with five parameters
    double model_prevalence = 0.754;
};

/// One figure: what was planned (`design`), its name, its value and the Monte Carlo standard error (0 when exact).
struct PowerRow {
    std::string analysis;
    std::string design;
    std::string quantity;
    double value = 0;
    double mcse = 0;
};
/// Operating characteristics of the plan, in a fixed order, the same for any number of threads.
/// @throws AnalysisError on a plan that cannot be.
std::vector<PowerRow> power_table(const PowerPlan& plan);

}  // namespace asparagate
