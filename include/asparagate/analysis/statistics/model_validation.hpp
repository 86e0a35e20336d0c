#pragma once
#include "asparagate/analysis/statistics/logistic.hpp"
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <functional>
#include <optional>

namespace asparagate {

/// Fits a model to training data and gives its linear predictor for any row.
using ModelFitter = std::function<std::function<double(const std::vector<double>&)>(const LogisticData& training)>;
/// Firth with an intercept.
ModelFitter firth_fitter();
/// Ridge whose lambda has the best log loss in ten folds within the training data, among 0.1, 0.3, 1, 3, 10 and 30.
struct TunedRidge {
    double lambda = 0;
    RidgeFit fit;
};
TunedRidge tuned_ridge(const LogisticData& training);
ModelFitter tuned_ridge_fitter();

/// Linear predictor of each observation from a model fitted without it. Pooled over folds they rank badly in small
/// samples (DOMAIN F4): leave_pair_out() is the one for an AUC.
std::vector<double> leave_one_out(const LogisticData& data, const ModelFitter& fitter, unsigned threads = 0);

/// Leave-pair-out AUC (Airola 2009): for every pair of unlike outcomes, does a model fitted without both rank them right?
struct LeavePairOut {
    double auc = 0.5;
    std::uint64_t pairs = 0;          ///< used
    bool all_pairs = true;            ///< false: a seeded sample
    double standard_error = 0;        ///< of the sampling of pairs; 0 when all are used
};
constexpr std::uint64_t largest_pairs = 20000;
/// All pairs where there are at most `most_pairs`, else so many drawn ones. @throws AnalysisError unless both outcomes
/// occur at least twice.
LeavePairOut leave_pair_out(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings = {},
                            std::uint64_t most_pairs = largest_pairs);

/// Leave-one-out with the choice of marker, direction and threshold inside every fold: the marker with the largest
/// |AUC - 1/2| (ties: the first), positive from the threshold with the largest Youden J (ties: the lowest in the
/// oriented scale, -inf and inf included).
struct NestedMarker {
    std::vector<std::size_t> marker;      ///< chosen in each fold, from 0
    std::vector<int> direction;           ///< 1: higher is positive, -1: lower
    std::vector<double> threshold;        ///< on the marker's own scale
    std::vector<bool> predicted;
    double sensitivity = 0, specificity = 0, balanced_accuracy = 0;
};
/// `markers` are rows. @throws AnalysisError unless both outcomes occur at least twice and all is finite.
NestedMarker nested_marker_selection(const std::vector<std::vector<double>>& markers, const std::vector<bool>& outcome,
                                     unsigned threads = 0);

/// AUC of scores for a binary outcome, ties half. @throws AnalysisError unless both outcomes occur.
double score_auc(const std::vector<double>& scores, const std::vector<bool>& outcome);
/// Mean squared error of probabilities.
double brier_score(const std::vector<double>& probabilities, const std::vector<bool>& outcome);
/// Mean negative log-likelihood; infinite where a certain prediction is wrong.
double log_loss(const std::vector<double>& probabilities, const std::vector<bool>& outcome);

/// Calibration and use of predicted probabilities (DOMAIN 4.12; Vickers and Elkin 2006).
struct Calibration {
    double brier = 0, log_loss = 0;
    std::optional<double> slope;         ///< of logit(p) in a logistic model; none when separated or p is 0 or 1
    std::optional<double> in_the_large;  ///< intercept with logit(p) as offset; none where it is infinite
    double c_statistic = 0.5;
};
/// @throws AnalysisError on lengths, probabilities outside 0 to 1, or a single outcome.
Calibration calibration(const std::vector<double>& probabilities, const std::vector<bool>& outcome);

/// Net benefit at a threshold probability: true positives less false positives at the odds of the threshold, per person.
struct NetBenefit {
    double threshold = 0, model = 0, treat_all = 0;
};
NetBenefit net_benefit(const std::vector<double>& probabilities, const std::vector<bool>& outcome, double threshold);

}  // namespace asparagate
