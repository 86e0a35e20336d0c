#include "document/paper_table.hpp"

#include "figures/palette.hpp"

namespace asparagate {

namespace {

constexpr double column_gap_mm = 1.8, row_gap_mm = 1.1, widest_word_mm = 24,
                 most_wanted_mm = 40;  // so that one column of sentences does not starve the others

TextStyle body_style() {
    return {6, palette::ink};
}

TextStyle head_style() {
    return {6, palette::muted, true};
}

/// The text with a blank wherever a word would not fit into `width`, so that nothing is shortened.
std::string with_breaks(const std::string& text, double width, const TextStyle& style) {
    if (widest_word(text, style) <= width) return text;
    std::string result, word;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t next = i + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
        const std::string letter = text.substr(i, next - i);
        if (letter == " ") {
            word.clear();
        } else if (!word.empty() && text_width(word + letter, style) > width) {
            result += ' ';
            word.clear();
        }
        result += letter;
        if (letter != " ") word += letter;
        i = next;
    }
    return result;
}

class PaperTable {
public:
    PaperTable(PaperFlow& flow, const ReportTable& table) : flow_(flow), table_(table) { find_widths(); }

    void place() {
        const double head = row_height(head_lines());
        if (!flow_.fits(head + 14)) flow_.new_page();
        flow_.text(table_.caption, {6.5, palette::muted});
        flow_.gap(0.8);
        place_head(head);
        for (const auto& row : table_.rows) {
            const Lines lines = row_lines(row);
            const double height = row_height(lines);
            if (!flow_.fits(height)) {
                flow_.new_page();
                place_head(head);
            }
            place_row(lines, height, body_style());
        }
        flow_.gap(3);
    }

private:
    using Lines = std::vector<std::vector<std::string>>;  ///< [column][line]

    PaperFlow& flow_;
    const ReportTable& table_;
    std::vector<double> widths_;

    void find_widths() {
        const std::size_t columns = table_.columns.size();
        std::vector<double> least(columns), whole(columns);
        const auto need = [&](std::size_t i, const std::string& text, const TextStyle& style) {
            least[i] = std::max(least[i], std::min(widest_word_mm, widest_word(text, style)));
            whole[i] = std::max(whole[i], text_width(text, style));
        };
        for (std::size_t i = 0; i < columns; ++i) {
            need(i, table_.columns[i], head_style());
            for (const auto& row : table_.rows)
                if (i < row.size()) need(i, row[i].text, body_style());
            least[i] += 0.2;
            whole[i] = std::max(std::min(whole[i] + 0.2, most_wanted_mm), least[i]);
        }
        const double room = flow_.paper().text_width() - column_gap_mm * static_cast<double>(columns);
        double least_sum = 0, whole_sum = 0;
        for (std::size_t i = 0; i < columns; ++i) least_sum += least[i], whole_sum += whole[i];
        const double share = whole_sum > least_sum ? (room - least_sum) / (whole_sum - least_sum) : 0;
        for (std::size_t i = 0; i < columns; ++i) {
            if (least_sum > room)
                widths_.push_back(least[i] * room / least_sum);
            else
                widths_.push_back(least[i] + std::min(1.0, share) * (whole[i] - least[i]));
        }
        if (share > 1 && columns > 0 && !table_.numeric(columns - 1)) {
            // What is left over goes to the last column, which often holds notes.
            widths_.back() += room - whole_sum;
        }
    }

    std::vector<std::string> cell_lines(std::size_t column, const std::string& text, const TextStyle& style) const {
        return wrap(with_breaks(text, widths_[column], style), widths_[column], style);
    }

    Lines head_lines() const {
        Lines lines;
        for (std::size_t i = 0; i < table_.columns.size(); ++i)
            lines.push_back(cell_lines(i, table_.columns[i], head_style()));
        return lines;
    }

    Lines row_lines(const std::vector<TableCell>& row) const {
        Lines lines;
        for (std::size_t i = 0; i < widths_.size() && i < row.size(); ++i)
            lines.push_back(cell_lines(i, row[i].text, body_style()));
        return lines;
    }

    static double row_height(const Lines& lines) {
        std::size_t most = 1;
        for (const auto& cell : lines) most = std::max(most, cell.size());
        return static_cast<double>(most) * line_height({6}) + row_gap_mm;
    }

    void place_head(double height) { place_row(head_lines(), height, head_style()); }

    void place_row(Lines lines, double height, const TextStyle& style) {
        std::vector<bool> right;
        for (std::size_t i = 0; i < widths_.size(); ++i) right.push_back(table_.numeric(i));
        const double width = flow_.paper().text_width();
        flow_.place(height, [=, lines = std::move(lines), widths = widths_](Canvas& canvas, QPointF at) {
            double x = at.x();
            for (std::size_t i = 0; i < lines.size(); ++i) {
                for (std::size_t k = 0; k < lines[i].size(); ++k)
                    canvas.text({right[i] ? x + widths[i] : x,
                                 at.y() + row_gap_mm / 2 + static_cast<double>(k) * line_height({6})},
                                lines[i][k], style, right[i] ? Side::right : Side::left, Level::top);
                x += widths[i] + column_gap_mm;
            }
            const double bottom = at.y() + height;
            canvas.line({at.x(), bottom}, {at.x() + width, bottom}, {palette::faint, style.bold ? 0.8 : 0.3});
        });
    }
};

}  // namespace

void place_table(PaperFlow& flow, const ReportTable& table) {
    if (!table.empty()) PaperTable(flow, table).place();
}

}  // namespace asparagate
