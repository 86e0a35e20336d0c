#include "asparagate/analysis/statistics/logistic.hpp"
#include "asparagate/analysis/statistics/model_validation.hpp"
#include "asparagate/analysis/statistics/roc.hpp"
#include "methods/method.hpp"

namespace asparagate::methods {
namespace {

Json outcome_counts(const std::vector<bool>& outcome) {
    const auto positives = static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true));
    return {{"with", positives}, {"without", outcome.size() - positives}};
}

Answer roc(JsonInput& input) {
    input.allow_only({"pos", "neg", "direction"});
    std::vector<double> positives = input.present("pos"), negatives = input.present("neg");
    const bool lower = input.choice("direction", {"higher=positive", "lower=positive"}) == "lower=positive";
    if (lower) {
        for (double& value : positives) value = -value;
        for (double& value : negatives) value = -value;
    }
    const RocCurve curve = roc_curve(positives, negatives);
    Json thresholds = Json::array(), sensitivities = Json::array(), specificities = Json::array();
    for (const YoudenThreshold& best : curve.youden) {
        thresholds.push_back(json_number(lower ? -best.threshold : best.threshold));
        sensitivities.push_back(best.sensitivity);
        specificities.push_back(best.specificity);
    }
    Answer answer;
    answer.test = "receiver operating curve";
    answer.n = {{"pos", positives.size()}, {"neg", negatives.size()}};
    answer.missing = input.missing();
    answer.result = {{"auc", curve.auc},
                     {"delong_var", json_number(curve.delong_variance)},
                     {"delong_ci95", json_interval(curve.delong)},
                     {"delong_usable", curve.delong_usable},
                     {"newcombe_m5_ci95", json_interval(curve.newcombe)},
                     {"youden_J", curve.youden_j},
                     {"youden_thresholds_midpoint", thresholds},
                     {"youden_sens", sensitivities},
                     {"youden_spec", specificities}};
    if (!curve.delong_usable)
        answer.notes.emplace_back("DeLong needs 0 < AUC < 1 and 10 in each group: use the Newcombe interval");
    return answer;
}

LogisticData logistic_data(JsonInput& input, const char* predictors) {
    LogisticData data{input.matrix(predictors, false), input.flags("y")};
    if (data.rows.size() != data.outcome.size())
        input.fail("y", std::to_string(data.outcome.size()) + " outcomes",
                   std::to_string(data.rows.size()) + ", one for each row of " + predictors);
    return data;
}

void add_leave_one_out(Json& result, const LogisticData& data, bool intercept, unsigned threads) {
    const ModelFitter fitter = [intercept](const LogisticData& training) {
        return [fit = firth_logistic(training, intercept)](const std::vector<double>& row) {
            return fit.linear_predictor(row);
        };
    };
    std::vector<double> probabilities;
    for (const double predictor : leave_one_out(data, fitter, threads)) probabilities.push_back(logistic(predictor));
    result["loocv_prob"] = json_numbers(probabilities);
    result["loocv_brier"] = brier_score(probabilities, data.outcome);
    result["loocv_logloss"] = json_number(log_loss(probabilities, data.outcome));
}

Answer firth(JsonInput& input) {
    input.allow_only({"X", "y", "intercept"});
    const LogisticData data = logistic_data(input, "X");
    const bool intercept = input.flag("intercept", true);
    const FirthFit fit = firth_logistic(data, intercept);
    const FirthProfile profile = firth_profile(data, fit, input.threads());
    Answer answer;
    answer.test = "Firth logistic regression, profile intervals";
    answer.n = outcome_counts(data.outcome);
    answer.exact = false;
    answer.result = {{"coef", json_numbers(fit.coefficients)},
                     {"penalized_loglik", fit.penalized_loglik},
                     {"se_wald", json_numbers(fit.standard_errors)},
                     {"ppl_ci95_low", json_numbers(profile.low)},
                     {"ppl_ci95_high", json_numbers(profile.high)},
                     {"plr_chisq", json_numbers(profile.chi_squared)},
                     {"plr_p", json_numbers(profile.p)},
                     {"fitted", json_numbers(fit.fitted)}};
    if (data.size() > 2) add_leave_one_out(answer.result, data, intercept, input.threads());
    answer.notes.emplace_back("likelihood-ratio p are approximate in small samples: an exact test leads");
    return answer;
}

Answer ridge(JsonInput& input) {
    input.allow_only({"X", "y", "lambda", "standardize", "objective"});
    const LogisticData data = logistic_data(input, "X");
    const RidgeFit fit = ridge_logistic(data, input.number("lambda"));
    Answer answer;
    answer.test = "ridge logistic regression";
    answer.n = outcome_counts(data.outcome);
    answer.result = {{"intercept", fit.intercept},
                     {"beta_standardized", json_numbers(fit.standardized)},
                     {"edf", fit.effective_df},
                     {"means", json_numbers(fit.means)},
                     {"sds", json_numbers(fit.sds)}};
    if (std::count(fit.sds.begin(), fit.sds.end(), 0.0) > 0)
        answer.notes.emplace_back("a constant predictor has coefficient 0");
    return answer;
}

