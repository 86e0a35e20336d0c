#pragma once
#include "plot/plot_scene.hpp"

#include <QFont>
#include <QImage>
#include <QPalette>

namespace asparagate::gui {

/// What of a plot is singled out.
struct PlotMarks {
    std::string selected;  ///< population path
    std::string hovered;   ///< population path
    bool hover_x = false, hover_y = false;
    bool handles = true;
    bool compact = false;
};

/// Share of the plot height that the highest bin of a histogram takes.
inline constexpr double histogram_height = 0.92;

/// Text of both axes' titles as clickable boxes: below and left of the data.
QRectF x_title_box(const QRectF& area, bool compact);
QRectF y_title_box(const QRectF& area, bool compact);

/// Data, axes and their titles. The data lie on white paper in light and dark themes alike: colours of a density mean
/// something, and a picture of the screen must be fit to print.
void paint_data(QPainter& painter, const PlotScene& scene, const PlotData& plot, const QImage& density,
                const QPalette& palette, const PlotMarks& marks);
/// Outlines, handles and labels.
void paint_gates(QPainter& painter, const PlotScene& scene, const QPalette& palette, const PlotMarks& marks);
/// The polygon or box that is being drawn.
void paint_pending(QPainter& painter, const QPolygonF& outline, QPointF mouse, bool closable);
/// Population path, n and sample above the data.
void paint_title(QPainter& painter, const QRectF& area, double width, const QString& path, const QString& counts,
                 const QPalette& palette);

}  // namespace asparagate::gui
