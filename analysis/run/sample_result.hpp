#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// What gating one file gave: the unit of work, and of resuming.
struct SampleResult {
    SampleSummary summary;
    std::vector<PopulationRow> populations;
    std::vector<IntensityRow> intensities;
    std::vector<MarkerHistogram> histograms;
    std::vector<GatePlot> gate_plots;
    std::vector<ThresholdSensitivity> threshold_sensitivity;
    Findings findings;
    std::vector<BlankCount> blanks = {};  ///< of a control: what it shows of populations that it cannot hold
};

/// Thresholds of one patient and tube, resolved from its controls.
struct ThresholdResult {
    std::string strategy_toml;  ///< the strategy with its thresholds as numbers
    std::vector<ThresholdUse> thresholds;
    Findings findings;
};

// As JSON text for the cache; the same value comes back, so that a resumed run gives the bytes of a fresh one.
std::string format_result(const SampleResult& result);
std::string format_result(const ThresholdResult& result);
/// @throws Error(input) when the text is not what format_result wrote.
SampleResult parse_sample_result(const std::string& text);
ThresholdResult parse_threshold_result(const std::string& text);

}  // namespace asparagate
