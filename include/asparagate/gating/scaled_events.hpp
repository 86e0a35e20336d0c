#pragma once
#include "asparagate/fcs/event_matrix.hpp"
#include "asparagate/gating/engine.hpp"

namespace asparagate {

/// Events on the scales of `dimensions`, compensated as gate_sample would: one column each, in their order, named after
/// their channels. Values are within 1e-6 of the exact ones, in scale units, for every usual transform; those whose
/// bound is not proved are exact but for the rounding to single precision. For displays, clustering and export; gates
/// use no such values.
/// @throws GatingError when the file lacks a channel or a matrix cannot be used
EventMatrix<float> scaled_events(const DataSet& data_set, const GatingStrategy& strategy,
                                 const std::vector<Dimension>& dimensions, const GateOptions& options);

}  // namespace asparagate
