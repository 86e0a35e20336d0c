// Logistic models, their validation, study design and the limits of prediction, against closed forms and invariances.
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/power_table.hpp"
#include "asparagate/analysis/prediction.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/logistic.hpp"
#include "asparagate/analysis/statistics/model_validation.hpp"
#include "asparagate/analysis/statistics/power.hpp"
#include "asparagate/analysis/statistics/study_design.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace {

using namespace asparagate;

/// Outcomes that follow one marker loosely; further markers are noise.
PredictionInput cohort(std::size_t n, std::size_t markers, double prevalence, std::uint64_t seed = 4) {
    std::mt19937_64 generator(seed);
    const auto uniform = [&] { return static_cast<double>(generator() >> 11) * 0x1.0p-53; };
    PredictionInput input;
    for (std::size_t m = 0; m < markers; ++m) input.markers.push_back("marker " + std::to_string(m + 1));
    for (std::size_t i = 0; i < n; ++i) {
        input.patients.push_back("P" + std::to_string(i + 1));
        input.data.outcome.push_back(static_cast<double>(i) < prevalence * static_cast<double>(n));
        std::vector<double> row;
        for (std::size_t m = 0; m < markers; ++m)
            row.push_back(uniform() + (m == 0 && input.data.outcome.back() ? 0.5 : 0));
        input.data.rows.push_back(row);
    }
    return input;
}

double value_of(const std::vector<PowerRow>& rows, const std::string& design, const std::string& quantity) {
    for (const PowerRow& row : rows)
        if (row.design == design && row.quantity == quantity) return row.value;
    ADD_FAILURE() << design << " " << quantity;
    return 0;
}

/// Firth's penalised log-likelihood of one predictor, by its definition.
double penalised_likelihood(const std::vector<double>& x, const std::vector<bool>& y, double intercept, double slope) {
    double value = 0, i00 = 0, i01 = 0, i11 = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double eta = intercept + slope * x[i];
        value -= std::log1p(std::exp(y[i] ? -eta : eta));
        const double weight = logistic(eta) * logistic(-eta);
        i00 += weight;
        i01 += weight * x[i];
        i11 += weight * x[i] * x[i];
    }
    return value + 0.5 * std::log(i00 * i11 - i01 * i01);
}

}  // namespace

TEST(FirthLogistic, ProfileLimitsUnderSeparationAreThoseOfADenseGrid) {
    const std::vector<double> x = {15, 22, 14, 18, 12, 5, 4.5};
    const std::vector<bool> y = {true, true, true, true, true, false, false};
    LogisticData data;
    for (std::size_t i = 0; i < x.size(); ++i) data.rows.push_back({x[i]});
    data.outcome = y;
    const FirthFit fit = firth_logistic(data);
    const FirthProfile profile = firth_profile(data, fit);
    EXPECT_NEAR(fit.penalized_loglik, penalised_likelihood(x, y, fit.coefficients[0], fit.coefficients[1]), 1e-9);
    const auto deviance = [&](double highest) { return 2 * (fit.penalized_loglik - highest); };
    for (const double slope : {profile.low[1], profile.high[1]}) {
        double highest = -1e9;
        for (int step = 0; step <= 40000; ++step)
            highest = std::max(highest, penalised_likelihood(x, y, 2 - step * 0.001, slope));
        EXPECT_NEAR(deviance(highest), 3.841459, 1e-3) << slope;
    }
    for (const double intercept : {profile.low[0], profile.high[0]}) {
        double highest = -1e9;
        for (int step = 0; step <= 40000; ++step)
            highest = std::max(highest, penalised_likelihood(x, y, intercept, -0.5 + step * 0.0001));
        EXPECT_NEAR(deviance(highest), 3.841459, 1e-3) << intercept;
    }
}

TEST(FirthLogistic, EqualsHalfCountsInASaturatedTable) {
    // One binary predictor: Firth adds 1/2 to every cell (Heinze and Schemper 2002).
    LogisticData data;
    const auto add = [&](double x, bool y, int times) {
        for (int i = 0; i < times; ++i) {
            data.rows.push_back({x});
            data.outcome.push_back(y);
        }
    };
    add(0, true, 3);
    add(0, false, 5);
    add(1, true, 7);
    const FirthFit fit = firth_logistic(data);
    EXPECT_NEAR(fit.coefficients[0], std::log(3.5 / 5.5), 1e-9);
    EXPECT_NEAR(fit.coefficients[0] + fit.coefficients[1], std::log(7.5 / 0.5), 1e-9);
}

