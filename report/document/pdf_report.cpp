#include "document/pdf_report.hpp"

#include "document/paper_flow.hpp"
#include "document/paper_table.hpp"
#include "figures/palette.hpp"
#include "figures/pdf_file.hpp"
#include "language/say.hpp"

#include <QPageSize>
#include <QPainter>

namespace asparagate {

namespace {

const QColor accent(0x0f, 0x6b, 0x5c);

TextStyle body_style() {
    return {8.5, palette::ink};
}
TextStyle small_style() {
    return {7, palette::muted};
}

TextStyle figure_title_style() {
    return {10, palette::ink, true};
}

QColor state_colour(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return palette::group(Group::aar);
        case Restoration::not_restored:
            return palette::group(Group::aanr);
        case Restoration::not_evaluable:
            break;
    }
    return palette::muted;
}

class PaperWriter {
public:
    explicit PaperWriter(PaperFlow& flow) : flow_(flow) {}

    void title(const ReportDocument& document) {
        flow_.text(document.title, {16, palette::ink, true});
        flow_.gap(1);
        flow_.text(document.subtitle, {8, palette::muted});
        flow_.gap(4);
    }

    /// Together with the figure that opens the section, or with its first lines.
    void section_title(const Section& section) {
        flow_.gap(5);
        const TextStyle style{13, palette::ink, true};
        const double width = flow_.paper().text_width();
        const auto* first = section.blocks.empty() ? nullptr : std::get_if<FigureBlock>(&section.blocks.front());
        flow_.place(
            title_mm,
            [=, text = section.title](Canvas& canvas, QPointF at) {
                canvas.line(at, at + QPointF(width, 0), {palette::faint, 0.6});
                canvas.text(at + QPointF(0, 1.6), text, style, Side::left, Level::top);
            },
            first ? 3 + figure_layout(first->figure).height() : 30);
    }

    void operator()(const Heading& heading) {
        flow_.gap(3);
        const TextStyle style{10, palette::ink, true};
        flow_.place(
            line_height(style) + 1,
            [=, text = heading.text](Canvas& canvas, QPointF at) {
                canvas.text(at, text, style, Side::left, Level::top);
            },
            15);
    }

    void operator()(const Paragraph& paragraph) {
        flow_.text(paragraph.text, body_style());
        flow_.gap(1.8);
    }

    void operator()(const Notice& notice) {
        flow_.text(say("%1: %2", {notice.tag, notice.text}), {8.5, palette::muted, true});
        flow_.gap(1.8);
    }

    void operator()(const CodeList& list) {
        for (const auto& [code, meaning] : list.items) flow_.text(say("%1: %2", {code, meaning}), {7.5, palette::ink});
        flow_.gap(1.8);
    }

    void operator()(const Terms& terms) {
        constexpr double term_mm = 44;
        const TextStyle term_style{7.5, palette::ink, true}, text_style{7.5, palette::ink};
        for (const auto& [term, text] : terms.items) {
            const auto left = wrap(term, term_mm - 3, term_style);
            const auto right = wrap(text, flow_.paper().text_width() - term_mm, text_style);
            const double rows = static_cast<double>(std::max(left.size(), right.size()));
            flow_.place(rows * line_height(text_style) + 0.6, [=](Canvas& canvas, QPointF at) {
                draw_lines(canvas, at, left, term_style);
                draw_lines(canvas, at + QPointF(term_mm, 0), right, text_style);
            });
        }
        flow_.gap(2);
    }

    void operator()(const TableBlock& block) {
        if (!block.on_paper) return;
        flow_.gap(1.5);
        place_table(flow_, block.table);
    }

    void operator()(const FigureBlock& block) {
        flow_.gap(3);
        const FigureLayout layout = figure_layout(block.figure);
        const double left = (flow_.paper().text_width() - layout.drawn.width()) / 2;
        flow_.place(layout.height(), [=, paint = block.figure.paint](Canvas& canvas, QPointF at) {
            draw_lines(canvas, at, layout.title, figure_title_style());
            paint(canvas.painter(), QRectF(at + QPointF(left, layout.above), layout.drawn));
            draw_lines(canvas, at + QPointF(0, layout.above + layout.drawn.height() + 1), layout.caption,
                       small_style());
        });
        flow_.gap(4);
    }

    void operator()(const FileLinks& links) {
        std::string files;
        for (const std::string& file : links.files) files = files.empty() ? file : say("%1, %2", {files, file});
        flow_.text(sentences({links.lead, files}), small_style());
        flow_.gap(1.8);
    }

    void operator()(const Headline& headline) {
        const TextStyle big{26, accent, true}, what{9, palette::muted};
        const double number_mm = text_width(headline.number, big) + 5;
        const auto lines = wrap(headline.what, std::min(100.0, flow_.paper().text_width() - number_mm), what);
        const double text_mm = static_cast<double>(lines.size()) * line_height(what);
        const double height = std::max(line_height(big), text_mm);
        flow_.place(height + 2, [=, number = headline.number](Canvas& canvas, QPointF at) {
            canvas.text(at + QPointF(0, height / 2), number, big, Side::left, Level::middle);
            draw_lines(canvas, at + QPointF(number_mm, (height - text_mm) / 2), lines, what);
        });
    }