Answer firth_cross_validation(JsonInput& input) {
    input.allow_only({"x", "y", "seed"});
    const LogisticData data = logistic_data(input, "x");
    const MonteCarlo settings = input.monte_carlo();
    const FirthFit fit = firth_logistic(data);
    std::vector<double> apparent;
    for (const auto& row : data.rows) apparent.push_back(fit.linear_predictor(row));
    const std::vector<double> left_out = leave_one_out(data, firth_fitter(), input.threads());
    const LeavePairOut pairs = leave_pair_out(data, firth_fitter(), settings);
    Answer answer;
    answer.test = "cross-validated AUC of a Firth model";
    answer.n = outcome_counts(data.outcome);
    answer.exact = pairs.all_pairs;
    if (!pairs.all_pairs)
        answer.monte_carlo = {{"seed", settings.seed}, {"pairs", pairs.pairs}, {"mcse", pairs.standard_error}};
    answer.result = {{"apparent_auc_linear_predictor", score_auc(apparent, data.outcome)},
                     {"loocv_linear_predictors", json_numbers(left_out)},
                     {"pooled_loocv_auc", score_auc(left_out, data.outcome)},
                     {"leave_pair_out_auc", pairs.auc}};
    answer.notes.emplace_back("the pooled leave-one-out AUC is biased low in small samples: leave-pair-out leads");
    return answer;
}

Answer nested(JsonInput& input) {
    input.allow_only({"features_as_rows", "y", "rule"});
    const std::vector<bool> outcome = input.flags("y");
    const NestedMarker found =
        nested_marker_selection(input.matrix("features_as_rows", false), outcome, input.threads());
    Json predicted = Json::array();
    for (const bool positive : found.predicted) predicted.push_back(positive ? 1 : 0);
    Answer answer;
    answer.test = "leave-one-out with marker, direction and threshold chosen inside each fold";
    answer.n = outcome_counts(outcome);
    answer.result = {{"chosen_marker", found.marker},
                     {"direction", found.direction},
                     {"threshold_original_scale", json_numbers(found.threshold)},
                     {"predicted", predicted},
                     {"sensitivity", found.sensitivity},
                     {"specificity", found.specificity},
                     {"balanced_accuracy", found.balanced_accuracy}};
    return answer;
}

Answer calibrate(JsonInput& input) {
    input.allow_only({"p", "y", "thresholds"});
    const std::vector<double> probabilities = input.numbers("p");
    const std::vector<bool> outcome = input.flags("y");
    const Calibration found = calibration(probabilities, outcome);
    Answer answer;
    answer.test = "calibration and decision curve";
    answer.n = outcome_counts(outcome);
    answer.result = {{"brier", found.brier},
                     {"logloss", json_number(found.log_loss)},
                     {"calibration_slope", json_number(found.slope)},
                     {"calibration_in_the_large", json_number(found.in_the_large)},
                     {"c_statistic", found.c_statistic}};
    Json model = Json::array(), all = Json::array();
    const std::vector<double> thresholds =
        input.has("thresholds") ? input.numbers("thresholds") : std::vector<double>{0.25, 0.5, 0.75};
    for (const double threshold : thresholds) {
        const NetBenefit benefit = net_benefit(probabilities, outcome, threshold);
        model.push_back(benefit.model);
        all.push_back(benefit.treat_all);
    }
    answer.result["thresholds"] = thresholds;
    answer.result["net_benefit_model"] = std::move(model);
    answer.result["net_benefit_treat_all"] = std::move(all);
    if (!found.slope) answer.notes.emplace_back("no calibration slope: separated, or a probability is 0 or 1");
    return answer;
}

}  // namespace

std::vector<Method> model_methods() {
    return {
        {"roc_auc", "marker and outcome: AUC, DeLong and Newcombe intervals, Youden thresholds", roc},
        {"firth_logistic", "binary outcome: Firth's penalised logistic regression", firth},
        {"ridge_logistic", "binary outcome: ridge logistic regression", ridge},
        {"firth_cv_auc", "binary outcome: leave-one-out and leave-pair-out AUC of a Firth model",
         firth_cross_validation},
        {"nested_loocv_marker_and_youden", "many markers: choice of marker and threshold inside leave-one-out", nested},
        {"calibration_decision_curve", "predicted probabilities: calibration, Brier score, net benefit", calibrate},
    };
}

}  // namespace asparagate::methods
