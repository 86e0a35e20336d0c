#pragma once
#include <QColor>
#include <QPointF>
#include <QRectF>

#include <string>
#include <vector>

class QImage;
class QPainter;

namespace asparagate {

enum class Side { left, centre, right };
enum class Level { baseline, top, middle, bottom };
enum class Mark { circle, triangle_down, triangle_up, square, diamond, plus };

/// Size in points, as printed. Nothing in a figure is set below 6 points.
struct TextStyle {
    double points = 7;
    QColor colour = QColor(0x22, 0x22, 0x22);
    bool bold = false;
    bool italic = false;
};

struct LineStyle {
    QColor colour = QColor(0x44, 0x44, 0x44);
    double points = 0.5;
    bool dashed = false;
};

/// Fonts of every figure in the language of the report, first installed wins for each letter.
const char* figure_fonts();
/// Font that the language of the report needs and this machine lacks: without it letters would be drawn as boxes. Empty
/// when all are there.
std::string missing_font();

/// Drawing in millimetres with text sizes and line widths in points, on whatever a QPainter paints on. Text is
/// UTF-8; control characters are replaced.
class Canvas {
public:
    explicit Canvas(QPainter& painter);

    void line(QPointF a, QPointF b, const LineStyle& style = {});
    void polyline(const std::vector<QPointF>& points, const LineStyle& style = {});
    void area(const std::vector<QPointF>& points, const QColor& fill);
    void rectangle(const QRectF& area, const QColor& fill);
    void frame(const QRectF& area, const LineStyle& style = {});
    /// Diagonal lines over `area`, as geometry so that every output shows them alike.
    void hatch(const QRectF& area, const LineStyle& style = {});
    /// Filled or hollow (white inside, so that lines do not show through); `size` is the diameter in millimetres.
    void mark(Mark shape, QPointF centre, double size, const QColor& colour, bool filled);

    /// One square of ink per pixel, never blurred, so that a single event stays a dot.
    void image(const QRectF& area, const QImage& picture);
    /// A line of straight pieces that ends in a head; a white halo keeps it apart from what it crosses.
    void arrow(const std::vector<QPointF>& points, const LineStyle& style = {});
    /// Straight pieces with a white halo around them, readable on any picture.
    void outline(const std::vector<QPointF>& points, const LineStyle& style = {});

    void text(QPointF at, const std::string& text, const TextStyle& style = {}, Side side = Side::left,
              Level level = Level::baseline);
    /// What the text drawn next stands for in full; shown where it is pointed at, in SVG.
    void hint_next_text(const std::string& text);
    /// Reads upwards, centred on `at`, its middle line on at.x().
    void text_upwards(QPointF at, const std::string& text, const TextStyle& style = {});
    /// Reads upwards from `at`, its middle line on at.x().
    void text_upwards_from(QPointF at, const std::string& text, const TextStyle& style = {});
    /// Breaks lines to `width` and returns the height used.
    double paragraph(QPointF top_left, double width, const std::string& text, const TextStyle& style = {});

    /// For drawings that a figure does itself.
    [[nodiscard]] QPainter& painter() { return painter_; }

private:
    QPainter& painter_;
    void draw_text(QPointF at, double degrees, const std::string& text, const TextStyle& style, Side side, Level level);
};

double text_width(const std::string& text, const TextStyle& style = {});
/// Distance of two lines of text.
double line_height(const TextStyle& style = {});
/// Lines no wider than `width`, broken at blanks and, in Chinese, between characters where its rules allow it.
std::vector<std::string> wrap(const std::string& text, double width, const TextStyle& style = {});
/// Width of the widest piece of the text that wrap() keeps on one line.
double widest_word(const std::string& text, const TextStyle& style = {});
/// The text, shortened with an ellipsis in the middle where it is wider than `width`.
std::string elide(const std::string& text, double width, const TextStyle& style = {});

constexpr double points_to_mm(double points) {
    return points * 25.4 / 72.0;
}

}  // namespace asparagate
