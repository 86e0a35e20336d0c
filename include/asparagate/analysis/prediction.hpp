#pragma once
#include "asparagate/analysis/statistics/logistic.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/resampled_validation.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// Markers and outcome of the patients that have all of them.
struct PredictionInput {
    std::vector<std::string> patients;
    std::vector<std::string> markers;
    LogisticData data;        ///< outcome true = restored
    std::size_t missing = 0;  ///< patients left out: outcome not evaluable, or a marker missing
};
/// Reads a CSV or TSV with an outcome column (yes/no, 1/0, true/false, restored/not restored; empty or `not evaluable` =
/// missing), marker columns, and patients in the column `patient` where there is one. @throws AnalysisError
PredictionInput read_prediction_table(const std::filesystem::path& path, const std::string& outcome,
                                      const std::vector<std::string>& markers);
/// Joins `outcomes.csv` (column `restored`) and `foldchanges.csv` of a results folder; markers are feature ids, taken as
/// log2 fold change. @throws AnalysisError
PredictionInput read_prediction_results(const std::filesystem::path& folder, const std::vector<std::string>& markers);

/// What the number of patients allows (fixed limits, not settings).
enum class PredictionLevel {
    describe,        ///< below 20 patients or 5 of the rarer outcome: no model
    one_marker,      ///< one pre-specified marker, exploratory, no probability of a patient
    few_parameters,  ///< from 50 and 12: up to 3, nested validation, intervals of patients
    model            ///< from 150 and 40: up to 5, decision curve, a model file
};
PredictionLevel prediction_level(std::size_t n, std::size_t minority);
/// Most parameters that a level allows; 0 for describe.
std::size_t most_parameters(PredictionLevel level);
std::string prediction_level_name(PredictionLevel level);

/// Which model is reported.
enum class ModelKind {
    firth,
    ridge  ///< lambda tuned within the patients it is fitted to; from few_parameters
};
std::string model_kind_name(ModelKind kind);

/// One marker compared between the outcomes; shown at every level.
struct MarkerDescription {
    std::string marker;
    MannWhitney test;
    AreaUnderCurve area;
};

struct Coefficient {
    std::string name;
    double value = 0;          ///< on the marker's own scale
    double low = 0, high = 0;  ///< 95 %: profile of Firth's likelihood; percentiles of resampled ridge
    std::optional<double> p;   ///< Firth alone: penalised likelihood ratio
    double standardized = 0;   ///< of the marker at mean 0, sd 1 (n - 1); of the intercept: where all markers are at 0
};

struct PatientProbability {
    std::string patient;
    bool outcome = false;
    double low = 0, high = 1;  ///< 95 % of the model's mean: Firth's standard error, percentiles of resampled ridge
};

/// Performance of one kind of model outside the patients it was fitted to.
struct NestedPerformance {
    std::string model;
    double auc = 0.5;  ///< of the pooled predictions
    Calibration calibration;
    Optimism optimism;
    Bootstrap632 bootstrap_632;
    std::vector<NetBenefitBand> decision_curve;  ///< from model, of the cross-validated predictions
};

struct PredictionModel {
    ModelKind kind = ModelKind::firth;
    std::vector<Coefficient> coefficients;
    LeavePairOut leave_pair_out;
    AreaUnderCurve leave_pair_out_area;           ///< with Newcombe's interval
    std::optional<TunedRidge> ridge;              ///< from few_parameters, whichever kind is reported
    std::vector<NestedPerformance> nested;        ///< of both kinds, from few_parameters
    std::vector<PatientProbability> patients;     ///< from few_parameters
    std::vector<NetBenefitBand> decision_curve;   ///< from model, that of the reported kind
};

struct Prediction {
    std::size_t n = 0, minority = 0, missing = 0;
    PredictionLevel level = PredictionLevel::describe;
    std::string reason_code;  ///< why there is no model: N_TOO_SMALL_FOR_MODEL, TOO_MANY_PARAMETERS, MODEL_KIND_NOT_ALLOWED; else empty
    std::string reason;       ///< the same as a sentence
    std::vector<MarkerDescription> markers;
    std::optional<PredictionModel> model;
};
/// `settings.draws` counts bootstrap resamples. @throws AnalysisError when an outcome does not occur.
Prediction predict(const PredictionInput& input, const MonteCarlo& settings, ModelKind kind = ModelKind::firth);

}  // namespace asparagate
