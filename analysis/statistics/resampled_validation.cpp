#include "asparagate/analysis/statistics/resampled_validation.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "run/parallel.hpp"
#include "statistics/arrangements.hpp"

#include <array>

namespace asparagate {
namespace {

constexpr std::size_t folds = 10;
constexpr std::size_t repeats = 5;

using Fold = std::vector<std::size_t>;

/// Observations dealt to folds at random, each outcome evenly.
std::array<Fold, folds> deal(const std::vector<bool>& outcome, simulation::Random& random) {
    std::array<Fold, folds> result;
    std::size_t next = 0;
    for (const bool value : {true, false}) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < outcome.size(); ++i)
            if (outcome[i] == value) members.push_back(i);
        for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[draw_below(random, i)]);
        for (const std::size_t member : members) result[next++ % folds].push_back(member);
    }
    for (Fold& fold : result) std::sort(fold.begin(), fold.end());
    return result;
}

std::vector<std::size_t> taken_places(std::size_t n, simulation::Random& random) {
    std::vector<std::size_t> taken;
    for (std::size_t i = 0; i < n; ++i) taken.push_back(draw_below(random, n));
    return taken;
}

LogisticData at_places(const LogisticData& data, const std::vector<std::size_t>& places) {
    LogisticData drawn;
    for (const std::size_t place : places) {
        drawn.rows.push_back(data.rows[place]);
        drawn.outcome.push_back(data.outcome[place]);
    }
    return drawn;
}

bool has_both_outcomes(const std::vector<bool>& outcome, std::size_t times) {
    const auto positives = static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true));
    return positives >= times && outcome.size() - positives >= times;
}

std::vector<double> predictors_of(const std::function<double(const std::vector<double>&)>& model,
                                  const LogisticData& data) {
    std::vector<double> predictors;
    for (const auto& row : data.rows) predictors.push_back(model(row));
    return predictors;
}

/// What `work(drawn, places)` makes of each resample, in order of the draws. A resample is left out when it has an
/// outcome less than twice, cannot be fitted, or gives nothing. @throws AnalysisError when none is left.
template <class Result>
std::vector<Result> of_resamples(
    const char* method, const char* stream, const LogisticData& data, const MonteCarlo& settings,
    const std::function<std::optional<Result>(const LogisticData&, const std::vector<std::size_t>&)>& work) {
    const auto draws = static_cast<std::size_t>(settings.draws);
    std::vector<std::optional<Result>> found(draws);
    parallel_items(draws, plan_threads(settings.threads, draws, 0, 0), {}, [&](std::size_t draw) {
        simulation::Random random(simulation::stream_seed(settings.seed, stream, draw));
        const std::vector<std::size_t> places = taken_places(data.size(), random);
        const LogisticData drawn = at_places(data, places);
        if (!has_both_outcomes(drawn.outcome, 2)) return;
        try {
            found[draw] = work(drawn, places);
        } catch (const AnalysisError&) {
            // A resample may repeat too few patients for the predictors to be told apart.
        }
    });
    std::vector<Result> results;
    for (auto& result : found)
        if (result) results.push_back(std::move(*result));
    if (results.empty())
        throw AnalysisError(method, "no resample could be fitted; expected more patients of each outcome");
    return results;
}

struct ResampledModel {
    double optimism = 0, slope = 0;
};

/// Nothing without a finite slope.
std::optional<ResampledModel> resampled_model(const LogisticData& data, const ModelFitter& fitter,
                                              const LogisticData& drawn) {
    const auto model = fitter(drawn);
    const std::vector<double> here = predictors_of(model, data);
    std::vector<double> probabilities;
    for (const double predictor : here) probabilities.push_back(logistic(predictor));
    const auto slope = calibration(probabilities, data.outcome).slope;
    if (!slope) return std::nullopt;
    return ResampledModel{score_auc(predictors_of(model, drawn), drawn.outcome) - score_auc(here, data.outcome),
                          *slope};
}

/// Predictors of the patients that one resample left out, by their position.
struct LeftOut {
    std::vector<std::size_t> patients;
    std::vector<double> predictors;
};

LeftOut left_out_of_resample(const LogisticData& data, const ModelFitter& fitter, const LogisticData& drawn,
                             const std::vector<std::size_t>& taken) {
    LeftOut left_out;
    for (std::size_t i = 0; i < data.size(); ++i)
        if (std::find(taken.begin(), taken.end(), i) == taken.end()) left_out.patients.push_back(i);
    left_out.predictors = predictors_of(fitter(drawn), at_places(data, left_out.patients));
    return left_out;
}

double squared_error(double predictor, bool outcome) {
    const double error = logistic(predictor) - (outcome ? 1 : 0);
    return error * error;
}

/// Brier score if outcomes had nothing to do with predictions.
double uninformed_brier(const std::vector<double>& predictors, const std::vector<bool>& outcome) {
    double with = 0, without = 0;
    for (const double predictor : predictors) {
        with += squared_error(predictor, true);
        without += squared_error(predictor, false);
    }
    const auto n = static_cast<double>(outcome.size());
    const double share = static_cast<double>(std::count(outcome.begin(), outcome.end(), true)) / n;
    return (share * with + (1 - share) * without) / n;
}

