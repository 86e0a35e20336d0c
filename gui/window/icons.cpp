#include "window/icons.hpp"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace asparagate::gui {
namespace {

/// Drawn on a 20 x 20 field.
QPainterPath outline(Symbol symbol) {
    QPainterPath path;
    const auto line = [&path](std::initializer_list<QPointF> points) {
        path.moveTo(*points.begin());
        for (const QPointF& point : points) path.lineTo(point);
    };
    switch (symbol) {
        case Symbol::arrow:
            line({{5, 3}, {5, 16}, {8.5, 12.5}, {11, 17.5}, {13, 16.5}, {10.6, 11.6}, {15, 11.6}, {5, 3}});
            break;
        case Symbol::rectangle:
            path.addRect(3.5, 5, 13, 10);
            break;
        case Symbol::range:
            line({{4, 4}, {4, 16}}), line({{16, 4}, {16, 16}}), line({{4, 10}, {16, 10}});
            break;
        case Symbol::polygon:
            line({{4, 13}, {6, 5}, {13, 3.5}, {16.5, 10}, {11, 16.5}, {4, 13}});
            break;
        case Symbol::open:
            line({{3, 16}, {3, 5}, {8, 5}, {10, 7}, {17, 7}, {17, 16}, {3, 16}});
            break;
        case Symbol::save:
            line({{10, 3}, {10, 12}}), line({{6.5, 8.5}, {10, 12}, {13.5, 8.5}}),
                line({{3.5, 13}, {3.5, 16.5}, {16.5, 16.5}, {16.5, 13}});
            break;
        case Symbol::undo:
            path.moveTo(4, 8), path.lineTo(12, 8), path.arcTo(8, 8, 8, 8, 90, -180), path.lineTo(8, 16),
                line({{7.5, 4.5}, {4, 8}, {7.5, 11.5}});
            break;
        case Symbol::redo:
            path.moveTo(16, 8), path.lineTo(8, 8), path.arcTo(4, 8, 8, 8, 90, 180), path.lineTo(12, 16),
                line({{12.5, 4.5}, {16, 8}, {12.5, 11.5}});
            break;
        case Symbol::previous:
            line({{12.5, 4}, {6.5, 10}, {12.5, 16}});
            break;
        case Symbol::next:
            line({{7.5, 4}, {13.5, 10}, {7.5, 16}});
            break;
        case Symbol::up:
            line({{10, 16}, {10, 4}}), line({{5, 9}, {10, 4}, {15, 9}});
            break;
        case Symbol::compare:
            path.addRect(2.5, 4.5, 6.5, 11), path.addRect(11, 4.5, 6.5, 11);
            break;
        case Symbol::path:
            path.addRect(2, 7.5, 4, 5), path.addRect(8, 7.5, 4, 5), path.addRect(14, 7.5, 4, 5),
                line({{6, 10}, {8, 10}}), line({{12, 10}, {14, 10}});
            break;
    }
    return path;
}

class SymbolEngine : public QIconEngine {
public:
    SymbolEngine(Symbol symbol, QPalette palette) : symbol_(symbol), palette_(std::move(palette)) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        painter->scale(rect.width() / 20.0, rect.height() / 20.0);
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        painter->setPen(
            QPen(palette_.color(group, QPalette::ButtonText), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(outline(symbol_));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SymbolEngine(symbol_, palette_); }

private:
    Symbol symbol_;
    QPalette palette_;
};

}  // namespace

QIcon symbol_icon(Symbol symbol, const QPalette& palette) {
    return QIcon(new SymbolEngine(symbol, palette));
}

}  // namespace asparagate::gui
