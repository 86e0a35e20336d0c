#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "asparagate/gating/engine.hpp"

namespace asparagate {

/// The patient whose gating is shown: the one with the most full stains at the study's two visits, then with the most
/// laboratory values; among equals the first of the study. Follows from the tables alone, so that every shard of a run
/// chooses the same. Empty without flow.
std::string representative_patient(const Study& study);

/// One plot of a strategy: gates of one parent that share their axes.
struct GatePlotPlan {
    /// A bound of gates in a dimension that is no axis.
    struct Limit {
        Dimension dimension;
        Interval bound;
        GateUnits units = GateUnits::data;
        bool operator==(const Limit&) const = default;
    };
    /// A gate and which of its dimensions the axes are.
    struct DrawnNode {
        std::size_t node = 0;
        std::optional<std::size_t> x, y;
    };
    std::string parent;
    Dimension x;
    std::optional<Dimension> y;  ///< without it a histogram
    std::vector<Limit> limits;
    std::vector<DrawnNode> gates;
};

/// The plots that show every gate of a strategy that has an outline, in the order of its tree. Rectangles of more than
/// two dimensions show their first two, for the events within the others. A range joins a plot of its parent that has
/// its dimension, else a range of its parent in another dimension, else it is a histogram.
std::vector<GatePlotPlan> plan_gate_plots(const GatingStrategy& strategy);

inline constexpr int gate_plot_bins = 128;

/// The plots of one gated sample; those whose channels the file lacks are left out. `declared` names the controls of
/// thresholds, `strategy` holds them as numbers; `gates` must hold memberships.
std::vector<GatePlot> make_gate_plots(const StudySample& sample, const DataSet& data_set,
                                      const GatingStrategy& declared, const GatingStrategy& strategy,
                                      const SampleGates& gates, const GateOptions& options);

}  // namespace asparagate