TEST(FirthLogistic, FollowsTheUnitAndDirectionOfAPredictor) {
    const PredictionInput input = cohort(16, 2, 0.6);
    LogisticData scaled = input.data;
    for (auto& row : scaled.rows) row[0] *= -1e6;
    const FirthFit a = firth_logistic(input.data), b = firth_logistic(scaled);
    EXPECT_NEAR(a.coefficients[1], -1e6 * b.coefficients[1], 1e-6 * std::abs(a.coefficients[1]));
    EXPECT_NEAR(a.coefficients[2], b.coefficients[2], 1e-6);
    const FirthProfile pa = firth_profile(input.data, a), pb = firth_profile(scaled, b);
    EXPECT_NEAR(pa.low[1], -1e6 * pb.high[1], 1e-4 * std::abs(pa.low[1]));
    EXPECT_LT(pa.low[1], a.coefficients[1]);
    EXPECT_GT(pa.high[1], a.coefficients[1]);
}

TEST(FirthLogistic, StandsOneOutcomeAndRefusesCollinearPredictors) {
    EXPECT_GT(firth_logistic({{{1}, {2}, {3.5}}, {true, true, true}}).fitted[0], 0.5);
    EXPECT_THROW(firth_logistic({{{1, 2}, {2, 4}, {3, 6}}, {true, false, true}}), AnalysisError);
    EXPECT_THROW(firth_logistic({{{1}, {1}, {1}}, {true, false, true}}), AnalysisError);
    EXPECT_THROW(firth_logistic({{{1}, {2}}, {true}}), AnalysisError);
}

TEST(RidgeLogistic, ShrinksTowardsThePrevalence) {
    const PredictionInput input = cohort(40, 2, 0.7);
    const RidgeFit loose = ridge_logistic(input.data, 0.1), tight = ridge_logistic(input.data, 1e8);
    EXPECT_GT(loose.effective_df, tight.effective_df);
    EXPECT_NEAR(tight.standardized[0], 0, 1e-6);
    EXPECT_NEAR(logistic(tight.intercept), 0.7, 1e-6);
    EXPECT_NEAR(tight.effective_df, 1, 1e-5);
}

TEST(RidgeLogistic, IsAtAZeroOfItsScore) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const PredictionInput input = cohort(60, 3, 0.75, seed);
        for (const double lambda : {0.1, 3.0}) {
            const RidgeFit fit = ridge_logistic(input.data, lambda);
            double of_intercept = 0, of_slope = -lambda * fit.standardized[0];
            for (std::size_t i = 0; i < input.data.size(); ++i) {
                const double residual =
                    (input.data.outcome[i] ? 1 : 0) - logistic(fit.linear_predictor(input.data.rows[i]));
                of_intercept += residual;
                of_slope += residual * (input.data.rows[i][0] - fit.means[0]) / fit.sds[0];
            }
            EXPECT_NEAR(of_intercept, 0, 1e-8) << seed;
            EXPECT_NEAR(of_slope, 0, 1e-8) << seed;
        }
    }
}

TEST(RidgeLogistic, CoefficientsOnTheOwnScalesGiveTheSamePredictor) {
    PredictionInput input = cohort(60, 3, 0.7);
    for (auto& row : input.data.rows) row[2] = 7;  // constant: no coefficient
    const RidgeFit fit = ridge_logistic(input.data, 1);
    const std::vector<double> own = fit.coefficients();
    ASSERT_EQ(own.size(), 4U);
    EXPECT_EQ(own[3], 0);
    for (const auto& row : input.data.rows)
        EXPECT_NEAR(own[0] + own[1] * row[0] + own[2] * row[1], fit.linear_predictor(row), 1e-12);
}

