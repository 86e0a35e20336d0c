#include "figures/svg_device.hpp"

#include <QBuffer>
#include <QFont>
#include <QImage>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QTransform>

namespace asparagate {

namespace {

/// Micrometre resolution: shorter files, and the same bytes on every machine.
std::string number(double value) {
    QString text = QString::number(value, 'f', 3);
    while (text.endsWith(QChar('0'))) text.chop(1);
    if (text.endsWith(QChar('.'))) text.chop(1);
    return text == QStringLiteral("-0") ? "0" : text.toStdString();
}

std::string attribute(const char* name, const std::string& value) {
    return std::string(" ") + name + "=\"" + value + "\"";
}

std::string colour_attributes(const char* name, const QColor& colour) {
    std::string result = attribute(name, colour.name().toStdString());
    if (colour.alpha() < 255) result += attribute((std::string(name) + "-opacity").c_str(), number(colour.alphaF()));
    return result;
}

}  // namespace

class SvgEngine : public QPaintEngine {
public:
    SvgEngine()
        : QPaintEngine(QPaintEngine::PainterPaths | QPaintEngine::PrimitiveTransform | QPaintEngine::PixmapTransform |
                       QPaintEngine::Antialiasing | QPaintEngine::AlphaBlend) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    [[nodiscard]] Type type() const override { return QPaintEngine::User; }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}

    void drawImage(const QRectF& area, const QImage& picture, const QRectF&, Qt::ImageConversionFlags) override {
        QBuffer png;
        png.open(QIODevice::WriteOnly);
        picture.save(&png, "PNG");
        const QRectF mapped = transform_.mapRect(area);
        body += "<image" + attribute("x", number(mapped.x())) + attribute("y", number(mapped.y())) +
                attribute("width", number(mapped.width())) + attribute("height", number(mapped.height())) +
                attribute("preserveAspectRatio", "none") + attribute("image-rendering", "pixelated") +
                attribute("href", "data:image/png;base64," + png.data().toBase64().toStdString()) + "/>\n";
    }

    void updateState(const QPaintEngineState& changed) override {
        if (changed.state() & DirtyPen) pen_ = changed.pen();
        if (changed.state() & DirtyBrush) brush_ = changed.brush();
        if (changed.state() & DirtyTransform) transform_ = changed.transform();
    }

    void drawPath(const QPainterPath& path) override {
        body += "<path" + attribute("d", path_data(path)) + fill() + stroke() + "/>\n";
    }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        std::string list;
        for (int i = 0; i < count; ++i) {
            const QPointF p = transform_.map(points[i]);
            list += (i ? " " : "") + number(p.x()) + "," + number(p.y());
        }
        const bool open = mode == PolylineMode;
        body += std::string(open ? "<polyline" : "<polygon") + attribute("points", list) +
                (open ? attribute("fill", "none") : fill()) + stroke() + "/>\n";
    }

    void drawLines(const QLineF* lines, int count) override {
        for (int i = 0; i < count; ++i) {
            const QLineF line = transform_.map(lines[i]);
            body += "<line" + attribute("x1", number(line.x1())) + attribute("y1", number(line.y1())) +
                    attribute("x2", number(line.x2())) + attribute("y2", number(line.y2())) + stroke() + "/>\n";
        }
    }

    void drawRects(const QRectF* rectangles, int count) override {
        for (int i = 0; i < count; ++i) {
            const QRectF area = transform_.mapRect(rectangles[i]);
            body += "<rect" + attribute("x", number(area.x())) + attribute("y", number(area.y())) +
                    attribute("width", number(area.width())) + attribute("height", number(area.height())) + fill() +
                    stroke() + "/>\n";
        }
    }

    void drawEllipse(const QRectF& area) override {
        const QRectF mapped = transform_.mapRect(area);
        body += "<ellipse" + attribute("cx", number(mapped.center().x())) +
                attribute("cy", number(mapped.center().y())) + attribute("rx", number(mapped.width() / 2)) +
                attribute("ry", number(mapped.height() / 2)) + fill() + stroke() + "/>\n";
    }

    void drawTextItem(const QPointF& at, const QTextItem& item) override {
        if (continued_ > 0) {
            continued_ -= item.text().size();
            return;
        }
        // Qt hands over one item per script; the label stays one text, so that it reads, searches and aligns whole.
        const QString text = announced_.startsWith(item.text()) ? announced_ : item.text();
        continued_ = text.size() - item.text().size();
        QPointF anchor = at;
        std::string side;
        if (!announced_.isEmpty()) {
            if (side_ == Side::centre) side = attribute("text-anchor", "middle");
            if (side_ == Side::right) side = attribute("text-anchor", "end");
            anchor.rx() += side_ == Side::left ? 0 : width_ * (side_ == Side::centre ? 0.5 : 1);
        }
        announced_.clear();
        const QPointF p = transform_.map(anchor);
        const double scale = std::sqrt(std::abs(transform_.determinant()));
        const double degrees = std::atan2(transform_.m12(), transform_.m11()) * 180 / M_PI;
        std::string place = attribute("x", number(p.x())) + attribute("y", number(p.y()));
        if (std::abs(degrees) > 1e-6)
            place = attribute("transform",
                              "translate(" + number(p.x()) + " " + number(p.y()) + ") rotate(" + number(degrees) + ")");
        const QFont font = item.font();
        body += "<text" + place + side + attribute("font-size", number(font.pixelSize() * scale)) +
                (font.bold() ? attribute("font-weight", "bold") : "") +
                (font.italic() ? attribute("font-style", "italic") : "") + colour_attributes("fill", pen_.color()) +
                ">" + (hint_.isEmpty() ? "" : "<title>" + shown(hint_) + "</title>") + shown(text) + "</text>\n";
        hint_.clear();
    }

    void anchor_next(const QString& text, Side side, double width) {
        announced_ = text;
        side_ = side;
        width_ = width;
        continued_ = 0;
    }

    void hint_next(const QString& hint) { hint_ = hint; }

    std::string body;

