#pragma once
#include "asparagate/analysis/statistics/model_validation.hpp"

namespace asparagate {

/// Linear predictor of each observation from models fitted without its fold: ten folds with both outcomes spread evenly,
/// five times over, averaged. Whatever the fitter tunes is tuned within the training folds, so the validation is nested.
std::vector<double> repeated_cross_validation(const LogisticData& data, const ModelFitter& fitter,
                                              const MonteCarlo& settings);

/// Harrell's optimism: models fitted to resampled patients do better there than on the patients at hand.
struct Optimism {
    double apparent_auc = 0, corrected_auc = 0;
    double corrected_slope = 1;   ///< mean calibration slope of the resampled models on the patients at hand
    std::uint64_t resamples = 0;  ///< used: with both outcomes at least twice and a finite slope
};
Optimism bootstrap_optimism(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings);

/// The .632+ bootstrap (Efron and Tibshirani 1997): performance on the patients that a resample left out, weighted with
/// the apparent one, the more towards the former the more the model overfits. `auc` after Adler and Lausen 2009.
struct Bootstrap632 {
    double auc = 0.5, auc_out_of_bag = 0.5;  ///< mean of the resamples whose left-out patients have both outcomes
    double brier = 0, brier_out_of_bag = 0;  ///< mean over patients of the mean over the resamples that left them out
    std::uint64_t resamples = 0;             ///< that could be fitted
};
/// @throws AnalysisError when no resample can be fitted.
Bootstrap632 bootstrap_632_plus(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings);

/// Coefficients of ridge models refitted to resampled patients, lambda tuned anew in each: the whole procedure, so that
/// percentiles over the resamples are intervals of what it gives. On the predictors' own scales, the intercept first;
/// resamples that cannot be fitted are left out. @throws AnalysisError when none can.
std::vector<std::vector<double>> resampled_tuned_ridge(const LogisticData& data, const MonteCarlo& settings);

/// Net benefit with its 95 % percentile interval over resampled patients.
struct NetBenefitBand {
    NetBenefit benefit;
    double low = 0, high = 0;
};
NetBenefitBand net_benefit_band(const std::vector<double>& probabilities, const std::vector<bool>& outcome,
                                double threshold, const MonteCarlo& settings);

}  // namespace asparagate
