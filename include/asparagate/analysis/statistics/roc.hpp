#pragma once
#include "asparagate/analysis/statistics/proportion.hpp"

#include <span>
#include <vector>

namespace asparagate {

/// One threshold of a marker: positive when the value lies above it.
struct YoudenThreshold {
    double threshold = 0;  ///< midway between neighbouring values; infinite beyond the ends
    double sensitivity = 0, specificity = 0;
};

/// Receiver operating curve of a marker that is higher in positives (DOMAIN 4.6).
struct RocCurve {
    double auc = 0.5;
    double delong_variance = 0;             ///< NaN with one value in a group (DeLong 1988)
    ConfidenceInterval delong{0, 1};        ///< 95 %, cut at 0 and 1; degenerate at AUC 0 and 1
    bool delong_usable = false;             ///< 0 < AUC < 1 and at least 10 in each group; else use Newcombe
    ConfidenceInterval newcombe{0, 1};      ///< 95 %, method 5
    double youden_j = 0;                    ///< largest sensitivity + specificity - 1
    std::vector<YoudenThreshold> youden;    ///< all thresholds that reach it, ascending
};
/// @throws AnalysisError on an empty group or NaN.
RocCurve roc_curve(std::span<const double> positives, std::span<const double> negatives);

}  // namespace asparagate
