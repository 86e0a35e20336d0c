#pragma once
#include "figures/canvas.hpp"

#include <functional>
#include <string>
#include <vector>

namespace asparagate {

/// A4 in millimetres and the part of it that text fills: a figure of two columns fits without scaling.
struct PaperSize {
    double width = 210, height = 297;
    double left = 16, right = 194, top = 19, bottom = 280;
    [[nodiscard]] double text_width() const { return right - left; }
    [[nodiscard]] double text_height() const { return bottom - top; }
};

/// Fills pages from top to bottom. What is placed is drawn later, when the number of pages is known.
class PaperFlow {
public:
    using Draw = std::function<void(Canvas&, QPointF)>;

    /// Something that stays on one page, `height` high. `keep_with` millimetres must fit below it as well.
    void place(double height, Draw draw, double keep_with = 0);
    /// Lines of text; breaks between them.
    void text(const std::string& text, const TextStyle& style, double indent = 0);
    void gap(double height);
    void new_page();

    [[nodiscard]] bool fits(double height) const { return y_ + height <= paper_.bottom; }
    [[nodiscard]] const PaperSize& paper() const { return paper_; }
    [[nodiscard]] std::size_t pages() const { return pages_.size(); }
    void draw_page(std::size_t page, Canvas& canvas) const;

private:
    struct Item {
        QPointF at;
        Draw draw;
    };
    PaperSize paper_;
    std::vector<std::vector<Item>> pages_ = {{}};
    double y_ = PaperSize{}.top;
};

}  // namespace asparagate
