#include "cohort/figure_view.hpp"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace asparagate::gui {
namespace {

constexpr int margin = 16, gap = 8;
// A double column at this scale is 890 pixels wide: text of 7 pt reads like 10 pt on a screen.
constexpr double largest_pixels_per_mm = 5.0;
constexpr double longest_line = 760;

}  // namespace

FigureView::FigureView(Figure figure, QWidget* parent) : QWidget(parent), figure_(std::move(figure)) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(QString::fromStdString(figure_.title));
    setAccessibleDescription(QString::fromStdString(figure_.caption));
    setToolTip(tr("Right-click to copy the picture or its numbers"));
}

double FigureView::pixels_per_mm(int width) const {
    return std::min(largest_pixels_per_mm, (width - 2.0 * margin) / figure_.size_mm.width());
}

FigureView::Places FigureView::places(int width) const {
    const double scale = pixels_per_mm(width), room = std::min(longest_line, width - 2.0 * margin);
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(font().pointSizeF() * 1.15);
    const auto height_of = [&](const QFont& used, const std::string& text) {
        return QFontMetricsF(used)
            .boundingRect(QRectF(0, 0, room, 1e5), Qt::TextWordWrap, QString::fromStdString(text))
            .height();
    };
    Places places;
    places.title = QRectF(margin, margin, room, height_of(bold, figure_.title));
    places.drawing =
        QRectF(margin, places.title.bottom() + gap, figure_.size_mm.width() * scale, figure_.size_mm.height() * scale);
    places.caption = QRectF(margin, places.drawing.bottom() + gap, room, height_of(font(), figure_.caption));
    return places;
}

int FigureView::height_for(int width) const {
    return static_cast<int>(std::ceil(places(width).caption.bottom())) + margin;
}

QSize FigureView::sizeHint() const {
    return {800, height_for(800)};
}

// A scrolled column does not ask for height by width, so the figure takes the height its width needs.
void FigureView::resizeEvent(QResizeEvent*) {
    if (const int wanted = height_for(width()); wanted != height()) setFixedHeight(wanted);
}

void FigureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Places at = places(width());
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(font().pointSizeF() * 1.15);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.setFont(bold);
    painter.drawText(at.title, Qt::TextWordWrap, QString::fromStdString(figure_.title));
    const QSize pixels = (at.drawing.size() * devicePixelRatioF()).toSize();
    if (drawn_for_ != pixels) {
        drawing_ = figure_image(figure_, pixels_per_mm(width()) * devicePixelRatioF());
        drawn_for_ = pixels;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(at.drawing, drawing_);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(at.caption, Qt::TextWordWrap, QString::fromStdString(figure_.caption));
}

void FigureView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Copy picture"), this,
                   [this] { QGuiApplication::clipboard()->setImage(figure_image(figure_, 300 / 25.4)); });
    menu.addAction(tr("Copy numbers (CSV)"), this,
                   [this] { QGuiApplication::clipboard()->setText(QString::fromStdString(figure_.data_csv)); });
    menu.exec(event->globalPos());
}

}  // namespace asparagate::gui