TEST(LeavePairOutTest, IsOneWhenTheMarkerSeparates) {
    LogisticData data{{{1}, {2}, {3}, {10}, {11}, {12}}, {false, false, false, true, true, true}};
    EXPECT_EQ(leave_pair_out(data, firth_fitter()).auc, 1);
    EXPECT_TRUE(leave_pair_out(data, firth_fitter()).all_pairs);
}

TEST(LeavePairOutTest, IsTheSameForOneThreadAndEight) {
    const PredictionInput input = cohort(320, 1, 0.5);
    const LeavePairOut one = leave_pair_out(input.data, firth_fitter(), {3, 1, 1});
    const LeavePairOut eight = leave_pair_out(input.data, firth_fitter(), {3, 1, 8});
    EXPECT_FALSE(one.all_pairs);
    EXPECT_EQ(one.auc, eight.auc);
    EXPECT_GT(one.standard_error, 0);
}

TEST(CalibrationTest, GivesSlopeOneToItsOwnModel) {
    const PredictionInput input = cohort(200, 1, 0.5);
    const FirthFit fit = firth_logistic(input.data);
    const Calibration found = calibration(fit.fitted, input.data.outcome);
    EXPECT_NEAR(*found.slope, 1, 0.05);
    EXPECT_NEAR(*found.in_the_large, 0, 0.02);
    EXPECT_FALSE(calibration({0, 1}, {false, true}).slope);
    EXPECT_FALSE(calibration({0.1, 0.2, 0.8, 0.9}, {false, false, true, true}).slope);
    EXPECT_EQ(net_benefit({0.9, 0.1}, {true, false}, 0.5).model, 0.5);
}

TEST(WardLinkage, HeightsFollowTheCentroids) {
    const std::vector<std::vector<double>> rows = {{0, 0}, {1, 0}, {10, 4}, {12, 5}, {11, 8}};
    const Dendrogram tree = hierarchical_clustering(rows, Linkage::ward_d2);
    // The last merge joins {1, 2} and {3, 4, 5}: sqrt(2 ab/(a + b)) times the distance of their centroids.
    const double distance = std::hypot(0.5 - 11.0, 0.0 - 17.0 / 3);
    EXPECT_NEAR(tree.heights.back(), std::sqrt(2 * 2 * 3 / 5.0) * distance, 1e-9);
    EXPECT_EQ(cut_tree(tree, 2), (std::vector<std::size_t>{1, 1, 2, 2, 2}));
    EXPECT_EQ(cut_tree(tree, 5), (std::vector<std::size_t>{1, 2, 3, 4, 5}));
    EXPECT_THROW(cut_tree(tree, 6), AnalysisError);
    EXPECT_EQ(cophenetic_distances(tree)[0], tree.heights.front());
}

TEST(StudyDesign, PowerIsZeroWhereNoPValueReachesAlpha) {
    EXPECT_EQ(mann_whitney_power(5, 2, 0.85, 0.05, {1, 1000, 1}).power, 0);
    EXPECT_EQ(mann_whitney_power(6, 2, 0.85, 0.05, {1, 1000, 1}).alpha_attained, 0);
    const MannWhitneyPower fifteen = mann_whitney_power(15, 5, 0.85, 0.05, {1, 20000, 2});
    EXPECT_NEAR(fifteen.power, 0.69, 0.02);
    EXPECT_LE(fifteen.alpha_attained, 0.05);
    // With no effect the test keeps its attained level.
    const MannWhitneyPower null = mann_whitney_power(9, 6, 0.5, 0.05, {2, 40000, 2});
    EXPECT_NEAR(null.power, null.alpha_attained, 5 * null.standard_error);
}

TEST(StudyDesign, TableIsTheSameForOneThreadAndEight) {
    PowerPlan plan;
    plan.monte_carlo.draws = 2000;
    plan.monte_carlo.threads = 1;
    const auto one = power_table(plan);
    plan.monte_carlo.threads = 8;
    const auto eight = power_table(plan);
    ASSERT_EQ(one.size(), eight.size());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].value, eight[i].value) << one[i].quantity;
    EXPECT_EQ(value_of(one, "0.5 against 0.75", "n"), 23);
    EXPECT_EQ(value_of(one, "3 parameters", "n for shrinkage 0.9"), 252);
    EXPECT_NEAR(value_of(one, "5 vs 2", "smallest attainable p"), 2.0 / 21, 1e-12);
    EXPECT_NEAR(value_of(one, "6 of 8", "95 % low"), 0.3491, 1e-4);
}

