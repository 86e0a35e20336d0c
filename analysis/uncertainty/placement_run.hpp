#pragma once
#include "run/study_run.hpp"

namespace asparagate {

/// Regates a study that was gated, `draws` times with every gate moved, and says what hangs on the places of the
/// gates (docs/uncertainty.md). Samples are kept for resuming like those of the run itself. Bit-identical for any
/// number of threads.
/// @throws GatingError, FcsError, Interrupted, OutputError
PlacementUncertainty placement_uncertainty(const Study& study, const StudyRun& run, const Evidence& evidence,
                                           std::size_t draws, const TaskControl& control);

/// One finding in words for those that read no table; nothing without draws.
Findings placement_findings(const PlacementUncertainty& uncertainty);

}  // namespace asparagate