/// Apparent and left-out error weighted by the relative overfitting rate; `uninformed` is the error without
/// information.
double weighted_632_plus(double apparent, double left_out, double uninformed) {
    const double bounded = std::min(left_out, uninformed);
    const double overfitting =
        bounded > apparent && uninformed > apparent ? (bounded - apparent) / (uninformed - apparent) : 0;
    const double weight = 0.632 / (1 - 0.368 * overfitting);
    return (1 - weight) * apparent + weight * bounded;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> repeated_cross_validation(const LogisticData& data, const ModelFitter& fitter,
                                              const MonteCarlo& settings) {
    std::vector<std::array<Fold, folds>> plans;
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
        simulation::Random random(simulation::stream_seed(settings.seed, "folds", repeat));
        plans.push_back(deal(data.outcome, random));
    }
    std::vector<std::vector<double>> found(repeats, std::vector<double>(data.size()));
    parallel_items(repeats * folds, plan_threads(settings.threads, repeats * folds, 0, 0), {}, [&](std::size_t task) {
        const Fold& fold = plans[task / folds][task % folds];
        if (fold.empty()) return;
        const auto model = fitter(data.without(fold));
        for (const std::size_t i : fold) found[task / folds][i] = model(data.rows[i]);
    });
    std::vector<double> mean(data.size(), 0);
    for (const auto& repeat : found) {
        for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += repeat[i] / repeats;
    }
    return mean;
}

Optimism bootstrap_optimism(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings) {
    const auto models = of_resamples<ResampledModel>(
        "bootstrap optimism", "optimism", data, settings,
        [&](const LogisticData& drawn, const auto&) { return resampled_model(data, fitter, drawn); });
    Optimism result;
    result.apparent_auc = score_auc(predictors_of(fitter(data), data), data.outcome);
    result.resamples = models.size();
    double optimism = 0, slope = 0;
    for (const ResampledModel& model : models) {
        optimism += model.optimism;
        slope += model.slope;
    }
    result.corrected_auc = result.apparent_auc - optimism / static_cast<double>(result.resamples);
    result.corrected_slope = slope / static_cast<double>(result.resamples);
    return result;
}

Bootstrap632 bootstrap_632_plus(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings) {
    constexpr const char* method = ".632+ bootstrap";
    const auto found = of_resamples<LeftOut>(method, "632+", data, settings,
                                             [&](const LogisticData& drawn, const std::vector<std::size_t>& taken) {
                                                 return left_out_of_resample(data, fitter, drawn, taken);
                                             });
    Bootstrap632 result;
    result.resamples = found.size();
    std::vector<std::vector<double>> errors(data.size());
    std::vector<double> areas;
    for (const LeftOut& left_out : found) {
        std::vector<bool> outcome;
        for (std::size_t i = 0; i < left_out.patients.size(); ++i) {
            const std::size_t patient = left_out.patients[i];
            outcome.push_back(data.outcome[patient]);
            errors[patient].push_back(squared_error(left_out.predictors[i], outcome.back()));
        }
        if (has_both_outcomes(outcome, 1)) areas.push_back(score_auc(left_out.predictors, outcome));
    }
    std::erase_if(errors, [](const auto& of_patient) { return of_patient.empty(); });
    if (areas.empty())
        throw AnalysisError(method, "no resample left out both outcomes; expected more patients of each outcome");
    std::vector<double> of_patient;
    for (const auto& each : errors) of_patient.push_back(mean_of(each));
    result.auc_out_of_bag = mean_of(areas);
    result.brier_out_of_bag = mean_of(of_patient);
    const std::vector<double> apparent = predictors_of(fitter(data), data);
    std::vector<double> apparent_errors;
    for (std::size_t i = 0; i < data.size(); ++i)
        apparent_errors.push_back(squared_error(apparent[i], data.outcome[i]));
    result.auc = 1 - weighted_632_plus(1 - score_auc(apparent, data.outcome), 1 - result.auc_out_of_bag, 0.5);
    result.brier =
        weighted_632_plus(mean_of(apparent_errors), result.brier_out_of_bag, uninformed_brier(apparent, data.outcome));
    return result;
}

std::vector<std::vector<double>> resampled_tuned_ridge(const LogisticData& data, const MonteCarlo& settings) {
    return of_resamples<std::vector<double>>(
        "bootstrap of ridge", "ridge", data, settings,
        [](const LogisticData& drawn, const auto&) { return tuned_ridge(drawn).fit.coefficients(); });
}

NetBenefitBand net_benefit_band(const std::vector<double>& probabilities, const std::vector<bool>& outcome,
                                double threshold, const MonteCarlo& settings) {
    NetBenefitBand band;
    band.benefit = net_benefit(probabilities, outcome, threshold);
    simulation::Random random(simulation::stream_seed(settings.seed, "net benefit"));
    std::vector<double> drawn;
    for (std::uint64_t draw = 0; draw < settings.draws; ++draw) {
        std::vector<double> p;
        std::vector<bool> y;
        for (const std::size_t place : taken_places(probabilities.size(), random)) {
            p.push_back(probabilities[place]);
            y.push_back(outcome[place]);
        }
        drawn.push_back(net_benefit(p, y, threshold).model);
    }
    band.low = quantile(drawn, 0.025);
    band.high = quantile(drawn, 0.975);
    return band;
}

}  // namespace asparagate
