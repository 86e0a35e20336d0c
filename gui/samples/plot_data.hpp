#pragma once
#include "asparagate/gating/session.hpp"
#include "samples/sample_view.hpp"

namespace asparagate::gui {

/// The axis that a session has for a dimension, with ticks; `range` replaces the ends that suit the sample.
PlotAxis make_axis(SampleSession& session, const Dimension& dimension,
                   const std::optional<std::array<double, 2>>& range = {});
/// Counts of a population on the axes asked for. `problem` says why there are none: a marker the file lacks, a
/// population that is not computable.
PlotData make_plot_data(SampleSession& session, const PlotRequest& request);

}  // namespace asparagate::gui
