#pragma once
#include "figures/canvas.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// Positions near `wanted`, in the same order as given, at least `gap` apart and inside [low, high] as far as they
/// fit; with too many the gap shrinks. Least total squared movement (pool adjacent violators).
std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high);

/// A name beside a point, short and in full: labels of one column are spread vertically, with a thin leader where they
/// moved.
struct PointLabel {
    QPointF point;
    std::string text, full;
    QColor colour;
};
void draw_labels_right(Canvas& canvas, const std::vector<PointLabel>& labels, double x, double low_y, double high_y,
                       double points = 6);

/// Horizontal offsets for points at `positions` (millimetres along the other axis) so that circles of `size` do not
/// hide each other: nearest free place to either side of 0, at most `reach` away.
std::vector<double> beeswarm(const std::vector<double>& positions, double size, double reach);

struct LegendItem {
    std::string text;
    QColor colour;
    Mark mark = Mark::circle;
    bool filled = true;
    bool is_line = false;  ///< a short line instead of a mark
    bool dashed = false;
};
/// One row of keys, wrapping at `width`; returns the height used.
double draw_legend(Canvas& canvas, QPointF top_left, double width, const std::vector<LegendItem>& items);
double legend_height(double width, const std::vector<LegendItem>& items);

}  // namespace asparagate
