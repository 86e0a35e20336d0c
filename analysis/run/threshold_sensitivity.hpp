#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "asparagate/gating/engine.hpp"
#include "uncertainty/axis_scale.hpp"

namespace asparagate {

/// The scale of each gate with a threshold from a control, by its place in the strategy; nullopt where the dimension
/// has no range.
using ThresholdScales = std::map<std::size_t, std::optional<AxisScale>>;
/// One range for all samples of a tube, so that the threshold of a patient is moved alike at every visit.
ThresholdScales threshold_scales(const Study& study, const std::string& tube, const GateOptions& options);

/// A threshold of one sample, and where it is moved to, in the units of its gate.
struct MovedThreshold {
    std::size_t node = 0;   ///< of the strategy
    std::size_t level = 0;  ///< thresholds of one level do not rest on each other
    std::string population, marker, control, source;
    std::optional<double> low, high;
    double used = 0;
    std::optional<AxisScale> scale_units;  ///< set when the gate's bounds are places on the scale

    [[nodiscard]] std::string key() const;
};

/// `declared` names the controls, `resolved` holds for one sample; `uses` tell which thresholds are fallbacks. `shift`
/// is a share of the dimension's range.
std::vector<MovedThreshold> moved_thresholds(const GatingStrategy& declared, const GatingStrategy& resolved,
                                             const ThresholdScales& scales, const std::vector<ThresholdUse>& uses,
                                             double shift);

/// Gates the sample with each threshold moved, the others as they are, and sets the counts beside `rows`, those of the
/// thresholds as they are. Populations that are not computable are left out. @throws GatingError, FcsError
std::vector<ThresholdSensitivity> threshold_sensitivity(const std::vector<MovedThreshold>& thresholds,
                                                        const StudySample& sample, const DataSet& data_set,
                                                        const GatingStrategy& resolved,
                                                        const std::vector<PopulationRow>& rows,
                                                        const GateOptions& options);

}  // namespace asparagate
