// Simulated operating characteristics, the .632+ bootstrap, and large or nearly separated inputs in bounded time.
#include "asparagate/analysis/power_table.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/friedman.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "asparagate/analysis/statistics/resampled_validation.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <random>

namespace {

using namespace asparagate;

LogisticData noise(std::size_t n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    LogisticData data;
    for (std::size_t i = 0; i < n; ++i) {
        data.rows.push_back({normal(random), normal(random), normal(random)});
        data.outcome.push_back(i % 2 == 0);
    }
    return data;
}

double value_of(const std::vector<PowerRow>& rows, const std::string& design, const std::string& quantity) {
    for (const PowerRow& row : rows)
        if (row.design == design && row.quantity == quantity) return row.value;
    ADD_FAILURE() << "no " << quantity << " of " << design;
    return 0;
}

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

TEST(Bootstrap632Test, TakesMostOfItsOptimismFromANullModel) {
    double corrected = 0, apparent = 0;
    for (unsigned seed = 0; seed < 12; ++seed) {
        const LogisticData data = noise(40, seed);
        const Bootstrap632 found = bootstrap_632_plus(data, firth_fitter(), {1, 60, 2});
        const Optimism optimism = bootstrap_optimism(data, firth_fitter(), {1, 20, 2});
        EXPECT_EQ(found.resamples, 60U);
        EXPECT_GE(found.auc, 0.5 - 1e-12);
        EXPECT_LE(found.auc, optimism.apparent_auc + 1e-12);
        corrected += found.auc / 12;
        apparent += optimism.apparent_auc / 12;
    }
    EXPECT_GT(apparent, 0.6);
    EXPECT_LT(corrected, 0.58);
}

TEST(Bootstrap632Test, IsTheSameForOneThreadAndEight) {
    const LogisticData data = noise(50, 3);
    const Bootstrap632 one = bootstrap_632_plus(data, firth_fitter(), {4, 40, 1});
    const Bootstrap632 eight = bootstrap_632_plus(data, firth_fitter(), {4, 40, 8});
    EXPECT_EQ(one.auc, eight.auc);
    EXPECT_EQ(one.brier, eight.brier);
}

TEST(ModelSimulation, FindsTheBiasesOfSmallSamplesAgain) {
    PowerPlan plan;
    plan.monte_carlo.draws = 500;
    plan.groups = {{5, 2}};
    plan.model_runs = 120;
    plan.null_groups = {{5, 2}, {6, 2}};
    plan.model_sizes = {50, 500};
    plan.monte_carlo.threads = 1;
    const auto rows = power_table(plan);
    // Independent runs of the same simulations: .99/.82/.41 (5 vs 2), .98/.83/.39 (6 vs 2); slope .58 and .95.
    EXPECT_NEAR(value_of(rows, "5 vs 2", "apparent AUC"), 0.99, 0.02);
    EXPECT_NEAR(value_of(rows, "5 vs 2", "leave-one-out AUC, marker chosen before"), 0.82, 0.08);
    EXPECT_NEAR(value_of(rows, "6 vs 2", "leave-one-out AUC, marker chosen in every fold"), 0.39, 0.12);
    EXPECT_NEAR(value_of(rows, "5 vs 2", "leave-pair-out AUC, marker chosen in every fold"), 0.5, 0.15);
    EXPECT_NEAR(value_of(rows, "n = 50", "median calibration slope in other patients"), 0.58, 0.1);
    EXPECT_NEAR(value_of(rows, "n = 500", "median calibration slope in other patients"), 0.95, 0.06);
    EXPECT_NEAR(value_of(rows, "n = 500", "mean AUC in other patients"), 0.74, 0.015);
    EXPECT_NEAR(value_of(rows, "5 vs 2, normal", "pooled t at 0.05"), 0.05, 0.01);
    EXPECT_NEAR(value_of(rows, "5 vs 2, normal", "Welch's t at 0.05"), 0.065, 0.012);
    EXPECT_NEAR(value_of(rows, "5 vs 2, lognormal", "Welch's t at 0.05"), 0.042, 0.012);
    plan.monte_carlo.threads = 8;
    const auto again = power_table(plan);
    ASSERT_EQ(rows.size(), again.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].value, again[i].value) << rows[i].quantity;
}

TEST(LargeInputs, TakeSecondsNotMinutes) {
    std::mt19937 random(1);
    std::vector<double> x(5000), y(5000);
    for (double& value : x) value = static_cast<double>(random() % 1000);
    for (double& value : y) value = static_cast<double>(random() % 1000);
    std::vector<std::vector<double>> rows(5000, std::vector<double>(3));
    for (auto& row : rows)
        for (double& value : row) value = static_cast<double>(random() % 50);
    constexpr double seconds = 15;  // ten times what they take, for slow and busy machines
    Spearman rho;
    Kendall tau;
    Friedman test;
    EXPECT_LT(seconds_of([&] { rho = spearman(x, y); }), seconds);
    EXPECT_LT(seconds_of([&] { tau = kendall(x, y); }), seconds);
    EXPECT_LT(seconds_of([&] { test = friedman(rows); }), seconds);
    EXPECT_GE(rho.draws, 1000U);
    EXPECT_LE(rho.p_low, rho.p_two_sided);
    EXPECT_LT(tau.two_sided.low, tau.two_sided.high);
    EXPECT_NEAR(test.permutation.p, test.p_chi_squared, 0.05);
}

TEST(NearlySeparated, FirthProfilesTakeSecondsAndStandOnTheLevel) {
    // One patient of each outcome beyond the gap.
    LogisticData data;
    for (int i = 0; i < 16; ++i) {
        data.rows.push_back({i + 0.01 * i * i, std::sin(3.0 * i)});
        data.outcome.push_back((i > 7) != (i == 7 || i == 8));
    }
    FirthProfile profile;
    const FirthFit fit = firth_logistic(data);
    EXPECT_LT(seconds_of([&] { profile = firth_profile(data, fit); }), 15);
    for (std::size_t j = 0; j < fit.coefficients.size(); ++j) {
        EXPECT_LT(profile.low[j], fit.coefficients[j]);
        EXPECT_GT(profile.high[j], fit.coefficients[j]);
        EXPECT_EQ(profile.p[j]<0.05, profile.low[j]> 0 || profile.high[j] < 0) << j;
    }
}