TEST(PredictionTest, RefusesEightPatientsWithAReasonCode) {
    const Prediction refused = predict(cohort(8, 1, 0.75), {});
    EXPECT_EQ(refused.level, PredictionLevel::describe);
    EXPECT_EQ(refused.reason_code, "N_TOO_SMALL_FOR_MODEL");
    EXPECT_FALSE(refused.model);
    ASSERT_EQ(refused.markers.size(), 1U);
    EXPECT_NEAR(refused.markers[0].test.p_min_attainable, 2.0 / 28, 1e-12);
}

TEST(PredictionTest, LevelsFollowPatientsAndTheRarerOutcome) {
    EXPECT_EQ(prediction_level(19, 9), PredictionLevel::describe);
    EXPECT_EQ(prediction_level(100, 4), PredictionLevel::describe);
    EXPECT_EQ(prediction_level(20, 5), PredictionLevel::one_marker);
    EXPECT_EQ(prediction_level(149, 11), PredictionLevel::one_marker);
    EXPECT_EQ(prediction_level(50, 12), PredictionLevel::few_parameters);
    EXPECT_EQ(prediction_level(150, 39), PredictionLevel::few_parameters);
    EXPECT_EQ(prediction_level(150, 40), PredictionLevel::model);
}

TEST(PredictionTest, TwentyPatientsAllowOneMarkerAndNoProbabilityOfAPatient) {
    const Prediction one = predict(cohort(24, 1, 0.7), {1, 50, 1});
    ASSERT_TRUE(one.model);
    EXPECT_TRUE(one.model->patients.empty());
    EXPECT_TRUE(one.model->nested.empty());
    EXPECT_LT(one.model->leave_pair_out_area.low, one.model->leave_pair_out.auc);
    EXPECT_EQ(predict(cohort(24, 2, 0.7), {}).reason_code, "TOO_MANY_PARAMETERS");
}

TEST(PredictionTest, MorePatientsAddNestedValidationAndTheDecisionCurve) {
    const Prediction few = predict(cohort(60, 2, 0.6), {1, 40, 2});
    ASSERT_TRUE(few.model);
    EXPECT_EQ(few.model->patients.size(), 60U);
    ASSERT_EQ(few.model->nested.size(), 2U);
    EXPECT_LT(few.model->nested[0].optimism.corrected_auc, few.model->nested[0].optimism.apparent_auc);
    EXPECT_TRUE(few.model->decision_curve.empty());
    for (const NestedPerformance& nested : few.model->nested) {
        EXPECT_LT(nested.bootstrap_632.auc, nested.optimism.apparent_auc) << nested.model;
        EXPECT_GT(nested.bootstrap_632.brier, 0) << nested.model;
        EXPECT_TRUE(nested.calibration.slope) << nested.model;
    }
    // Ridge shrinks: the standardised coefficients are those at the chosen lambda, and use up less than one df each.
    ASSERT_TRUE(few.model->ridge);
    const TunedRidge& ridge = *few.model->ridge;
    EXPECT_EQ(ridge.fit.standardized, ridge_logistic(cohort(60, 2, 0.6).data, ridge.lambda).standardized);
    EXPECT_LT(ridge.fit.effective_df, 3);
    const Prediction full = predict(cohort(160, 2, 0.6), {1, 20, 2});
    ASSERT_TRUE(full.model);
    EXPECT_EQ(full.model->decision_curve.size(), 3U);
    const Prediction again = predict(cohort(160, 2, 0.6), {1, 20, 7});
    EXPECT_EQ(full.model->nested[1].optimism.corrected_auc, again.model->nested[1].optimism.corrected_auc);
    EXPECT_EQ(full.model->decision_curve[1].low, again.model->decision_curve[1].low);
}

