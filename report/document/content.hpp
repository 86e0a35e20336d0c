#pragma once
#include "figures/figure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace asparagate {

// What report and patient sheets say, before it becomes HTML or PDF: plain text in the language of the report.

struct TableCell {
    std::string text;
    std::string sort_key;
    bool numeric = false;
    bool code = false;  ///< set in a fixed-width font
    std::string href;   ///< where the cell leads, in HTML
};
TableCell text_cell(std::string_view text);
/// A number as people read it, sorted by its full value; "–" when missing.
TableCell number_cell(const std::optional<double>& value);
/// Shortest decimal: days, limits and other values as given.
TableCell plain_cell(const std::optional<double>& value);
TableCell percent_cell(const std::optional<double>& value);
TableCell p_cell(const std::optional<double>& value);
TableCell count_cell(const std::optional<std::uint64_t>& value);
/// The first characters of a hash, sorted by the whole of it.
TableCell hash_cell(const std::string& hash, std::size_t characters = 12);
/// Codes of flags; they lead to where the page explains them.
TableCell flags_cell(const std::vector<std::string>& flags, const std::string& href);

struct ReportTable {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<TableCell>> rows;

    void row(std::vector<TableCell> cells) { rows.push_back(std::move(cells)); }
    [[nodiscard]] bool empty() const { return rows.empty(); }
    /// Columns whose first row is a number.
    [[nodiscard]] bool numeric(std::size_t column) const;
};

struct Heading {
    std::string text, id;
};
struct Paragraph {
    std::string text;
};
/// A short tag in front of a sentence: "SYNTHETIC DATA".
struct Notice {
    std::string tag, text;
};
/// Codes with what they mean.
struct CodeList {
    std::vector<std::pair<std::string, std::string>> items;
};
struct Terms {
    std::vector<std::pair<std::string, std::string>> items;
    bool code = false;
};
struct TableBlock {
    ReportTable table;
    std::string fold;      ///< in HTML the table is folded under this line; empty: open
    bool on_paper = true;  ///< long tables stay out of the PDF, where a file holds them
};
struct FigureBlock {
    Figure figure;
    std::string folder;                ///< leads to the figure's files; empty: no files
    std::vector<std::string> methods;  ///< paragraphs of "How this was made"
    std::string methods_href = {};     ///< where they stand instead
};
struct FileLinks {
    std::string lead;
    std::vector<std::string> files;
};
struct Headline {
    std::string number, what;
};
struct PatientStrip {
    struct Item {
        std::string id, href, state, detail;
        Restoration restored = Restoration::not_evaluable;
    };
    std::vector<Item> items;
};

using Block = std::variant<Heading, Paragraph, Notice, CodeList, Terms, TableBlock, FigureBlock, FileLinks, Headline,
                           PatientStrip>;
using Blocks = std::vector<Block>;

/// Adds a table that has rows.
void add_table(Blocks& blocks, ReportTable table, std::string fold = "", bool on_paper = true);
void append(Blocks& blocks, Blocks more);

struct Section {
    std::string id, title;
    Blocks blocks;
};

/// A page of HTML or a PDF; `lead` stands before the sections.
struct ReportDocument {
    std::string title, subtitle;
    bool synthetic = false;
    Blocks lead;
    std::vector<Section> sections;
    std::string back_href, back_text;  ///< above the contents list
    std::string version;
};

/// "Research use only. Not for diagnosis or treatment decisions."
std::string research_use_only();

}  // namespace asparagate