    void operator()(const PatientStrip& strip) {
        constexpr std::size_t per_row = 8;
        constexpr double gap = 2, height = 13;
        const double width = (flow_.paper().text_width() - gap * (per_row - 1)) / per_row;
        flow_.gap(2);
        for (std::size_t begin = 0; begin < strip.items.size(); begin += per_row) {
            const auto first = strip.items.begin() + static_cast<std::ptrdiff_t>(begin);
            const std::vector<PatientStrip::Item> row(
                first, first + static_cast<std::ptrdiff_t>(std::min(per_row, strip.items.size() - begin)));
            flow_.place(height + gap, [=](Canvas& canvas, QPointF at) {
                for (std::size_t i = 0; i < row.size(); ++i)
                    draw_patient(canvas,
                                 QRectF(at + QPointF(static_cast<double>(i) * (width + gap), 0), QSizeF(width, height)),
                                 row[i]);
            });
        }
        flow_.gap(3);
    }

private:
    static constexpr double title_mm = 9;

    PaperFlow& flow_;

    /// Title, drawing and caption, which stay together.
    struct FigureLayout {
        std::vector<std::string> title, caption;
        QSizeF drawn;
        double above = 0, below = 0;
        [[nodiscard]] double height() const { return above + drawn.height() + below; }
    };

    /// A drawing that would not fit a page with its section's title, its own and its caption is made smaller.
    [[nodiscard]] FigureLayout figure_layout(const Figure& figure) const {
        const double width = flow_.paper().text_width();
        FigureLayout layout{
            wrap(figure.title, width, figure_title_style()), wrap(figure.caption, width, small_style()), {}, 0, 0};
        layout.above = static_cast<double>(layout.title.size()) * line_height(figure_title_style()) + 1.5;
        layout.below = static_cast<double>(layout.caption.size()) * line_height(small_style()) + 1.5;
        const double room = flow_.paper().text_height() - layout.above - layout.below - title_mm - 4;
        const QSizeF size = figure.size_mm;
        layout.drawn = size * std::min({1.0, width / size.width(), room / size.height()});
        return layout;
    }

    static void draw_lines(Canvas& canvas, QPointF at, const std::vector<std::string>& lines, const TextStyle& style) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            canvas.text(at + QPointF(0, static_cast<double>(i) * line_height(style)), lines[i], style, Side::left,
                        Level::top);
    }

    static void draw_patient(Canvas& canvas, const QRectF& box, const PatientStrip::Item& item) {
        canvas.frame(box, {palette::faint, 0.5});
        canvas.rectangle(QRectF(box.topLeft(), QSizeF(1.2, box.height())), state_colour(item.restored));
        const TextStyle name{8, palette::ink, true}, small{6, palette::muted};
        const double room = box.width() - 3.2;
        const QPointF at = box.topLeft() + QPointF(2.4, 1);
        canvas.text(at, elide(item.id, room, name), name, Side::left, Level::top);
        canvas.text(at + QPointF(0, 4.2), elide(item.state, room, small), small, Side::left, Level::top);
        const auto lines = wrap(item.detail, room, small);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, lines.size()); ++i)
            canvas.text(at + QPointF(0, 6.9 + static_cast<double>(i) * 2.6), lines[i], small, Side::left, Level::top);
    }
};

void draw_margins(Canvas& canvas, const PaperSize& paper, const ReportDocument& document, std::size_t page,
                  std::size_t pages) {
    const TextStyle small{7, palette::muted}, notice{7, palette::ink, true};
    const double middle = paper.width / 2;
    canvas.text({middle, 9}, research_use_only(), notice, Side::centre, Level::top);
    canvas.line({paper.left, 14}, {paper.right, 14}, {palette::faint, 0.5});
    canvas.line({paper.left, 284}, {paper.right, 284}, {palette::faint, 0.5});
    canvas.text({paper.left, 286},
                elide(document.title, middle - paper.left - text_width(research_use_only(), notice) / 2 - 4, small),
                small, Side::left, Level::top);
    canvas.text({middle, 286}, research_use_only(), notice, Side::centre, Level::top);
    canvas.text({paper.right, 286}, say("page %1 of %2", {std::to_string(page), std::to_string(pages)}), small,
                Side::right, Level::top);
}

}  // namespace

std::string report_pdf(const ReportDocument& document) {
    PaperFlow flow;
    PaperWriter writer(flow);
    writer.title(document);
    for (const Block& block : document.lead) std::visit(writer, block);
    for (const Section& section : document.sections) {
        writer.section_title(section);
        for (const Block& block : section.blocks) std::visit(writer, block);
    }
    const QPageLayout page(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF());
    return pdf_file(document.title, page, [&](PdfPages& pages) {
        Canvas canvas(pages.painter());
        for (std::size_t i = 0; i < flow.pages(); ++i) {
            if (i > 0) pages.next_page();
            draw_margins(canvas, flow.paper(), document, i + 1, flow.pages());
            flow.draw_page(i, canvas);
        }
    });
}

}  // namespace asparagate
