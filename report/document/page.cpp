#include "document/page.hpp"

#include "document/html.hpp"
#include "document/page_style.hpp"
#include "language/say.hpp"

#include <QCryptographicHash>

namespace asparagate {

namespace {

/// Source expression of a content security policy for exactly this inline text.
std::string policy_hash(const std::string& text) {
    const QByteArray digest = QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256);
    return "'sha256-" + digest.toBase64().toStdString() + "'";
}

/// The style of every page, and on paper the notice above and the page number below.
std::string style() {
    return page_style + ("@page{margin:17mm 14mm;@top-center{content:\"" + research_use_only() +
                         "\";font:7pt sans-serif}@bottom-center{content:\"" + research_use_only() +
                         "\";font:7pt sans-serif}@bottom-right{content:counter(page);font:7pt sans-serif}}\n");
}

std::string head(const ReportDocument& document) {
    const std::string css = style();
    const std::string policy = "default-src 'none'; img-src data:; style-src " + policy_hash(css) + "; script-src " +
                               policy_hash(page_script) + "; base-uri 'none'; form-action 'none'";
    return std::string("<!DOCTYPE html>\n<html lang=\"") + language_tag() +
           "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy +
           "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" "
           "content=\"AsparaGate " +
           escape_html(document.version) + "\">\n<title>" + escape_html(document.title) + "</title>\n<style>" + css +
           "</style>\n</head>\n";
}

std::string figure_entries(const Section& section) {
    std::string html;
    for (const Block& block : section.blocks)
        if (const auto* figure = std::get_if<FigureBlock>(&block))
            html += "<li>" + link("#figure-" + figure->figure.id, figure->figure.title) + "</li>";
    return html.empty() ? html : "<ol>" + html + "</ol>";
}

std::string contents(const ReportDocument& document) {
    std::string html = "<nav aria-label=\"" + escape_html(say("Contents")) + "\">\n";
    if (!document.back_href.empty()) html += "<p>" + link(document.back_href, document.back_text) + "</p>\n";
    html += "<ol>\n";
    for (const Section& section : document.sections)
        html += "<li>" + link("#" + section.id, section.title) + figure_entries(section) + "</li>\n";
    return html + "</ol>\n</nav>\n";
}

/// What the script of the page says, since the script itself is the same in every language.
std::string script_words() {
    return " data-copy=\"" + escape_html(say("Copy table")) + "\" data-copied=\"" + escape_html(say("Copied")) +
           "\" data-not-copied=\"" + escape_html(say("Not copied")) + "\"";
}

std::string title_html(const ReportDocument& document) {
    std::string html =
        "<h1>" + escape_html(document.title) + "</h1>\n<p class=\"subtitle\">" + escape_html(document.subtitle);
    if (document.synthetic) html += " <span class=\"tag\">" + escape_html(say("Synthetic data")) + "</span>";
    return html + "</p>\n";
}

}  // namespace

std::string render_page(const ReportDocument& document) {
    const std::string notice = escape_html(research_use_only());
    std::string html = head(document) + "<body" + script_words() + ">\n<header class=\"ruo\"><b>" + notice +
                       "</b></header>\n<div class=\"layout\">\n" + contents(document) + "<main>\n" +
                       title_html(document) + blocks_html(document.lead);
    for (const Section& section : document.sections)
        html += "<section aria-labelledby=\"" + section.id + "\">\n<h2 id=\"" + section.id + "\">" +
                escape_html(section.title) + "</h2>\n" + blocks_html(section.blocks) + "</section>\n";
    return html + "</main>\n</div>\n<footer class=\"ruo\"><b>" + notice + "</b> AsparaGate " +
           escape_html(document.version) + "</footer>\n<script>" + page_script + "</script>\n</body>\n</html>\n";
}

}  // namespace asparagate
