#pragma once
#include "figures/figure.hpp"

#include <QImage>
#include <QWidget>

namespace asparagate::gui {

/// One figure of the report as wide as the page allows, at print proportions, with its title above and its caption
/// below. It is painted by the same painter as the printed one.
class FigureView : public QWidget {
    Q_OBJECT
public:
    explicit FigureView(Figure figure, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    struct Places {
        QRectF title, drawing, caption;
    };
    [[nodiscard]] Places places(int width) const;
    [[nodiscard]] int height_for(int width) const;
    [[nodiscard]] double pixels_per_mm(int width) const;

    Figure figure_;
    QImage drawing_;
    QSize drawn_for_;
};

}  // namespace asparagate::gui