private:
    QPen pen_;
    QBrush brush_;
    QTransform transform_;
    QString announced_;  ///< the whole label whose first item comes next
    QString hint_;
    Side side_ = Side::left;
    double width_ = 0;
    qsizetype continued_ = 0;  ///< characters of the label still to come, already written

    /// Viewers collapse runs of blanks; a no-break space keeps them.
    static std::string shown(QString text) {
        return text.replace(QStringLiteral("  "), QStringLiteral("\u00A0 ")).toHtmlEscaped().toStdString();
    }

    [[nodiscard]] std::string fill() const {
        return brush_.style() == Qt::NoBrush ? attribute("fill", "none") : colour_attributes("fill", brush_.color());
    }

    [[nodiscard]] std::string stroke() const {
        if (pen_.style() == Qt::NoPen) return {};
        const double scale = std::sqrt(std::abs(transform_.determinant()));
        std::string result =
            colour_attributes("stroke", pen_.color()) + attribute("stroke-width", number(pen_.widthF() * scale));
        if (pen_.style() != Qt::SolidLine) {
            std::string dashes;
            for (const double dash : pen_.dashPattern())
                dashes += (dashes.empty() ? "" : " ") + number(dash * pen_.widthF() * scale);
            result += attribute("stroke-dasharray", dashes);
        }
        if (pen_.joinStyle() == Qt::RoundJoin) result += attribute("stroke-linejoin", "round");
        return result;
    }

    [[nodiscard]] std::string path_data(const QPainterPath& path) const {
        std::string data;
        for (int i = 0; i < path.elementCount(); ++i) {
            const QPainterPath::Element element = path.elementAt(i);
            const QPointF p = transform_.map(QPointF(element));
            if (element.isMoveTo()) data += "M";
            if (element.isLineTo()) data += "L";
            if (element.isCurveTo()) data += "C";
            if (element.type == QPainterPath::CurveToDataElement) data += " ";
            data += number(p.x()) + " " + number(p.y());
        }
        return data;
    }
};

SvgDevice::SvgDevice(QSizeF size_mm) : size_mm_(size_mm), engine_(std::make_unique<SvgEngine>()) {}
SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const {
    return engine_.get();
}

void SvgDevice::anchor_next_text(const QString& text, Side side, double width) {
    engine_->anchor_next(text, side, width);
}

void SvgDevice::hint_next_text(const QString& hint) {
    engine_->hint_next(hint);
}

const std::string& SvgDevice::body() const {
    return engine_->body;
}

int SvgDevice::metric(PaintDeviceMetric metric) const {
    switch (metric) {
        case PdmWidth:
        case PdmWidthMM:
            return static_cast<int>(std::ceil(size_mm_.width()));
        case PdmHeight:
        case PdmHeightMM:
            return static_cast<int>(std::ceil(size_mm_.height()));
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 25;
        case PdmNumColors:
            return 1 << 24;
        case PdmDepth:
            return 24;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
    }
    return 0;
}

}  // namespace asparagate
