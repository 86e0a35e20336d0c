#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/prediction.hpp"

#include <array>

namespace asparagate {
namespace {

/// From how many patients, and of the rarer outcome, a level begins, and what it allows.
struct LevelLimits {
    PredictionLevel level;
    const char* name;
    std::size_t n, minority, parameters;
};
constexpr std::array levels{LevelLimits{PredictionLevel::describe, "describe only", 0, 0, 0},
                            LevelLimits{PredictionLevel::one_marker, "one pre-specified marker", 20, 5, 1},
                            LevelLimits{PredictionLevel::few_parameters, "up to three parameters", 50, 12, 3},
                            LevelLimits{PredictionLevel::model, "up to five parameters", 150, 40, 5}};

const LevelLimits& limits_of(PredictionLevel level) {
    return levels[static_cast<std::size_t>(level)];
}

std::vector<MarkerDescription> describe(const PredictionInput& input) {
    std::vector<MarkerDescription> descriptions;
    for (std::size_t m = 0; m < input.markers.size(); ++m) {
        std::vector<double> with, without;
        for (std::size_t i = 0; i < input.data.size(); ++i)
            (input.data.outcome[i] ? with : without).push_back(input.data.rows[i][m]);
        descriptions.push_back({input.markers[m], mann_whitney(with, without), area_under_curve(with, without)});
    }
    return descriptions;
}

std::vector<Coefficient> coefficients_of(const PredictionInput& input, const FirthFit& fit, unsigned threads) {
    const FirthProfile profile = firth_profile(input.data, fit, threads);
    std::vector<Coefficient> coefficients;
    for (std::size_t j = 0; j < fit.coefficients.size(); ++j)
        coefficients.push_back({j == 0 ? "(intercept)" : input.markers[j - 1], fit.coefficients[j], profile.low[j],
                                profile.high[j], profile.p[j]});
    return coefficients;
}

std::vector<PatientProbability> patient_intervals(const PredictionInput& input, const FirthFit& fit) {
    constexpr double z = 1.959963984540054;  // 97.5 % quantile of the normal distribution
    std::vector<PatientProbability> patients;
    for (std::size_t i = 0; i < input.data.size(); ++i) {
        const double predictor = fit.linear_predictor(input.data.rows[i]);
        const double half = z * fit.predictor_error(input.data.rows[i]);
        patients.push_back(
            {input.patients[i], input.data.outcome[i], logistic(predictor - half), logistic(predictor + half)});
    }
    return patients;
}

std::vector<double> as_probabilities(std::vector<double> predictors) {
    for (double& predictor : predictors) predictor = logistic(predictor);
    return predictors;
}

NestedPerformance nested_performance(const char* name, const LogisticData& data, const ModelFitter& fitter,
                                     const std::vector<double>& predictors, const MonteCarlo& settings) {
    NestedPerformance performance;
    performance.model = name;
    performance.auc = score_auc(predictors, data.outcome);
    performance.calibration = calibration(as_probabilities(predictors), data.outcome);
    performance.optimism = bootstrap_optimism(data, fitter, settings);
    performance.bootstrap_632 = bootstrap_632_plus(data, fitter, settings);
    return performance;
}

PredictionModel fit_model(const PredictionInput& input, PredictionLevel level, std::size_t minority,
                          const MonteCarlo& settings) {
    const LogisticData& data = input.data;
    const FirthFit fit = firth_logistic(data);
    PredictionModel model;
    model.coefficients = coefficients_of(input, fit, settings.threads);
    model.leave_pair_out = leave_pair_out(data, firth_fitter(), settings);
    model.leave_pair_out_area = newcombe_area(model.leave_pair_out.auc, minority, data.size() - minority);
    if (level == PredictionLevel::one_marker) return model;
    const std::vector<double> firth = repeated_cross_validation(data, firth_fitter(), settings);
    const std::vector<double> ridge = repeated_cross_validation(data, tuned_ridge_fitter(), settings);
    model.nested = {nested_performance("Firth", data, firth_fitter(), firth, settings),
                    nested_performance("ridge", data, tuned_ridge_fitter(), ridge, settings)};
    model.ridge = tuned_ridge(data);
    model.patients = patient_intervals(input, fit);
    if (level != PredictionLevel::model) return model;
    for (const double threshold : {0.25, 0.5, 0.75})
        model.decision_curve.push_back(net_benefit_band(as_probabilities(firth), data.outcome, threshold, settings));
    return model;
}

void refuse(Prediction& result, const char* code, const std::string& reason) {
    result.reason_code = code;
    result.reason = reason;
}

}  // namespace

PredictionLevel prediction_level(std::size_t n, std::size_t minority) {
    PredictionLevel reached = PredictionLevel::describe;
    for (const LevelLimits& limits : levels)
        if (n >= limits.n && minority >= limits.minority) reached = limits.level;
    return reached;
}

std::size_t most_parameters(PredictionLevel level) {
    return limits_of(level).parameters;
}

std::string prediction_level_name(PredictionLevel level) {
    return limits_of(level).name;
}

Prediction predict(const PredictionInput& input, const MonteCarlo& settings) {
    Prediction result;
    result.n = input.data.size();
    result.missing = input.missing;
    const auto with = static_cast<std::size_t>(std::count(input.data.outcome.begin(), input.data.outcome.end(), true));
    result.minority = std::min(with, result.n - with);
    if (result.minority == 0)
        throw AnalysisError("prediction", std::to_string(with) + " of " + std::to_string(result.n) +
                                              " evaluable patients have the outcome; expected both outcomes");
    result.level = prediction_level(result.n, result.minority);
    result.markers = describe(input);
    if (result.level == PredictionLevel::describe) {
        refuse(result, "N_TOO_SMALL_FOR_MODEL",
               std::to_string(result.n) + " evaluable patients, " + std::to_string(result.minority) +
                   " of the rarer outcome; a model needs at least 20 and 5");
    } else if (input.markers.size() > most_parameters(result.level)) {
        refuse(result, "TOO_MANY_PARAMETERS",
               std::to_string(input.markers.size()) + " markers; " + std::to_string(result.n) + " patients, " +
                   std::to_string(result.minority) + " of the rarer outcome, allow " +
                   prediction_level_name(result.level));
    } else {
        result.model = fit_model(input, result.level, result.minority, settings);
    }
    return result;
}

}  // namespace asparagate
