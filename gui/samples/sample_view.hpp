#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/gating/density.hpp"
#include "asparagate/gating/engine.hpp"
#include "plot/plot_map.hpp"

#include <QMetaType>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace asparagate::gui {

/// The tubes that set thresholds for a sample, by control name, as a study names them.
using ControlFiles = std::map<std::string, std::vector<std::filesystem::path>>;

/// A plot that is wanted: the events of a population on one or two axes.
struct PlotRequest {
    std::string population = "/";
    Dimension x;
    std::optional<Dimension> y;  ///< none: a histogram of x
    int bins_x = 256, bins_y = 256;
    /// Ends of the axes on the transformed scale, so that two samples can be compared; none: as suits the sample.
    std::optional<std::array<double, 2>> x_range, y_range;
};

/// A plot, ready to paint.
struct PlotData {
    std::string population;
    PlotAxis x;
    std::optional<PlotAxis> y;
    DensityGrid grid;          ///< with y
    Histogram histogram;       ///< without y
    std::uint64_t events = 0;  ///< in the population
    QString problem;           ///< why it cannot be drawn; empty when it can
};

/// Everything the window shows of one sample under one strategy; made in the worker, never changed after.
struct SampleView {
    std::filesystem::path file;
    std::string sample;
    GatingStrategy strategy;  ///< as it holds for this sample, thresholds of controls resolved
    std::uint64_t n_events = 0;
    std::vector<Parameter> parameters;
    std::map<std::string, std::string> keywords;  ///< acquisition facts worth showing: $CYT, $DATE, $BTIM, $FIL ...
    std::vector<PopulationRow> rows;
    std::string compensation;
    Findings findings;
    std::vector<ResolvedThreshold> thresholds;
    std::vector<PlotData> plots;  ///< in the order asked for; empty when only counts were wanted
    bool live = false;            ///< made while a gate was dragged
    std::size_t evaluated_gates = 0;

    [[nodiscard]] const PopulationRow* row(const std::string& population) const;
};
using SampleViewPtr = std::shared_ptr<const SampleView>;

/// What to show. Without plots only counts are made.
struct SampleRequest {
    std::filesystem::path file;
    std::string sample;
    ControlFiles controls;
    DetectionLimits detection;
    GatingStrategy strategy;
    std::vector<PlotRequest> plots;
    bool live = false;
};

}  // namespace asparagate::gui

Q_DECLARE_METATYPE(asparagate::gui::SampleViewPtr)
