#pragma once
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <QTransform>

#include <utility>
#include <vector>

namespace asparagate {

/// Notes where a figure puts text: the box of the small letters of each label, in millimetres.
class TextRecorder : public QPaintDevice {
public:
    struct Label {
        QString text;
        QRectF box;
    };

    TextRecorder() : engine_(labels_) {}
    [[nodiscard]] QPaintEngine* paintEngine() const override { return &engine_; }
    [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override {
        return metric == PdmDpiX || metric == PdmDpiY || metric == PdmPhysicalDpiX || metric == PdmPhysicalDpiY ? 25
                                                                                                                : 1000;
    }

private:
    class Engine : public QPaintEngine {
    public:
        explicit Engine(std::vector<Label>& labels) : QPaintEngine(AllFeatures), labels_(labels) {}
        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        [[nodiscard]] Type type() const override { return User; }
        void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
        void drawPath(const QPainterPath&) override {}
        void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
        void drawLines(const QLineF*, int) override {}
        void drawRects(const QRectF*, int) override {}
        void updateState(const QPaintEngineState& changed) override {
            if (changed.state() & DirtyTransform) transform_ = changed.transform();
        }
        void drawTextItem(const QPointF& at, const QTextItem& item) override {
            const double height = item.font().pixelSize() * 0.52;
            labels_.push_back({item.text(), transform_.mapRect(QRectF(at.x(), at.y() - height, item.width(), height))});
        }

    private:
        std::vector<Label>& labels_;
        QTransform transform_;
    };

    std::vector<Label> labels_;
    mutable Engine engine_;
};

}  // namespace asparagate
