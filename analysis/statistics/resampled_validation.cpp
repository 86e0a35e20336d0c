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

LogisticData resampled(const LogisticData& data, simulation::Random& random) {
    LogisticData drawn;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const std::size_t pick = draw_below(random, data.size());
        drawn.rows.push_back(data.rows[pick]);
        drawn.outcome.push_back(data.outcome[pick]);
    }
    return drawn;
}

std::vector<double> predictors_of(const std::function<double(const std::vector<double>&)>& model,
                                  const LogisticData& data) {
    std::vector<double> predictors;
    for (const auto& row : data.rows) predictors.push_back(model(row));
    return predictors;
}

struct ResampledModel {
    double optimism = 0, slope = 0;
};

/// One resample; nothing when it lacks an outcome, cannot be fitted or has no finite slope.
std::optional<ResampledModel> resampled_model(const LogisticData& data, const ModelFitter& fitter,
                                              simulation::Random& random) {
    const LogisticData drawn = resampled(data, random);
    const auto positives = static_cast<std::size_t>(std::count(drawn.outcome.begin(), drawn.outcome.end(), true));
    if (positives < 2 || drawn.size() - positives < 2) return std::nullopt;
    try {
        const auto model = fitter(drawn);
        const std::vector<double> here = predictors_of(model, data);
        std::vector<double> probabilities;
        for (const double predictor : here) probabilities.push_back(logistic(predictor));
        const auto slope = calibration(probabilities, data.outcome).slope;
        if (!slope) return std::nullopt;
        return ResampledModel{score_auc(predictors_of(model, drawn), drawn.outcome) - score_auc(here, data.outcome),
                              *slope};
    } catch (const AnalysisError&) {
        // A resample may repeat too few patients for the predictors to be told apart.
        return std::nullopt;
    }
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
    const auto draws = static_cast<std::size_t>(settings.draws);
    std::vector<std::optional<ResampledModel>> models(draws);
    parallel_items(draws, plan_threads(settings.threads, draws, 0, 0), {}, [&](std::size_t draw) {
        simulation::Random random(simulation::stream_seed(settings.seed, "optimism", draw));
        models[draw] = resampled_model(data, fitter, random);
    });
    Optimism result;
    result.apparent_auc = score_auc(predictors_of(fitter(data), data), data.outcome);
    double optimism = 0, slope = 0;
    for (const auto& model : models) {
        if (!model) continue;
        ++result.resamples;
        optimism += model->optimism;
        slope += model->slope;
    }
    if (result.resamples == 0)
        throw AnalysisError("bootstrap optimism",
                            "no resample could be fitted; expected more patients of each outcome");
    result.corrected_auc = result.apparent_auc - optimism / static_cast<double>(result.resamples);
    result.corrected_slope = slope / static_cast<double>(result.resamples);
    return result;
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
        for (std::size_t i = 0; i < probabilities.size(); ++i) {
            const std::size_t pick = draw_below(random, probabilities.size());
            p.push_back(probabilities[pick]);
            y.push_back(outcome[pick]);
        }
        drawn.push_back(net_benefit(p, y, threshold).model);
    }
    band.low = quantile(drawn, 0.025);
    band.high = quantile(drawn, 0.975);
    return band;
}

}  // namespace asparagate
