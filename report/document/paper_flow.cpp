#include "document/paper_flow.hpp"

namespace asparagate {

void PaperFlow::new_page() {
    if (pages_.back().empty()) return;
    pages_.emplace_back();
    y_ = paper_.top;
}

void PaperFlow::place(double height, Draw draw, double keep_with) {
    if (!fits(height + keep_with)) new_page();
    pages_.back().push_back({QPointF(paper_.left, y_), std::move(draw)});
    y_ += height;
}

void PaperFlow::gap(double height) {
    if (!pages_.back().empty()) y_ += height;
}

void PaperFlow::text(const std::string& text, const TextStyle& style, double indent) {
    for (const std::string& line : wrap(text, paper_.text_width() - indent, style))
        place(line_height(style), [=](Canvas& canvas, QPointF at) {
            canvas.text(at + QPointF(indent, 0), line, style, Side::left, Level::top);
        });
}

void PaperFlow::draw_page(std::size_t page, Canvas& canvas) const {
    for (const Item& item : pages_[page]) item.draw(canvas, item.at);
}

}  // namespace asparagate
