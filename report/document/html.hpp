#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// Text safe in HTML content and quoted attributes. Control characters and bidirectional overrides, which could hide
/// or reorder what is read, become U+FFFD.
std::string escape_html(std::string_view text);

/// A cell whose text is escaped, with the value it sorts by.
struct HtmlCell {
    std::string html;
    std::string sort_key;
    bool numeric = false;
};
HtmlCell text_cell(std::string_view text);
/// A number as people read it, sorted by its full value; "–" when missing.
HtmlCell number_cell(const std::optional<double>& value);
/// Shortest decimal: days, limits and other values as given.
HtmlCell plain_cell(const std::optional<double>& value);
HtmlCell percent_cell(const std::optional<double>& value);
HtmlCell p_cell(const std::optional<double>& value);
HtmlCell count_cell(const std::optional<std::uint64_t>& value);
/// Already safe HTML.
HtmlCell html_cell(std::string html, std::string sort_key = "");

/// A table that scrolls sideways on narrow screens; with scripts it sorts and copies.
class HtmlTable {
public:
    HtmlTable(std::string caption, std::vector<std::string> columns);
    void row(std::vector<HtmlCell> cells);
    [[nodiscard]] bool empty() const { return rows_ == 0; }
    [[nodiscard]] std::string str() const;

private:
    std::string caption_, body_;
    std::vector<std::string> columns_;
    std::vector<bool> numeric_;  ///< columns whose first row is a number
    std::size_t rows_ = 0;
};

std::string paragraph(std::string_view text);                               ///< escaped
std::string link(std::string_view href, std::string_view text);             ///< both escaped
std::string fold(std::string_view summary, const std::string& inner_html);  ///< details, closed
/// Anchor made of letters, digits and dashes.
std::string anchor(std::string_view prefix, std::string_view text);

}  // namespace asparagate
