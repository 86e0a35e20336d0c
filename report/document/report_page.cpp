#include "document/report_page.hpp"

#include "document/html.hpp"
#include "document/methods.hpp"
#include "document/page.hpp"
#include "document/result_tables.hpp"
#include "document/summary.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

std::string file_links(const Figure& figure, const std::string& folder) {
    std::string html = "<p class=\"files\">" + link(folder + figure.id + ".csv", "data (CSV)");
    for (const char* format : {"svg", "pdf", "png"})
        html += link(folder + figure.id + "." + format,
                     std::string(format) == "png" ? "PNG, 300 dpi" : QString(format).toUpper().toStdString());
    return html + "</p>\n";
}

class ReportPage {
public:
    ReportPage(const Evidence& evidence, const std::vector<Figure>& figures) : evidence_(evidence), figures_(figures) {}

    std::string html() {
        Page page;
        page.title = evidence_.settings.title.empty() ? "Untitled study" : evidence_.settings.title;
        page.subtitle = escape_html(subtitle());
        page.version = evidence_.provenance.program_version;
        page.lead = summary_html(evidence_);
        add(page, section("study", say("What was given and measured?"), "study", ""));
        add(page, section("activity", "Did activity come back?", "activity",
                          restoration_table(evidence_) + fold("Every value as given", activity_table(evidence_))));
        add(page, section("antibodies", "Did antibodies fall?", "antibodies",
                          fold("Every pair of values", antibody_table(evidence_))));
        add(page, section("cells", "Which cells changed?", "cells", cells_tables()));
        add(page, section("together", "Do they go together?", "together",
                          fold("Every correlation that was computed", correlation_table(evidence_))));
        page.sections.push_back({"sure", "How sure is this?", certainty(), {}});
        page.sections.push_back({"methods", "Methods as applied", methods_html(evidence_), {}});
        page.sections.push_back({"findings", "Findings", findings(), {}});
        page.sections.push_back({"provenance", "Provenance", provenance(), {}});
        return render_page(page);
    }

private:
    const Evidence& evidence_;
    const std::vector<Figure>& figures_;

    std::string subtitle() const {
        const std::size_t n = evidence_.patients.size();
        std::size_t flow = 0, antibodies = 0;
        for (const PatientEvidence& patient : evidence_.patients) {
            flow += patient.has_flow;
            antibodies += patient.has_antibodies;
        }
        return std::to_string(n) + (n == 1 ? " patient" : " patients") + "; flow cytometry in " + std::to_string(flow) +
               ", antibodies in " + std::to_string(antibodies) + ". Visits: " + evidence_.settings.baseline_visit +
               " and " + evidence_.settings.followup_visit + ".";
    }

    PageSection section(const std::string& id, const std::string& title, const std::string& figure_section,
                        const std::string& tables) {
        PageSection result{id, title, "", {}};
        for (const Figure& figure : figures_) {
            if (figure.section != figure_section) continue;
            result.html += figure_html(figure, "figures/", figure_methods(evidence_, figure_section));
            result.entries.emplace_back("figure-" + figure.id, figure.title);
        }
        if (result.html.empty()) result.html = paragraph("The study holds no data for this question.");
        result.html += tables;
        return result;
    }

    static void add(Page& page, PageSection section) { page.sections.push_back(std::move(section)); }

    std::string cells_tables() const {
        if (evidence_.features.empty()) return {};
        return fold("Change of every feature in every patient", fold_change_table(evidence_)) +
               "<p class=\"files\">Whole tables: " + link("populations.csv", "populations.csv") +
               link("intensities.csv", "intensities.csv") + link("foldchanges.csv", "foldchanges.csv") + "</p>\n";
    }

    std::string certainty() const {
        std::string html = paragraph(
            "Every test that was made stands here, also those that found nothing. p is exact where stated; the "
            "smallest possible p is what complete separation of these patients would have given. A p at that limit "
            "says the data are as extreme as this design allows, not that the design could have proven anything.");
        std::size_t unreachable = 0, total = 0;
        for (const Comparison& comparison : evidence_.comparisons) {
            if (!comparison.p) continue;
            ++total;
            unreachable += cannot_reach(comparison.p_min_attainable, evidence_.settings.alpha);
        }
        if (total > 0)
            html += paragraph(of_words(unreachable, total) + " tests could not have reached p < " +
                              axis_number(evidence_.settings.alpha) + " with any data.");
        html += comparison_table(evidence_, true) +
                fold("Before against after, every comparison", comparison_table(evidence_, false));
        return html + "<p class=\"files\">Whole tables: " + link("comparisons.csv", "comparisons.csv") +
               link("correlations.csv", "correlations.csv") + "</p>\n";
    }

    std::string findings() const {
        const std::string table = findings_table(evidence_);
        return table.empty() ? paragraph("Nothing was tolerated, repaired or skipped.") : table;
    }

    std::string provenance() const {
        const Provenance& p = evidence_.provenance;
        const auto item = [](const std::string& term, const std::string& text) {
            return "<dt>" + term + "</dt><dd><code>" + escape_html(text) + "</code></dd>\n";
        };
        std::string html = "<dl>\n" + item("Program", "AsparaGate " + p.program_version) + item("Command", p.command) +
                           item("Started", p.started_utc) + item("Study file, SHA-256", p.study_sha256) +
                           item("Seed", std::to_string(p.seed)) + "</dl>\n";
        html += sample_table(evidence_) + fold("Every input file", input_table(evidence_));
        return html + "<p class=\"files\">Machine-readable: " + link("provenance.json", "provenance.json") +
               link("audit.jsonl", "audit.jsonl") + "</p>\n";
    }
};

}  // namespace

std::string figure_html(const Figure& figure, const std::string& folder, const std::string& methods) {
    std::string html = "<figure id=\"figure-" + figure.id + "\">\n<h3>" + escape_html(figure.title) +
                       "</h3>\n<div class=\"drawing\" tabindex=\"0\">" + figure_svg(figure) + "</div>\n<figcaption>" +
                       escape_html(figure.caption) + "</figcaption>\n";
    if (!folder.empty()) html += file_links(figure, folder);
    if (!methods.empty()) html += fold("How this was made", methods);
    return html + "</figure>\n";
}

std::string report_html(const Evidence& evidence, const std::vector<Figure>& figures) {
    return ReportPage(evidence, figures).html();
}

}  // namespace asparagate
