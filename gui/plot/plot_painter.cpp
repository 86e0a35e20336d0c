#include "plot/plot_painter.hpp"

#include "figures/density_image.hpp"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace asparagate::gui {
namespace {

const QColor paper(255, 255, 255), ink(30, 32, 36);
// 1.25 pt at 96 dpi.
constexpr double outline_width = 1.67;

QString translated(const char* text) {
    return QCoreApplication::translate("PlotPainter", text);
}

QColor secondary(const QPalette& palette) {
    return palette.color(QPalette::Active, QPalette::PlaceholderText);
}

/// 100000 as "100K", as cytometrists write it; powers of ten and small numbers as they are.
QString short_label(const QString& label) {
    return label.size() > 3 && label.endsWith("000") && !label.contains('^') ? label.chopped(3) + QStringLiteral("K")
                                                                             : label;
}

/// "10^3" with a raised exponent, "-10^3" with a real minus. Returns the width; draws when `painter` is given.
double tick_label(QPainter& painter, const QString& label, QPointF right_middle, bool draw, bool centred) {
    QString text = short_label(label);
    text.replace('-', QChar(0x2212));
    const auto caret = text.indexOf('^');
    const QString base = caret < 0 ? text : text.left(caret), exponent = caret < 0 ? QString() : text.mid(caret + 1);
    const QFont font = painter.font();
    QFont raised = font;
    raised.setPointSizeF(font.pointSizeF() * 0.76);
    const QFontMetricsF metrics(font), raised_metrics(raised);
    const double base_width = metrics.horizontalAdvance(base),
                 width = base_width + raised_metrics.horizontalAdvance(exponent);
    if (!draw) return width;
    const double left = centred ? right_middle.x() - width / 2 : right_middle.x() - width;
    const double baseline = right_middle.y() + (metrics.ascent() - metrics.descent()) / 2;
    painter.drawText(QPointF(left, baseline), base);
    painter.setFont(raised);
    painter.drawText(QPointF(left + base_width, baseline - metrics.ascent() * 0.38), exponent);
    painter.setFont(font);
    return width;
}

void paint_x_axis(QPainter& painter, const PlotMap& map, const QPalette& palette) {
    double free_from = -1e9;
    for (const Tick& tick : map.x.ticks) {
        const double x = map.pixel_x(tick.position);
        const bool major = !tick.label.empty();
        const bool zero = tick.value == 0;
        painter.setPen(QPen(palette.color(QPalette::WindowText), zero ? 1.6 : 0.8));
        painter.drawLine(QPointF(x, map.area.bottom()), QPointF(x, map.area.bottom() + (major ? 6 : 3)));
        if (!major) continue;
        const QString label = QString::fromStdString(tick.label);
        const QPointF place(x, map.area.bottom() + 15);
        const double half = tick_label(painter, label, place, false, true) / 2;
        if (x - half < free_from) continue;
        tick_label(painter, label, place, true, true);
        free_from = x + half + 5;
    }
}

void paint_y_axis(QPainter& painter, const PlotMap& map, const QPalette& palette) {
    double free_below = 1e9;
    const double half = QFontMetricsF(painter.font()).height() / 2;
    for (const Tick& tick : map.y->ticks) {
        const double y = map.pixel_y(tick.position);
        const bool major = !tick.label.empty();
        const bool zero = tick.value == 0;
        painter.setPen(QPen(palette.color(QPalette::WindowText), zero ? 1.6 : 0.8));
        painter.drawLine(QPointF(map.area.left() - (major ? 6 : 3), y), QPointF(map.area.left(), y));
        if (!major || y + half > free_below) continue;
        tick_label(painter, QString::fromStdString(tick.label), {map.area.left() - 9, y}, true, false);
        free_below = y - half;
    }
}

/// Marker, then the detector in small grey, centred in a box; underlined while the mouse is over it.
void paint_axis_title(QPainter& painter, const PlotAxis& axis, const QRectF& box, bool hovered,
                      const QPalette& palette) {
    QFont strong = painter.font(), small = painter.font();
    strong.setBold(true);
    strong.setUnderline(hovered);
    small.setPointSizeF(strong.pointSizeF() * 0.88);
    const QString gap = QStringLiteral("  ");
    const double marker_width = QFontMetricsF(strong).horizontalAdvance(axis.marker);
    const double detector_width =
        axis.detector.isEmpty() ? 0 : QFontMetricsF(small).horizontalAdvance(gap + axis.detector);
    const double left = box.center().x() - (marker_width + detector_width) / 2;
    painter.save();
    painter.setPen(palette.color(QPalette::WindowText));
    painter.setFont(strong);
    painter.drawText(QRectF(left, box.top(), marker_width + 2, box.height()), Qt::AlignVCenter | Qt::TextDontClip,
                     axis.marker);
    painter.setFont(small);
    painter.setPen(secondary(palette));
    painter.drawText(QRectF(left + marker_width, box.top(), detector_width + 2, box.height()),
                     Qt::AlignVCenter | Qt::TextDontClip, axis.detector.isEmpty() ? QString() : gap + axis.detector);
    painter.restore();
}

void paint_histogram(QPainter& painter, const PlotScene& scene, const PlotData& plot) {
    const auto& counts = plot.histogram.counts;
    const std::uint32_t top = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    if (top == 0) return;
    const QRectF& area = scene.map().area;
    QPolygonF curve;
    curve << area.bottomLeft();
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        const double x =
            area.left() + (static_cast<double>(bin) + 0.5) / static_cast<double>(counts.size()) * area.width();
        curve << QPointF(x, area.bottom() - area.height() * histogram_height * counts[bin] / top);
    }
    curve << area.bottomRight();
    QColor fill = QColor::fromRgb(density_colour(0.35));
    painter.setPen(QPen(fill.darker(130), 1.2));
    fill.setAlpha(90);
    painter.setBrush(fill);
    painter.drawPolygon(curve);
    painter.setBrush(Qt::NoBrush);
}