TEST(PredictionTest, ReportsRidgeWhenAsked) {
    const PredictionInput input = cohort(160, 2, 0.7);
    const PredictionModel firth = *predict(input, {1, 60, 2}).model;
    const PredictionModel ridge = *predict(input, {1, 60, 2}, ModelKind::ridge).model;
    EXPECT_EQ(model_kind_name(ridge.kind), "ridge logistic regression");
    const RidgeFit& fit = ridge.ridge->fit;
    ASSERT_EQ(ridge.coefficients.size(), 3U);
    for (std::size_t j = 0; j < 3; ++j) {
        const Coefficient& coefficient = ridge.coefficients[j];
        EXPECT_FALSE(coefficient.p) << "a shrunken coefficient has no likelihood ratio";
        EXPECT_EQ(coefficient.value, fit.coefficients()[j]);
        EXPECT_LT(coefficient.low, coefficient.value) << coefficient.name;
        EXPECT_GT(coefficient.high, coefficient.value) << coefficient.name;
        // The same quantity for both kinds, so that they can be compared; no shrinkage to speak of at this size.
        EXPECT_NEAR(firth.coefficients[j].standardized, coefficient.standardized, 0.3) << coefficient.name;
        EXPECT_NE(firth.coefficients[j].value, coefficient.value);
    }
    EXPECT_EQ(ridge.coefficients[1].standardized, fit.standardized[0]);
    EXPECT_NEAR(ridge.leave_pair_out.auc, firth.leave_pair_out.auc, 0.05);
    EXPECT_EQ(ridge.leave_pair_out.pairs, 2000U) << "of 112 x 48 pairs";
    EXPECT_FALSE(ridge.leave_pair_out.all_pairs);
    // The decision curve is that of the reported kind; both kinds have one of their own.
    EXPECT_EQ(firth.decision_curve[1].benefit.model, ridge.nested[0].decision_curve[1].benefit.model);
    EXPECT_EQ(ridge.decision_curve[1].benefit.model, firth.nested[1].decision_curve[1].benefit.model);
    EXPECT_EQ(ridge.decision_curve[2].low, firth.nested[1].decision_curve[2].low);
}

TEST(PredictionTest, RidgeIntervalsOfPatientsComeFromTheWholeResampledProcedure) {
    const PredictionInput input = cohort(60, 2, 0.6);
    const Prediction prediction = predict(input, {5, 40, 2}, ModelKind::ridge);
    ASSERT_TRUE(prediction.model);
    const auto resampled = resampled_tuned_ridge(input.data, {5, 40, 1});
    ASSERT_EQ(prediction.model->patients.size(), 60U);
    for (std::size_t i = 0; i < 60; ++i) {
        std::vector<double> probabilities;
        for (const auto& own : resampled)
            probabilities.push_back(logistic(own[0] + own[1] * input.data.rows[i][0] + own[2] * input.data.rows[i][1]));
        EXPECT_NEAR(prediction.model->patients[i].low, quantile(probabilities, 0.025), 1e-12);
        EXPECT_NEAR(prediction.model->patients[i].high, quantile(probabilities, 0.975), 1e-12);
        const double own = logistic(prediction.model->ridge->fit.linear_predictor(input.data.rows[i]));
        EXPECT_LT(prediction.model->patients[i].low, own);
        EXPECT_GT(prediction.model->patients[i].high, own);
    }
    EXPECT_TRUE(prediction.model->decision_curve.empty());
}

TEST(PredictionTest, RefusesRidgeForTwentyPatients) {
    const Prediction refused = predict(cohort(24, 1, 0.7), {1, 50, 1}, ModelKind::ridge);
    EXPECT_EQ(refused.reason_code, "MODEL_KIND_NOT_ALLOWED");
    EXPECT_EQ(refused.reason,
              "ridge for 24 patients, 7 of the rarer outcome; below 50 and 12 only Firth is allowed; choose firth");
    EXPECT_FALSE(refused.model);
    EXPECT_EQ(refused.markers.size(), 1U);
    EXPECT_EQ(predict(cohort(8, 1, 0.75), {}, ModelKind::ridge).reason_code, "N_TOO_SMALL_FOR_MODEL");
    EXPECT_EQ(predict(cohort(24, 2, 0.7), {}, ModelKind::ridge).reason_code, "TOO_MANY_PARAMETERS");
}
