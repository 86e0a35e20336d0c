#pragma once
#include "uncertainty/gate_moves.hpp"

#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/engine.hpp"

namespace asparagate {

/// Lower bounds that come from the controls of one patient and tube, in each draw.
struct ThresholdDraws {
    std::vector<std::size_t> nodes;           ///< of the strategy
    std::vector<std::vector<double>> values;  ///< by draw, then in the order of `nodes`; data units

    /// Replaces the control thresholds of a strategy that was moved for that draw.
    void put(GatingStrategy& strategy, std::size_t draw) const;
};

/// In every draw the gates above a threshold are moved in the control tubes too, what is left of their events is
/// resampled, and the percentile of the resample is the bound; with fewer events than the gate asks for, its fallback.
/// Draw 0 moves and resamples nothing: it equals resolve_control_thresholds(). `options.threads` draws at a time.
/// @throws GatingError, Interrupted
ThresholdDraws draw_thresholds(const GateMoves& moves, const ControlTubes& controls, std::size_t draws,
                               const GateOptions& options, const TaskControl& control);

/// Nodes with control thresholds in rounds: what a round needs to be gated, earlier rounds have resolved.
std::vector<std::vector<std::size_t>> threshold_rounds(const GatingStrategy& strategy);

// As JSON text for the cache; the same value comes back. @throws Error(input)
std::string format_draws(const ThresholdDraws& draws);
ThresholdDraws parse_threshold_draws(const std::string& text);

}  // namespace asparagate
