#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/model_validation.hpp"
#include "asparagate/analysis/statistics/roc.hpp"
#include "run/parallel.hpp"
#include "statistics/midranks.hpp"

namespace asparagate {
namespace {

constexpr const char* method = "nested marker selection";

void check_input(const std::vector<std::vector<double>>& markers, const std::vector<bool>& outcome) {
    if (markers.empty()) throw AnalysisError(method, "no markers; expected at least one row");
    for (std::size_t i = 0; i < markers.size(); ++i) {
        if (markers[i].size() != outcome.size())
            throw AnalysisError(method, "marker " + std::to_string(i + 1) + " has " +
                                            std::to_string(markers[i].size()) + " values; expected " +
                                            std::to_string(outcome.size()) + ", one for each outcome");
        refuse_nonfinite(markers[i], method);
    }
    const auto positives = std::count(outcome.begin(), outcome.end(), true);
    const auto negatives = static_cast<std::ptrdiff_t>(outcome.size()) - positives;
    if (positives < 2 || negatives < 2)
        throw AnalysisError(method, std::to_string(positives) + " with and " + std::to_string(negatives) +
                                        " without the outcome; expected at least two of each");
}

struct Groups {
    std::vector<double> positives, negatives;
};

/// Values of both outcomes without one observation, times `direction`.
Groups training_groups(const std::vector<double>& marker, const std::vector<bool>& outcome, std::size_t left_out,
                       double direction) {
    Groups groups;
    for (std::size_t i = 0; i < marker.size(); ++i)
        if (i != left_out) (outcome[i] ? groups.positives : groups.negatives).push_back(direction * marker[i]);
    return groups;
}

}  // namespace

NestedMarker nested_marker_selection(const std::vector<std::vector<double>>& markers, const std::vector<bool>& outcome,
                                     unsigned threads) {
    check_input(markers, outcome);
    const std::size_t n = outcome.size();
    NestedMarker result;
    result.marker.resize(n);
    result.direction.resize(n);
    result.threshold.resize(n);
    std::vector<char> predicted(n);
    parallel_items(n, plan_threads(threads, n, 0, 0), {}, [&](std::size_t fold) {
        double best = -1;
        for (std::size_t m = 0; m < markers.size(); ++m) {
            const Groups groups = training_groups(markers[m], outcome, fold, 1);
            const double auc = roc_curve(groups.positives, groups.negatives).auc;
            if (std::abs(auc - 0.5) <= best + 1e-12) continue;
            best = std::abs(auc - 0.5);
            result.marker[fold] = m;
            result.direction[fold] = auc >= 0.5 ? 1 : -1;
        }
        const std::vector<double>& marker = markers[result.marker[fold]];
        const double direction = result.direction[fold];
        const Groups groups = training_groups(marker, outcome, fold, direction);
        const double threshold = roc_curve(groups.positives, groups.negatives).youden.front().threshold;
        result.threshold[fold] = direction * threshold;
        predicted[fold] = direction * marker[fold] >= threshold;
    });
    result.predicted.assign(predicted.begin(), predicted.end());
    double positives = 0, found = 0, excluded = 0;
    for (std::size_t i = 0; i < n; ++i) {
        positives += outcome[i];
        found += outcome[i] && result.predicted[i];
        excluded += !outcome[i] && !result.predicted[i];
    }
    result.sensitivity = found / positives;
    result.specificity = excluded / (static_cast<double>(n) - positives);
    result.balanced_accuracy = (result.sensitivity + result.specificity) / 2;
    return result;
}

}  // namespace asparagate
