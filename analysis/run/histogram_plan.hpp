#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "asparagate/gating/engine.hpp"

namespace asparagate {

/// A marker whose distribution is kept: the one that a feature's population is cut on by a range of one dimension.
struct HistogramPlan {
    std::string population;  ///< the gated population
    std::string parent;      ///< whose events are counted
    Dimension dimension;
    std::string control;              ///< control whose distribution is kept too; empty without one
    std::optional<double> threshold;  ///< lower bound in data units, else the upper bound
};

/// The distributions that the features of a tube ask for, in feature order, each population once. `resolved` is the
/// strategy with its control thresholds as numbers, `declared` the one that names the controls.
std::vector<HistogramPlan> plan_histograms(const std::vector<Feature>& features, const std::string& tube,
                                           const GatingStrategy& declared, const GatingStrategy& resolved);

/// Bins on the transformed scale and the range they cover. The range follows from the transform (and `$PnR` where the
/// scale is linear as it is), not from the events, so that all visits, controls and patients share it.
inline constexpr int histogram_bins = 256;
std::array<double, 2> histogram_range(const Transform& transform, const Parameter& parameter);

/// Distributions of one gated sample. A population or marker that is not computable is left out.
/// `gates` must hold memberships.
std::vector<MarkerHistogram> make_histograms(const std::vector<HistogramPlan>& plans, const StudySample& sample,
                                             const DataSet& data_set, const GatingStrategy& strategy,
                                             const SampleGates& gates, const GateOptions& options);

}  // namespace asparagate
