#include "document/html.hpp"

#include "figures/visible_text.hpp"
#include "language/say.hpp"

#include <QString>

namespace asparagate {

std::string escape_html(std::string_view text) {
    QString shown = visible_text(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).toHtmlEscaped();
    shown.replace(QChar('\''), QStringLiteral("&#39;"));
    return shown.toStdString();
}

std::string link(std::string_view href, std::string_view text) {
    return "<a href=\"" + escape_html(href) + "\">" + escape_html(text) + "</a>";
}

namespace {

std::string paragraph(std::string_view text) {
    return "<p>" + escape_html(text) + "</p>\n";
}

std::string fold(std::string_view summary, const std::string& inner_html) {
    return "<details><summary>" + escape_html(summary) + "</summary>\n" + inner_html + "</details>\n";
}

std::string cell_html(const TableCell& cell) {
    std::string inner = escape_html(cell.text);
    if (cell.code) inner = "<code>" + inner + "</code>";
    if (!cell.href.empty()) inner = "<a href=\"" + escape_html(cell.href) + "\">" + inner + "</a>";
    std::string html = cell.numeric ? "<td class=\"number\"" : "<td";
    if (cell.sort_key != cell.text) html += " data-sort=\"" + escape_html(cell.sort_key) + "\"";
    return html + ">" + inner + "</td>";
}

std::string table_html(const ReportTable& table) {
    std::string head, body;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        head += std::string(table.numeric(i) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">") +
                escape_html(table.columns[i]) + "</th>";
    for (const std::vector<TableCell>& row : table.rows) {
        body += "<tr>";
        for (const TableCell& cell : row) body += cell_html(cell);
        body += "</tr>\n";
    }
    const std::string caption = escape_html(table.caption);
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + caption +
           "\"><table class=\"sortable\"><caption>" + caption + "</caption>\n<thead><tr>" + head +
           "</tr></thead>\n<tbody>\n" + body + "</tbody></table></div>\n";
}

std::string state_class(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return "restored";
        case Restoration::not_restored:
            return "not-restored";
        case Restoration::not_evaluable:
            break;
    }
    return "not-evaluable";
}

std::string file_links(const Figure& figure, const std::string& folder) {
    const std::string stem = folder + figure.id;
    return "<p class=\"files\">" + link(stem + ".csv", say("data (CSV)")) + link(stem + ".svg", "SVG") +
           link(stem + ".pdf", "PDF") + link(stem + ".png", say("PNG, 300 dpi")) + "</p>\n";
}

struct HtmlWriter {
    std::string operator()(const Heading& heading) const {
        const std::string id = heading.id.empty() ? "" : " id=\"" + escape_html(heading.id) + "\"";
        return "<h3" + id + ">" + escape_html(heading.text) + "</h3>\n";
    }
    std::string operator()(const Paragraph& text) const { return paragraph(text.text); }
    std::string operator()(const Notice& notice) const {
        return "<p><span class=\"tag\">" + escape_html(notice.tag) + "</span> " + escape_html(notice.text) + "</p>\n";
    }
    std::string operator()(const CodeList& list) const {
        std::string html = "<ul class=\"text\">\n";
        for (const auto& [code, meaning] : list.items)
            html += "<li><code>" + escape_html(code) + "</code> " + escape_html(meaning) + "</li>\n";
        return html + "</ul>\n";
    }
    std::string operator()(const Terms& terms) const {
        std::string html = "<dl>\n";
        for (const auto& [term, text] : terms.items) {
            const std::string shown = escape_html(text);
            html += "<dt>" + escape_html(term) + "</dt><dd>" + (terms.code ? "<code>" + shown + "</code>" : shown) +
                    "</dd>\n";
        }
        return html + "</dl>\n";
    }
    std::string operator()(const TableBlock& block) const {
        const std::string html = table_html(block.table);
        return block.fold.empty() ? html : fold(block.fold, html);
    }
    std::string operator()(const FigureBlock& block) const {
        const Figure& figure = block.figure;
        std::string html = "<figure id=\"figure-" + escape_html(figure.id) + "\">\n<h3>" + escape_html(figure.title) +
                           "</h3>\n<div class=\"drawing\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                           escape_html(figure.title) + "\">" + figure_svg(figure) + "</div>\n<figcaption>" +
                           escape_html(figure.caption) + "</figcaption>\n";
        if (!block.folder.empty()) html += file_links(figure, block.folder);
        std::string methods;
        for (const std::string& text : block.methods) methods += paragraph(text);
        const std::string made = say("How this was made");
        if (!methods.empty())
            html += fold(made, methods);
        else if (!block.methods_href.empty())
            html += "<p class=\"files\">" + link(block.methods_href, made) + "</p>\n";
        return html + "</figure>\n";
    }
    std::string operator()(const FileLinks& links) const {
        std::string html = "<p class=\"files\">" + escape_html(links.lead) + " ";
        for (const std::string& file : links.files) html += link(file, file);
        return html + "</p>\n";
    }
    std::string operator()(const Headline& headline) const {
        return "<div class=\"headline\"><span class=\"big\">" + escape_html(headline.number) +
               "</span><span class=\"what\">" + escape_html(headline.what) + "</span></div>\n";
    }
    std::string operator()(const PatientStrip& strip) const {
        std::string html = "<ul class=\"strip\" aria-label=\"" + escape_html(say("Patients")) + "\">\n";
        for (const PatientStrip::Item& item : strip.items)
            html += "<li class=\"" + state_class(item.restored) + "\"><a href=\"" + escape_html(item.href) + "\"><b>" +
                    escape_html(item.id) + "</b><span>" + escape_html(item.state) + "</span><span>" +
                    escape_html(item.detail) + "</span></a></li>\n";
        return html + "</ul>\n";
    }
};

}  // namespace

std::string block_html(const Block& block) {
    return std::visit(HtmlWriter{}, block);
}

std::string blocks_html(const Blocks& blocks) {
    std::string html;
    for (const Block& block : blocks) html += block_html(block);
    return html;
}

}  // namespace asparagate
