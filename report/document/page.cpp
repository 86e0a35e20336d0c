#include "document/page.hpp"

#include "document/html.hpp"
#include "document/page_style.hpp"

#include <QCryptographicHash>

namespace asparagate {

const char* const research_use_only = "Research use only. Not for diagnosis or treatment decisions.";

namespace {

/// Source expression of a content security policy for exactly this inline text.
std::string policy_hash(const char* text) {
    const QByteArray digest = QCryptographicHash::hash(QByteArray(text), QCryptographicHash::Sha256);
    return "'sha256-" + digest.toBase64().toStdString() + "'";
}

std::string head(const Page& page) {
    const std::string policy = "default-src 'none'; img-src data:; style-src " + policy_hash(page_style) + "; script-src " +
                               policy_hash(page_script) + "; base-uri 'none'; form-action 'none'";
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
           "http-equiv=\"Content-Security-Policy\" content=\"" +
           policy +
           "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" "
           "content=\"AsparaGate " +
           escape_html(page.version) + "\">\n<title>" + escape_html(page.title) + "</title>\n<style>" + page_style +
           "</style>\n</head>\n";
}

std::string contents(const Page& page) {
    std::string html = "<nav aria-label=\"Contents\">\n" + page.back_link + "<ol>\n";
    for (const PageSection& section : page.sections) {
        html += "<li><a href=\"#" + section.id + "\">" + escape_html(section.title) + "</a>";
        if (!section.entries.empty()) {
            html += "<ol>";
            for (const auto& [id, title] : section.entries)
                html += "<li><a href=\"#" + id + "\">" + escape_html(title) + "</a></li>";
            html += "</ol>";
        }
        html += "</li>\n";
    }
    return html + "</ol>\n</nav>\n";
}

}  // namespace

std::string render_page(const Page& page) {
    std::string html = head(page) + "<body>\n<header class=\"ruo\"><b>" + research_use_only +
                       "</b></header>\n<div class=\"layout\">\n" + contents(page) + "<main>\n<h1>" +
                       escape_html(page.title) + "</h1>\n<p class=\"subtitle\">" + page.subtitle + "</p>\n" + page.lead;
    for (const PageSection& section : page.sections)
        html += "<section aria-labelledby=\"" + section.id + "\">\n<h2 id=\"" + section.id + "\">" +
                escape_html(section.title) + "</h2>\n" + section.html + "</section>\n";
    return html + "</main>\n</div>\n<footer class=\"ruo\"><b>" + research_use_only + "</b> AsparaGate " +
           escape_html(page.version) + "</footer>\n<script>" + page_script + "</script>\n</body>\n</html>\n";
}

}  // namespace asparagate