void paint_centred_note(QPainter& painter, const QRectF& area, const QString& text) {
    painter.setPen(QColor(110, 114, 120));
    painter.drawText(area.adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void paint_label(QPainter& painter, const SceneLabel& label, bool strong) {
    QFont font = painter.font();
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 255, 255, strong ? 240 : 215));
    painter.drawRoundedRect(label.box, 3, 3);
    painter.setPen(ink);
    painter.setBrush(Qt::NoBrush);
    QFont bold = font;
    bold.setBold(true);
    const QRectF text = label.box.adjusted(6, 0, -4, 0);
    painter.setFont(bold);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, label.name);
    painter.setFont(font);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, label.value);
}

void paint_outline(QPainter& painter, const SceneGate& gate, const QPalette& palette, const PlotMarks& marks) {
    for (std::size_t r = 0; r < gate.shape.regions.size(); ++r) {
        const QPainterPath& path = gate.shape.regions[r].path;
        const bool selected = gate.populations[r] == marks.selected, hovered = gate.populations[r] == marks.hovered;
        QColor line = selected ? palette.color(QPalette::Active, QPalette::Highlight) : ink;
        QColor fill = selected ? line : ink;
        fill.setAlpha(selected ? 22 : hovered ? 16 : 0);
        painter.setBrush(fill.alpha() ? QBrush(fill) : Qt::NoBrush);
        painter.setPen(
            QPen(QColor(255, 255, 255, 230), outline_width + 2.4, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.drawPath(path);
        painter.setBrush(Qt::NoBrush);
        // A threshold that a control sets is dashed: it moves with the control, not with the hand.
        QPen pen(line, selected ? outline_width + 0.5 : outline_width,
                 gate.control.isEmpty() ? Qt::SolidLine : Qt::DashLine);
        pen.setJoinStyle(Qt::RoundJoin);
        painter.setPen(pen);
        painter.drawPath(path);
    }
}

bool makes(const SceneGate& gate, const std::string& population) {
    return std::ranges::find(gate.populations, population) != gate.populations.end();
}

}  // namespace

QRectF x_title_box(const QRectF& area, bool compact) {
    return {area.left(), area.bottom() + (compact ? 2 : 26), area.width(), compact ? 20.0 : 26.0};
}

QRectF y_title_box(const QRectF& area, bool compact) {
    return {area.left() - (compact ? 24 : 74), area.top(), compact ? 20.0 : 26.0, area.height()};
}

void paint_data(QPainter& painter, const PlotScene& scene, const PlotData& plot, const QImage& density,
                const QPalette& palette, const PlotMarks& marks) {
    const PlotMap& map = scene.map();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.fillRect(map.area, paper);
    if (marks.compact) {
        // On to the next plot of the path.
        const QPointF tip(map.area.right() + 14, map.area.center().y());
        painter.setPen(QPen(secondary(palette), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF{tip + QPointF(-6, -6), tip, tip + QPointF(-6, 6)});
    }
    if (!plot.problem.isEmpty())
        paint_centred_note(painter, map.area, plot.problem);
    else if (plot.events == 0)
        paint_centred_note(painter, map.area, translated("No events in this population."));
    else if (plot.y)
        painter.drawImage(map.area, density);
    else
        paint_histogram(painter, scene, plot);
    painter.setPen(QPen(palette.color(QPalette::WindowText), 0.8));
    painter.drawLine(map.area.bottomLeft(), map.area.bottomRight());
    painter.drawLine(map.area.bottomLeft(), map.area.topLeft());
    if (!marks.compact) paint_x_axis(painter, map, palette);
    const auto title_of = [&](PlotAxis axis) {
        if (marks.compact) axis.detector.clear();
        return axis;
    };
    paint_axis_title(painter, title_of(map.x), x_title_box(map.area, marks.compact), marks.hover_x, palette);
    painter.save();
    const QRectF box = y_title_box(map.area, marks.compact);
    painter.translate(box.center());
    painter.rotate(-90);
    const QRectF turned(-box.height() / 2, -box.width() / 2, box.height(), box.width());
    if (map.y) {
        paint_axis_title(painter, title_of(*map.y), turned, marks.hover_y, palette);
        painter.restore();
        if (!marks.compact) paint_y_axis(painter, map, palette);
        return;
    }
    PlotAxis counts;
    counts.marker = translated("Events");
    counts.detector = translated("highest bin = 1");
    paint_axis_title(painter, title_of(counts), turned, marks.hover_y, palette);
    painter.restore();
}

void paint_gates(QPainter& painter, const PlotScene& scene, const QPalette& palette, const PlotMarks& marks) {
    painter.save();
    painter.setClipRect(scene.map().area.adjusted(-1, -1, 1, 1));
    // The selected gate last: its outline and label lie on top.
    for (const bool selected : {false, true})
        for (const SceneGate& gate : scene.gates())
            if (makes(gate, marks.selected) == selected) paint_outline(painter, gate, palette, marks);
    painter.restore();
    if (!marks.compact)
        for (const SceneGate& gate : scene.gates())
            for (const SceneLabel& label : gate.labels) paint_label(painter, label, label.population == marks.selected);
    if (!marks.handles) return;
    for (const SceneGate& gate : scene.gates()) {
        if (!makes(gate, marks.selected)) continue;
        painter.setPen(QPen(palette.color(QPalette::Active, QPalette::Highlight), 1.4));
        painter.setBrush(paper);
        if (std::holds_alternative<EllipsoidGate>(gate.gate)) continue;
        for (const GateHandle& handle : gate.shape.handles)
            painter.drawRect(QRectF(handle.pixel.x() - 4, handle.pixel.y() - 4, 8, 8));
    }
    painter.setBrush(Qt::NoBrush);
}

void paint_pending(QPainter& painter, const QPolygonF& outline, QPointF mouse, bool closable) {
    QPolygonF line = outline;
    line << mouse;
    for (const auto& [colour, width] :
         {std::pair{QColor(255, 255, 255, 230), outline_width + 2.4}, std::pair{ink, outline_width}}) {
        painter.setPen(QPen(colour, width));
        painter.drawPolyline(line);
    }
    painter.setPen(QPen(ink, 1.2));
    for (int v = 0; v < outline.size(); ++v) {
        painter.setBrush(v == 0 && closable ? QBrush(ink) : QBrush(paper));
        painter.drawRect(QRectF(outline[v].x() - 4, outline[v].y() - 4, 8, 8));
    }
    painter.setBrush(Qt::NoBrush);
}

void paint_title(QPainter& painter, const QRectF& area, double width, const QString& path, const QString& counts,
                 const QPalette& palette) {
    QFont bold = painter.font();
    bold.setBold(true);
    const double left = area.left(), room = std::max(area.width(), width - left - 8);
    painter.save();
    painter.setFont(bold);
    painter.setPen(palette.color(QPalette::WindowText));
    const QFontMetricsF metrics(bold);
    painter.drawText(QPointF(left, area.top() - 25), metrics.elidedText(path, Qt::ElideLeft, room));
    bold.setBold(false);
    painter.setFont(bold);
    painter.setPen(secondary(palette));
    painter.drawText(QPointF(left, area.top() - 9), QFontMetricsF(bold).elidedText(counts, Qt::ElideRight, room));
    painter.restore();
}

}  // namespace asparagate::gui
