#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <QPointF>
#include <QRectF>

#include <string>
#include <vector>

namespace asparagate {

struct GatingPlace {
    int row = 0, column = 0;
    QRectF area;  ///< square that the events fill
};

/// From a gate through the gutter beside its plot and the lane above the other's title.
struct GatingArrow {
    std::size_t from = 0, to = 0;  ///< plots
    std::string population;        ///< of the gate
    double gutter_x = 0, lane_y = 0;
    QPointF tip;
    [[nodiscard]] std::vector<QPointF> path(QPointF start) const {
        return {start, {gutter_x, start.y()}, {gutter_x, lane_y}, {tip.x(), lane_y}, tip};
    }
};

/// Plots of one sample on a page, five in a row in the order of the tree, each gate that has plots of its own with an
/// arrow to them. No arrow runs through a plot or its titles: each has its own gutter and lane.
struct GatingLayout {
    GatingLayout(const std::vector<GatePlot>& plots, double width_mm, double top_mm);
    std::vector<GatingPlace> plots;
    std::vector<GatingArrow> arrows;
    double height = 0;
};

}  // namespace asparagate
