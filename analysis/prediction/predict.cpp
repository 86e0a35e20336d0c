#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/prediction.hpp"
#include "asparagate/analysis/statistics/boxplot.hpp"
#include "asparagate/analysis/statistics/summary.hpp"

#include <array>
#include <numeric>

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

std::string coefficient_name(const PredictionInput& input, std::size_t place) {
    return place == 0 ? "(intercept)" : input.markers[place - 1];
}

/// Coefficients of markers at mean 0 and sd 1, from those on the markers' own scales.
std::vector<double> standardized(const LogisticData& data, const std::vector<double>& own) {
    std::vector<double> result{own[0]};
    for (std::size_t j = 1; j < own.size(); ++j) {
        std::vector<double> marker;
        for (const auto& row : data.rows) marker.push_back(row[j - 1]);
        const ZScores scores = z_scores(marker);
        result.push_back(own[j] * scores.sd);
        result[0] += own[j] * scores.mean;
    }
    return result;
}

std::vector<Coefficient> firth_coefficients(const PredictionInput& input, const FirthFit& fit, unsigned threads) {
    const FirthProfile profile = firth_profile(input.data, fit, threads);
    const std::vector<double> at_sd_1 = standardized(input.data, fit.coefficients);
    std::vector<Coefficient> coefficients;
    for (std::size_t j = 0; j < fit.coefficients.size(); ++j)
        coefficients.push_back({coefficient_name(input, j), fit.coefficients[j], profile.low[j], profile.high[j],
                                profile.p[j], at_sd_1[j]});
    return coefficients;
}

std::vector<PatientProbability> firth_patients(const PredictionInput& input, const FirthFit& fit) {
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

std::vector<Coefficient> ridge_coefficients(const PredictionInput& input, const RidgeFit& fit,
                                            const std::vector<std::vector<double>>& resampled) {
    const std::vector<double> own = fit.coefficients();
    std::vector<Coefficient> coefficients;
    for (std::size_t j = 0; j < own.size(); ++j) {
        std::vector<double> values;
        for (const auto& resample : resampled) values.push_back(resample[j]);
        coefficients.push_back({coefficient_name(input, j), own[j], quantile(values, 0.025), quantile(values, 0.975),
                                std::nullopt, j == 0 ? fit.intercept : fit.standardized[j - 1]});
    }
    return coefficients;
}

std::vector<PatientProbability> ridge_patients(const PredictionInput& input,
                                               const std::vector<std::vector<double>>& resampled) {
    std::vector<PatientProbability> patients;
    for (std::size_t i = 0; i < input.data.size(); ++i) {
        const std::vector<double>& row = input.data.rows[i];
        std::vector<double> probabilities;
        for (const auto& own : resampled)
            probabilities.push_back(logistic(std::inner_product(row.begin(), row.end(), own.begin() + 1, own[0])));
        patients.push_back(
            {input.patients[i], input.data.outcome[i], quantile(probabilities, 0.025), quantile(probabilities, 0.975)});
    }
    return patients;
}

std::vector<double> as_probabilities(std::vector<double> predictors) {
    for (double& predictor : predictors) predictor = logistic(predictor);
    return predictors;
}

NestedPerformance nested_performance(const char* name, const LogisticData& data, const ModelFitter& fitter,
                                     PredictionLevel level, const MonteCarlo& settings) {
    const std::vector<double> predictors = repeated_cross_validation(data, fitter, settings);
    const std::vector<double> probabilities = as_probabilities(predictors);
    NestedPerformance performance;
    performance.model = name;
    performance.auc = score_auc(predictors, data.outcome);
    performance.calibration = calibration(probabilities, data.outcome);
    performance.optimism = bootstrap_optimism(data, fitter, settings);
    performance.bootstrap_632 = bootstrap_632_plus(data, fitter, settings);
    if (level != PredictionLevel::model) return performance;
    for (const double threshold : {0.25, 0.5, 0.75})
        performance.decision_curve.push_back(net_benefit_band(probabilities, data.outcome, threshold, settings));
    return performance;
}

/// What is reported of the one kind; one marker has no probability of a patient.
void report_firth(PredictionModel& model, const PredictionInput& input, PredictionLevel level,
                  const MonteCarlo& settings) {
    const FirthFit fit = firth_logistic(input.data);
    model.coefficients = firth_coefficients(input, fit, settings.threads);
    model.leave_pair_out = leave_pair_out(input.data, firth_fitter(), settings);
    if (level != PredictionLevel::one_marker) model.patients = firth_patients(input, fit);
}

void report_ridge(PredictionModel& model, const PredictionInput& input, const MonteCarlo& settings) {
    // Sixty-one fits for each pair, to tune lambda without it.
    constexpr std::uint64_t most_pairs = 2000;
    const auto resampled = resampled_tuned_ridge(input.data, settings);
    model.coefficients = ridge_coefficients(input, model.ridge->fit, resampled);
    model.leave_pair_out = leave_pair_out(input.data, tuned_ridge_fitter(), settings, most_pairs);
    model.patients = ridge_patients(input, resampled);
}

PredictionModel fit_model(const PredictionInput& input, PredictionLevel level, std::size_t minority, ModelKind kind,
                          const MonteCarlo& settings) {
    const LogisticData& data = input.data;
    PredictionModel model;
    model.kind = kind;
    if (level != PredictionLevel::one_marker) {
        model.ridge = tuned_ridge(data);
        model.nested = {nested_performance("Firth", data, firth_fitter(), level, settings),
                        nested_performance("ridge", data, tuned_ridge_fitter(), level, settings)};
        model.decision_curve = model.nested[kind == ModelKind::firth ? 0 : 1].decision_curve;
    }
    if (kind == ModelKind::firth)
        report_firth(model, input, level, settings);
    else
        report_ridge(model, input, settings);
    model.leave_pair_out_area = newcombe_area(model.leave_pair_out.auc, minority, data.size() - minority);
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

std::string model_kind_name(ModelKind kind) {
    return kind == ModelKind::firth ? "Firth logistic regression" : "ridge logistic regression";
}

Prediction predict(const PredictionInput& input, const MonteCarlo& settings, ModelKind kind) {
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
    } else if (kind == ModelKind::ridge && result.level == PredictionLevel::one_marker) {
        const LevelLimits& needed = limits_of(PredictionLevel::few_parameters);
        refuse(result, "MODEL_KIND_NOT_ALLOWED",
               "ridge for " + std::to_string(result.n) + " patients, " + std::to_string(result.minority) +
                   " of the rarer outcome; below " + std::to_string(needed.n) + " and " +
                   std::to_string(needed.minority) + " only Firth is allowed; choose firth");
    } else {
        result.model = fit_model(input, result.level, result.minority, kind, settings);
    }
    return result;
}

}  // namespace asparagate
