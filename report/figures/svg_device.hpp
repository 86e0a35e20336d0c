#pragma once
#include "figures/canvas.hpp"

#include <QPaintDevice>
#include <QString>

#include <memory>

namespace asparagate {

class SvgEngine;

/// A paint device that writes compact SVG in millimetres: text stays text with its anchor, so that an editor or a
/// viewer with other fonts keeps labels aligned. Only what Canvas draws is supported: lines, filled shapes, text.
/// The result has no XML prolog and no ids, so it can stand in a file or inside HTML.
class SvgDevice : public QPaintDevice {
public:
    explicit SvgDevice(QSizeF size_mm);
    ~SvgDevice() override;
    SvgDevice(const SvgDevice&) = delete;
    SvgDevice& operator=(const SvgDevice&) = delete;

    [[nodiscard]] QPaintEngine* paintEngine() const override;
    /// The next text item, when it equals `text`, is anchored at `side` of its `width` (font units).
    void anchor_next_text(const QString& text, Side side, double width);
    /// The next text item carries `hint` as its title.
    void hint_next_text(const QString& hint);
    /// The elements drawn so far.
    [[nodiscard]] const std::string& body() const;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    QSizeF size_mm_;
    std::unique_ptr<SvgEngine> engine_;
};

}  // namespace asparagate
