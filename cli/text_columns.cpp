#include "text_columns.hpp"

#include "asparagate/fcs/delimited_text.hpp"

#include <algorithm>

namespace asparagate::cli {
namespace {

/// Characters of UTF-8 text: every byte but those that continue one.
std::size_t shown_width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width, TextColumns::Align align) {
    const std::string blanks(width - std::min(width, shown_width(text)), ' ');
    return align == TextColumns::Align::left ? text + blanks : blanks + text;
}

}  // namespace

void TextColumns::add(std::string title, Align align, std::vector<std::string> cells) {
    if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); })) return;
    std::size_t width = shown_width(title);
    for (std::string& cell : cells) {
        cell = terminal_text(cell);
        width = std::max(width, shown_width(cell));
    }
    columns_.push_back({std::move(title), align, std::move(cells), width});
}

std::string TextColumns::text(const std::string& indent) const {
    std::string text;
    const auto add_line = [&](const auto& cell_of) {
        std::string line = indent;
        for (const Column& column : columns_)
            line += (&column == columns_.data() ? "" : "  ") + padded(cell_of(column), column.width, column.align);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    };
    add_line([](const Column& column) { return column.title; });
    const std::size_t n_rows = columns_.empty() ? 0 : columns_.front().cells.size();
    for (std::size_t row = 0; row < n_rows; ++row) add_line([row](const Column& column) { return column.cells[row]; });
    return text;
}

}  // namespace asparagate::cli
