#include "figures/canvas.hpp"

#include "figures/palette.hpp"
#include "figures/svg_device.hpp"
#include "figures/visible_text.hpp"
#include "language/say.hpp"

#include <QFont>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>
#include <QTextBoundaryFinder>

namespace asparagate {

namespace {

/// Fonts are laid out large and scaled down: glyph advances are then the same on every device, unhinted.
constexpr double font_units_per_point = 20;

QFont font_of(const TextStyle& style) {
    QFont font;
    font.setFamilies(QString::fromLatin1(figure_fonts()).split(QStringLiteral(", ")));
    font.setPixelSize(static_cast<int>(std::lround(style.points * font_units_per_point)));
    font.setBold(style.bold);
    font.setItalic(style.italic);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setKerning(true);
    // Any spacing at all keeps Qt from ligatures, whose letters a PDF could not be searched for ("flow", "different").
    font.setLetterSpacing(QFont::AbsoluteSpacing, 1.0 / 64);
    return font;
}

double unit_mm() {
    return points_to_mm(1) / font_units_per_point;
}

/// One line: breaks are wrap()'s business.
QString printable(const std::string& text) {
    return visible_text(QString::fromStdString(text)).replace(QChar('\n'), QChar(' '));
}

QPen pen_of(const LineStyle& style) {
    QPen pen(style.colour, points_to_mm(style.points), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    if (style.dashed) pen.setDashPattern({5, 4});
    return pen;
}

QPolygonF polygon_of(const std::vector<QPointF>& points) {
    return QPolygonF(QList<QPointF>(points.begin(), points.end()));
}

}  // namespace

const char* figure_fonts() {
    return language() == Language::chinese ? "Noto Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif"
                                           : "Noto Sans, DejaVu Sans, sans-serif";
}

std::string missing_font() {
    const bool needed = language() == Language::chinese;
    return needed && !QFontDatabase::hasFamily(QStringLiteral("Noto Sans CJK SC")) ? "Noto Sans CJK SC" : "";
}

Canvas::Canvas(QPainter& painter) : painter_(painter) {
    painter_.setRenderHint(QPainter::Antialiasing);
    painter_.setRenderHint(QPainter::TextAntialiasing);
}

void Canvas::line(QPointF a, QPointF b, const LineStyle& style) {
    painter_.setPen(pen_of(style));
    painter_.drawLine(a, b);
}

void Canvas::polyline(const std::vector<QPointF>& points, const LineStyle& style) {
    if (points.size() < 2) return;
    QPen pen = pen_of(style);
    pen.setJoinStyle(Qt::RoundJoin);
    painter_.setPen(pen);
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPolyline(polygon_of(points));
}

void Canvas::area(const std::vector<QPointF>& points, const QColor& fill) {
    if (points.size() < 3) return;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(fill);
    painter_.drawPolygon(polygon_of(points));
}

void Canvas::rectangle(const QRectF& area, const QColor& fill) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(fill);
    painter_.drawRect(area);
}

void Canvas::frame(const QRectF& area, const LineStyle& style) {
    painter_.setPen(pen_of(style));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawRect(area);
}

void Canvas::hatch(const QRectF& area, const LineStyle& style) {
    constexpr double step = 1.1;
    QPainterPath lines;
    for (double offset = step / 2; offset < area.width() + area.height(); offset += step) {
        // From the left or bottom edge up to the right, clipped to the rectangle by hand.
        const double x0 = std::max(0.0, offset - area.height()), y0 = std::min(offset, area.height());
        const double x1 = std::min(offset, area.width()), y1 = std::max(0.0, offset - area.width());
        lines.moveTo(area.left() + x0, area.top() + y0);
        lines.lineTo(area.left() + x1, area.top() + y1);
    }
    painter_.setPen(pen_of(style));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPath(lines);
}

void Canvas::mark(Mark shape, QPointF centre, double size, const QColor& colour, bool filled) {
    QPen pen(colour, points_to_mm(0.8));
    pen.setJoinStyle(Qt::MiterJoin);
    painter_.setPen(pen);
    painter_.setBrush(filled ? colour : QColor(Qt::white));
    const double r = size / 2, x = centre.x(), y = centre.y();
    switch (shape) {
        case Mark::circle:
            painter_.drawEllipse(centre, r, r);
            return;
        case Mark::square:
            painter_.drawRect(QRectF(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8));
            return;
        case Mark::triangle_down:
            painter_.drawPolygon(polygon_of({{x - r * 1.1, y - r * 0.9}, {x + r * 1.1, y - r * 0.9}, {x, y + r}}));
            return;
        case Mark::triangle_up:
            painter_.drawPolygon(polygon_of({{x - r * 1.1, y + r * 0.9}, {x + r * 1.1, y + r * 0.9}, {x, y - r}}));
            return;
        case Mark::diamond:
            painter_.drawPolygon(polygon_of({{x - r * 1.1, y}, {x, y - r * 1.1}, {x + r * 1.1, y}, {x, y + r * 1.1}}));
            return;
        case Mark::plus:
            line({x - r, y}, {x + r, y}, {colour, 1});
            line({x, y - r}, {x, y + r}, {colour, 1});
            return;
    }
}

void Canvas::image(const QRectF& area, const QImage& picture) {
    painter_.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter_.drawImage(area, picture);
}

void Canvas::arrow(const std::vector<QPointF>& points, const LineStyle& style) {
    if (points.size() < 2) return;
    constexpr double head_mm = 1.5;
    const QPointF tip = points.back(), along = tip - points[points.size() - 2];
    const double length = std::hypot(along.x(), along.y());
    if (!(length > 0)) return;
    const QPointF ahead = along / length, aside(-ahead.y(), ahead.x());
    std::vector<QPointF> shaft = points;
    shaft.back() = tip - ahead * head_mm * 0.8;
    polyline(shaft, {palette::paper, style.points + 1.6});
    polyline(shaft, style);
    area({tip, tip - ahead * head_mm + aside * head_mm * 0.42, tip - ahead * head_mm - aside * head_mm * 0.42},
         style.colour);
}

void Canvas::outline(const std::vector<QPointF>& points, const LineStyle& style) {
    polyline(points, {palette::paper, style.points + 1.8});
    polyline(points, style);
}

void Canvas::hint_next_text(const std::string& text) {
    if (auto* svg = dynamic_cast<SvgDevice*>(painter_.device())) svg->hint_next_text(printable(text));
}

void Canvas::draw_text(QPointF at, double degrees, const std::string& text, const TextStyle& style, Side side,
                       Level level) {
    const QString shown = printable(text);
    if (shown.trimmed().isEmpty()) return;
    const QFont font = font_of(style);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(shown);
    const double x = side == Side::left ? 0 : side == Side::centre ? -width / 2 : -width;
    double y = 0;
    if (level == Level::top) y = metrics.ascent() * 0.93;
    if (level == Level::middle) y = metrics.capHeight() / 2;
    if (level == Level::bottom) y = -metrics.descent();
    if (auto* svg = dynamic_cast<SvgDevice*>(painter_.device())) svg->anchor_next_text(shown, side, width);
    painter_.save();
    painter_.translate(at);
    if (degrees != 0) painter_.rotate(degrees);
    painter_.scale(unit_mm(), unit_mm());
    painter_.setFont(font);
    painter_.setPen(style.colour);
    painter_.drawText(QPointF(x, y), shown);
    painter_.restore();
}

void Canvas::text(QPointF at, const std::string& text, const TextStyle& style, Side side, Level level) {
    draw_text(at, 0, text, style, side, level);
}

void Canvas::text_upwards(QPointF at, const std::string& text, const TextStyle& style) {
    draw_text(at, -90, text, style, Side::centre, Level::middle);
}

void Canvas::text_upwards_from(QPointF at, const std::string& text, const TextStyle& style) {
    draw_text(at, -90, text, style, Side::left, Level::middle);
}

double Canvas::paragraph(QPointF top_left, double width, const std::string& text, const TextStyle& style) {
    const auto lines = wrap(text, width, style);
    for (std::size_t i = 0; i < lines.size(); ++i)
        this->text(top_left + QPointF(0, static_cast<double>(i) * line_height(style)), lines[i], style, Side::left,
                   Level::top);
    return static_cast<double>(lines.size()) * line_height(style);
}

double text_width(const std::string& text, const TextStyle& style) {
    return QFontMetricsF(font_of(style)).horizontalAdvance(printable(text)) * unit_mm();
}

double line_height(const TextStyle& style) {
    return points_to_mm(style.points) * 1.28;
}

namespace {

bool is_ideographic(QChar c) {
    const ushort u = c.unicode();
    return (u >= 0x3000 && u <= 0x30FF) || (u >= 0x3400 && u <= 0x9FFF) || (u >= 0xFF00 && u <= 0xFFEF);
}

/// A piece of text that stays on one line.
struct WrapPiece {
    std::string text;
    bool after_blank = false;
};

/// Words between blanks; within them also the places where Chinese text may break.
std::vector<WrapPiece> wrap_pieces(const QString& part) {
    std::vector<WrapPiece> pieces;
    for (const QString& word : part.split(QChar(' '), Qt::SkipEmptyParts)) {
        QTextBoundaryFinder finder(QTextBoundaryFinder::Line, word);
        qsizetype begin = 0;
        for (qsizetype at = finder.toNextBoundary(); at >= 0; at = finder.toNextBoundary()) {
            const bool end = at >= word.size();
            if (!end && !is_ideographic(word[at - 1]) && !is_ideographic(word[at])) continue;
            if (at > begin) pieces.push_back({word.sliced(begin, at - begin).toStdString(), begin == 0});
            begin = at;
        }
    }
    return pieces;
}

}  // namespace

std::vector<std::string> wrap(const std::string& text, double width, const TextStyle& style) {
    std::vector<std::string> lines;
    for (const QString& part : QString::fromStdString(text).split(QChar('\n'))) {
        std::string current;
        for (const WrapPiece& piece : wrap_pieces(part)) {
            const std::string shown = elide(piece.text, width, style);
            const std::string longer = current.empty() ? shown : current + (piece.after_blank ? " " : "") + shown;
            if (current.empty() || text_width(longer, style) <= width) {
                current = longer;
            } else {
                lines.push_back(current);
                current = shown;
            }
        }
        lines.push_back(current);
    }
    return lines;
}

double widest_word(const std::string& text, const TextStyle& style) {
    double widest = 0;
    for (const WrapPiece& piece : wrap_pieces(QString::fromStdString(text)))
        widest = std::max(widest, text_width(piece.text, style));
    return widest;
}

std::string elide(const std::string& text, double width, const TextStyle& style) {
    if (text_width(text, style) <= width) return text;
    const QFontMetricsF metrics(font_of(style));
    return metrics.elidedText(printable(text), Qt::ElideMiddle, width / unit_mm()).toStdString();
}

}  // namespace asparagate
