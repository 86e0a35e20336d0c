#include "asparagate/analysis/statistics/model_validation.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "run/parallel.hpp"
#include "statistics/arrangements.hpp"

#include <array>
#include <limits>

namespace asparagate {
namespace {

constexpr const char* method = "leave-pair-out";

struct Pair {
    std::size_t positive, negative;
};

/// Positions of each outcome. @throws AnalysisError unless both occur twice
std::pair<std::vector<std::size_t>, std::vector<std::size_t>> by_outcome(const std::vector<bool>& outcome) {
    std::vector<std::size_t> positives, negatives;
    for (std::size_t i = 0; i < outcome.size(); ++i) (outcome[i] ? positives : negatives).push_back(i);
    if (positives.size() < 2 || negatives.size() < 2)
        throw AnalysisError(method, std::to_string(positives.size()) + " with and " + std::to_string(negatives.size()) +
                                        " without the outcome; expected at least two of each");
    return {positives, negatives};
}

std::vector<Pair> chosen_pairs(const std::vector<bool>& outcome, const MonteCarlo& settings, std::uint64_t most,
                               bool& all) {
    const auto [positives, negatives] = by_outcome(outcome);
    const std::uint64_t count = static_cast<std::uint64_t>(positives.size()) * negatives.size();
    all = count <= most;
    std::vector<Pair> pairs;
    simulation::Random random(simulation::stream_seed(settings.seed, "pairs"));
    for (std::uint64_t i = 0; i < std::min(count, most); ++i) {
        const std::uint64_t pick = all ? i : draw_below(random, static_cast<std::size_t>(count));
        pairs.push_back({positives[pick / negatives.size()], negatives[pick % negatives.size()]});
    }
    return pairs;
}

/// Observations left out together, and the others.
struct InnerFold {
    std::vector<std::size_t> left_out;
    LogisticData rest;
};

/// Ten folds; the k-th observation of each outcome goes to fold k mod 10.
std::vector<InnerFold> inner_folds(const LogisticData& training) {
    std::vector<InnerFold> folds(10);
    std::array<std::size_t, 2> seen{};
    for (std::size_t i = 0; i < training.size(); ++i)
        folds[seen[training.outcome[i]]++ % folds.size()].left_out.push_back(i);
    std::erase_if(folds, [](const InnerFold& fold) { return fold.left_out.empty(); });
    for (InnerFold& fold : folds) fold.rest = training.without(fold.left_out);
    return folds;
}

double inner_log_loss(const LogisticData& training, const std::vector<InnerFold>& folds, double lambda) {
    std::vector<double> probabilities(training.size());
    for (const auto& [left_out, rest] : folds) {
        const RidgeFit fit = ridge_logistic(rest, lambda);
        for (const std::size_t i : left_out) probabilities[i] = logistic(fit.linear_predictor(training.rows[i]));
    }
    return log_loss(probabilities, training.outcome);
}

}  // namespace

ModelFitter firth_fitter() {
    return [](const LogisticData& training) {
        return [fit = firth_logistic(training)](const std::vector<double>& row) { return fit.linear_predictor(row); };
    };
}

TunedRidge tuned_ridge(const LogisticData& training) {
    constexpr std::array lambdas{0.1, 0.3, 1.0, 3.0, 10.0, 30.0};
    const std::vector<InnerFold> folds = inner_folds(training);
    double best_lambda = lambdas[0], best_loss = std::numeric_limits<double>::infinity();
    for (const double lambda : lambdas) {
        const double loss = inner_log_loss(training, folds, lambda);
        if (loss < best_loss) {
            best_loss = loss;
            best_lambda = lambda;
        }
    }
    return {best_lambda, ridge_logistic(training, best_lambda)};
}

ModelFitter tuned_ridge_fitter() {
    return [](const LogisticData& training) {
        return [fit = tuned_ridge(training).fit](const std::vector<double>& row) { return fit.linear_predictor(row); };
    };
}

std::vector<double> leave_one_out(const LogisticData& data, const ModelFitter& fitter, unsigned threads) {
    std::vector<double> predictors(data.size());
    parallel_items(data.size(), plan_threads(threads, data.size(), 0, 0), {},
                   [&](std::size_t i) { predictors[i] = fitter(data.without({i}))(data.rows[i]); });
    return predictors;
}

LeavePairOut leave_pair_out(const LogisticData& data, const ModelFitter& fitter, const MonteCarlo& settings,
                            std::uint64_t most_pairs) {
    LeavePairOut result;
    const std::vector<Pair> pairs = chosen_pairs(data.outcome, settings, most_pairs, result.all_pairs);
    std::vector<double> right(pairs.size());
    parallel_items(pairs.size(), plan_threads(settings.threads, pairs.size(), 0, 0), {}, [&](std::size_t i) {
        const auto [positive, negative] = pairs[i];
        const auto model = fitter(data.without({std::min(positive, negative), std::max(positive, negative)}));
        const double difference = model(data.rows[positive]) - model(data.rows[negative]);
        right[i] = std::abs(difference) <= 1e-9 ? 0.5 : difference > 0 ? 1 : 0;
    });
    double sum = 0;
    for (const double share : right) sum += share;
    result.pairs = pairs.size();
    result.auc = sum / static_cast<double>(pairs.size());
    if (!result.all_pairs)
        result.standard_error = std::sqrt(result.auc * (1 - result.auc) / static_cast<double>(pairs.size()));
    return result;
}

double score_auc(const std::vector<double>& scores, const std::vector<bool>& outcome) {
    std::vector<double> positives, negatives;
    for (std::size_t i = 0; i < scores.size(); ++i) (outcome[i] ? positives : negatives).push_back(scores[i]);
    return area_under_curve(positives, negatives).theta;
}

}  // namespace asparagate
