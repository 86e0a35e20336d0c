#include "document/html.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "figures/visible_text.hpp"
#include "figures/words.hpp"

#include <QString>

namespace asparagate {

std::string escape_html(std::string_view text) {
    QString shown = visible_text(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).toHtmlEscaped();
    shown.replace(QChar('\''), QStringLiteral("&#39;"));
    return shown.toStdString();
}

HtmlCell text_cell(std::string_view text) {
    return {text.empty() ? "–" : escape_html(text), escape_html(text), false};
}

namespace {

HtmlCell missing_number() {
    return {"–", "", true};
}

}  // namespace

HtmlCell number_cell(const std::optional<double>& value) {
    return value ? HtmlCell{number_words(*value), format_number(*value), true} : missing_number();
}

HtmlCell plain_cell(const std::optional<double>& value) {
    return value ? HtmlCell{axis_number(*value), format_number(*value), true} : missing_number();
}

HtmlCell percent_cell(const std::optional<double>& value) {
    return value ? HtmlCell{percent_words(*value), format_number(*value), true} : missing_number();
}

HtmlCell p_cell(const std::optional<double>& value) {
    return value ? HtmlCell{escape_html(p_words(*value)), format_number(*value), true} : missing_number();
}

HtmlCell count_cell(const std::optional<std::uint64_t>& value) {
    return value ? HtmlCell{count_words(*value), std::to_string(*value), true} : missing_number();
}

HtmlCell html_cell(std::string html, std::string sort_key) {
    return {std::move(html), escape_html(sort_key), false};
}

HtmlTable::HtmlTable(std::string caption, std::vector<std::string> columns)
    : caption_(std::move(caption)), columns_(std::move(columns)), numeric_(columns_.size(), false) {}

void HtmlTable::row(std::vector<HtmlCell> cells) {
    for (std::size_t i = 0; rows_ == 0 && i < cells.size() && i < numeric_.size(); ++i) numeric_[i] = cells[i].numeric;
    ++rows_;
    body_ += "<tr>";
    for (const HtmlCell& cell : cells) {
        body_ += cell.numeric ? "<td class=\"number\"" : "<td";
        if (cell.sort_key != cell.html) body_ += " data-sort=\"" + cell.sort_key + "\"";
        body_ += ">" + cell.html + "</td>";
    }
    body_ += "</tr>\n";
}

std::string HtmlTable::str() const {
    std::string head;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        head += std::string(numeric_[i] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">") +
                escape_html(columns_[i]) + "</th>";
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + escape_html(caption_) +
           "\"><table class=\"sortable\"><caption>" + escape_html(caption_) + "</caption>\n<thead><tr>" + head +
           "</tr></thead>\n<tbody>\n" + body_ + "</tbody></table></div>\n";
}

std::string paragraph(std::string_view text) {
    return "<p>" + escape_html(text) + "</p>\n";
}

std::string link(std::string_view href, std::string_view text) {
    return "<a href=\"" + escape_html(href) + "\">" + escape_html(text) + "</a>";
}

std::string fold(std::string_view summary, const std::string& inner_html) {
    return "<details><summary>" + escape_html(summary) + "</summary>\n" + inner_html + "</details>\n";
}

std::string anchor(std::string_view prefix, std::string_view text) {
    std::string result(prefix);
    for (const char c : safe_file_name(text)) result += std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
    return result;
}

}  // namespace asparagate
