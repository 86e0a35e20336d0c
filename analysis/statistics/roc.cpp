#include "asparagate/analysis/statistics/roc.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"
#include "statistics/midranks.hpp"

#include <boost/math/distributions/normal.hpp>

#include <limits>

namespace asparagate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t smallest_for_delong = 10;

/// Share of `others` that each of `group` beats, ties half; from ranks, so n log n.
std::vector<double> shares_beaten(const Midranks& all, std::size_t begin, std::span<const double> group,
                                  std::size_t others) {
    const Midranks within = midranks(group);
    std::vector<double> shares;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const double beaten = static_cast<double>(all.doubled[begin + i] - within.doubled[i]) / 2;
        shares.push_back(beaten / static_cast<double>(others));
    }
    return shares;
}

void fill_delong(RocCurve& curve, std::span<const double> positives, std::span<const double> negatives) {
    std::vector<double> pooled(positives.begin(), positives.end());
    pooled.insert(pooled.end(), negatives.begin(), negatives.end());
    const Midranks all = midranks(pooled);
    const Moments of_positives = moments(shares_beaten(all, 0, positives, negatives.size()));
    const Moments of_negatives = moments(shares_beaten(all, positives.size(), negatives, positives.size()));
    curve.delong_variance = of_positives.variance() / of_positives.n + of_negatives.variance() / of_negatives.n;
    const double half =
        boost::math::quantile(boost::math::normal(), 0.975) * std::sqrt(std::max(curve.delong_variance, 0.0));
    if (std::isnan(curve.delong_variance)) {
        curve.delong = {curve.delong_variance, curve.delong_variance};
    } else {
        curve.delong = {std::max(0.0, curve.auc - half), std::min(1.0, curve.auc + half)};
    }
    curve.delong_usable = curve.auc > 0 && curve.auc < 1 && positives.size() >= smallest_for_delong &&
                          negatives.size() >= smallest_for_delong;
}

/// Midway between distinct neighbours, and beyond both ends.
std::vector<double> thresholds_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::vector<double> thresholds{-infinity};
    for (std::size_t i = 1; i < values.size(); ++i)
        if (!values_tied(values[i - 1], values[i])) thresholds.push_back(values[i - 1] / 2 + values[i] / 2);
    thresholds.push_back(infinity);
    return thresholds;
}

double share_above(const std::vector<double>& ascending, double threshold) {
    const auto above = ascending.end() - std::upper_bound(ascending.begin(), ascending.end(), threshold);
    return static_cast<double>(above) / static_cast<double>(ascending.size());
}

void fill_youden(RocCurve& curve, std::span<const double> positives, std::span<const double> negatives) {
    std::vector<double> up(positives.begin(), positives.end()), down(negatives.begin(), negatives.end());
    std::sort(up.begin(), up.end());
    std::sort(down.begin(), down.end());
    std::vector<double> pooled = up;
    pooled.insert(pooled.end(), down.begin(), down.end());
    curve.youden_j = -1;
    for (const double threshold : thresholds_of(pooled)) {
        const YoudenThreshold candidate{threshold, share_above(up, threshold), 1 - share_above(down, threshold)};
        const double j = candidate.sensitivity + candidate.specificity - 1;
        if (j > curve.youden_j + 1e-12) {
            curve.youden_j = j;
            curve.youden.clear();
        }
        if (j >= curve.youden_j - 1e-12) curve.youden.push_back(candidate);
    }
}

}  // namespace

RocCurve roc_curve(std::span<const double> positives, std::span<const double> negatives) {
    const AreaUnderCurve area = area_under_curve(positives, negatives);
    RocCurve curve;
    curve.auc = area.theta;
    curve.newcombe = {area.low, area.high};
    fill_delong(curve, positives, negatives);
    fill_youden(curve, positives, negatives);
    return curve;
}

}  // namespace asparagate
