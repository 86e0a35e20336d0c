#pragma once
#include "asparagate/gating/engine.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// What is sound but hardly meant, in the common tree and in what versions make of it: gates that can hold no event of
/// their parent (G-EMPTY), populations below such a gate (G-UNREACHABLE), siblings with the same gate (G-DUPLICATE),
/// polygons that cross themselves (G-CROSSING), ellipses without a covariance (G-ELLIPSE).
Findings strategy_findings(const GatingStrategy& strategy, const std::string& where);

/// What the strategy, as it holds for `sample`, asks of a file that the file does not have: G-MARKER or G-MATRIX per
/// dimension, with the nearest channel or marker. @throws GatingError when its versions or its matrix cannot be used
Findings channel_findings(const GatingStrategy& strategy, const DataSet& data_set, const SampleFile& sample);

/// Samples that versions and groups name and that are none of `samples` (G-SAMPLE).
Findings unmatched_sample_findings(const GatingStrategy& strategy, const std::vector<SampleFile>& samples,
                                   const std::string& where);

}  // namespace asparagate
