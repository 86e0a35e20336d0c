#include "document/patient_sheet.hpp"

#include "document/html.hpp"
#include "document/page.hpp"
#include "document/report_page.hpp"
#include "document/result_tables.hpp"
#include "figures/painters.hpp"
#include "figures/words.hpp"

namespace asparagate {

namespace {

/// Fewer comparators than this make a percentile meaningless.
constexpr std::size_t fewest_comparators = 20;

/// The evidence with everything of other patients left out, for figures of one patient.
Evidence of_patient(const Evidence& evidence, const PatientEvidence& patient) {
    Evidence one;
    const std::string& id = patient.patient.id;
    one.settings = evidence.settings;
    one.patients = {patient};
    one.features = evidence.features;
    std::copy_if(evidence.doses.begin(), evidence.doses.end(), std::back_inserter(one.doses),
                 [&](const Dose& d) { return d.patient == id; });
    std::copy_if(evidence.activity.begin(), evidence.activity.end(), std::back_inserter(one.activity),
                 [&](const ActivitySample& s) { return s.patient == id; });
    std::copy_if(evidence.antibodies.begin(), evidence.antibodies.end(), std::back_inserter(one.antibodies),
                 [&](const AntibodyChange& c) { return c.patient == id; });
    std::copy_if(evidence.fold_changes.begin(), evidence.fold_changes.end(), std::back_inserter(one.fold_changes),
                 [&](const FoldChange& c) { return c.patient == id; });
    std::copy_if(evidence.histograms.begin(), evidence.histograms.end(), std::back_inserter(one.histograms),
                 [&](const MarkerHistogram& h) { return h.patient == id; });
    std::copy_if(evidence.samples.begin(), evidence.samples.end(), std::back_inserter(one.samples),
                 [&](const SampleSummary& s) { return s.sample.patient == id; });
    std::copy_if(evidence.thresholds.begin(), evidence.thresholds.end(), std::back_inserter(one.thresholds),
                 [&](const ThresholdUse& t) { return t.patient == id; });
    for (const Finding& finding : evidence.findings) {
        const bool own_file = std::any_of(one.samples.begin(), one.samples.end(), [&](const SampleSummary& s) {
            return finding.file == s.sample.id || finding.file == s.sample.file;
        });
        if (finding.file == id || own_file) one.findings.push_back(finding);
    }
    return one;
}

std::string identity(const PatientEvidence& patient) {
    const Patient& p = patient.patient;
    const auto item = [](const std::string& term, const std::string& text) {
        return "<dt>" + term + "</dt><dd>" + escape_html(text.empty() ? "not stated" : text) + "</dd>\n";
    };
    return "<dl>\n" + item("Patient", p.id) + item("Sex", p.sex) +
           item("Age", p.age_years ? axis_number(*p.age_years) + " years" : "") + item("Risk group", p.risk) +
           item("Reaction before", p.reaction) +
           item("Blinatumomab", p.blinatumomab_days ? axis_number(*p.blinatumomab_days) + " days" : "") +
           item("Flow cytometry", patient.has_flow ? "done" : "not done") +
           item("Antibodies", patient.has_antibodies ? "done" : "not done") + "</dl>\n";
}

std::string dose_table(const Evidence& one) {
    HtmlTable table("Doses; day 0 is the start of blinatumomab", {"day", "to day", "product", "dose"});
    for (const Dose& dose : one.doses)
        table.row({plain_cell(dose.day), plain_cell(dose.end_day), text_cell(dose.product),
                   text_cell(axis_number(dose.dose) + " " + dose.unit)});
    return table.empty() ? paragraph("No doses were given in the study's tables.") : table.str();
}

/// "12.3 [11.8, 12.9]"; below LOD what can be said instead of an absence.
HtmlCell value_cell(const std::optional<double>& value, const std::optional<double>& low,
                    const std::optional<double>& high, const std::string& state) {
    if (!value) return text_cell("missing");
    if (state == "ND" || state == "trace")
        return text_cell("not detected; upper 95 % bound " + (high ? number_words(*high) : std::string("not known")) +
                         (state == "trace" ? " (a trace below LOD)" : ""));
    return {number_words(*value) + (low && high ? " " + interval_words(low, high) : ""), "", true};
}

std::string percentile_words(const Evidence& evidence, const FoldChange& own) {
    std::size_t others = 0, below = 0;
    for (const FoldChange& other : evidence.fold_changes) {
        if (other.feature != own.feature || other.patient == own.patient || !other.log2fc ||
            other.state != ChangeState::ok)
            continue;
        ++others;
        below += *other.log2fc < own.log2fc.value_or(0);
    }
    if (others < fewest_comparators || own.state != ChangeState::ok || !own.log2fc) return "";
    return number_words(std::round(100.0 * static_cast<double>(below) / static_cast<double>(others))) + " of " +
           std::to_string(others) + " others";
}

std::string subset_table(const Evidence& evidence, const Evidence& one) {
    const StudySettings& settings = one.settings;
    const bool percentiles = evidence.patients.size() > fewest_comparators;
    std::vector<std::string> columns = {"feature", "measure",   settings.baseline_visit, settings.followup_visit,
                                        "events",  "detection", "log2FC [95 %]",         "state",
                                        "flags"};
    if (percentiles) columns.emplace_back("percentile");
    HtmlTable table("Subsets at both visits", columns);
    for (const FoldChange& c : one.fold_changes) {
        const Feature* feature = one.feature(c.feature);
        const std::string events = (c.before_events ? count_words(*c.before_events) : "–") + " → " +
                                   (c.after_events ? count_words(*c.after_events) : "–");
        std::string change = c.log2fc ? number_words(*c.log2fc) + " " + interval_words(c.low, c.high) : "–";
        if (c.log2fc && !c.bound.empty()) change += ", " + c.bound;
        std::string flags;
        for (const std::string& flag : c.flags) flags += (flags.empty() ? "" : ", ") + flag;
        std::vector<HtmlCell> cells = {text_cell(feature ? feature->name : c.feature),
                                       text_cell(feature ? measure_words(*feature) : ""),
                                       value_cell(c.before, c.before_low, c.before_high, c.before_state),
                                       value_cell(c.after, c.after_low, c.after_high, c.after_state),
                                       text_cell(events),
                                       text_cell(c.before_state + " → " + c.after_state),
                                       text_cell(change),
                                       text_cell(change_state_name(c.state)),
                                       text_cell(flags)};
        if (percentiles) cells.push_back(text_cell(percentile_words(evidence, c)));
        table.row(std::move(cells));
    }
    return table.empty() ? paragraph("No flow cytometry of this patient is in the study.") : table.str();
}

std::string drawn(std::optional<Figure> figure, const std::string& title) {
    if (!figure) return {};
    figure->title = title;
    return figure_html(*figure, "", "");
}

std::string histograms(const Evidence& one) {
    std::string html;
    for (Figure& figure : histogram_figures(one)) {
        if (figure.id == "histograms_representative") continue;
        html += drawn(figure, "Histograms with the cut that both visits share");
    }
    return html;
}

std::string flag_list(const PatientEvidence& patient, const Evidence& one) {
    std::string html = patient.flags.empty() ? paragraph("No flag was raised.") : "<ul class=\"text\">";
    for (const std::string& flag : patient.flags) html += "<li><code>" + escape_html(flag) + "</code></li>";
    html +=
        patient.flags.empty() ? "" : "</ul>\n" + paragraph("Flags are information about the data, never instructions.");
    return html + findings_table(one);
}

std::string trace(const Evidence& evidence, const Evidence& one) {
    const Provenance& p = evidence.provenance;
    return paragraph("AsparaGate " + p.program_version + "; study file SHA-256 " + p.study_sha256 +
                     "; restoration rule " + evidence.settings.restoration_rule + "; started " + p.started_utc + ".") +
           sample_table(one) + threshold_table(one);
}

}  // namespace

std::string patient_sheet_html(const Evidence& evidence, const PatientEvidence& patient) {
    const Evidence one = of_patient(evidence, patient);
    const std::string& id = patient.patient.id;
    Page page;
    page.title = "Evidence sheet of " + id;
    page.subtitle = escape_html(evidence.settings.title) +
                    (evidence.settings.synthetic ? " <span class=\"tag\">Synthetic data</span>" : "");
    page.version = evidence.provenance.program_version;
    page.back_link = "<p>" + link("../report.html", "← report of the study") + "</p>\n";
    page.lead = paragraph(
        "What was measured in this patient, with its limits. It describes; it gives no advice, and nothing here says "
        "what caused a change.");
    page.sections.push_back({"patient", "Patient and doses", identity(patient) + dose_table(one), {}});
    page.sections.push_back(
        {"activity",
         "Asparaginase activity",
         drawn(activity_figure(one), "Asparaginase activity of " + id) + restoration_table(one) + activity_table(one),
         {}});
    std::string antibodies = drawn(antibody_figure(one), "Antibodies of " + id) + antibody_table(one);
    if (antibodies.empty()) antibodies = paragraph("No antibody measurements of this patient are in the study.");
    page.sections.push_back({"antibodies", "Antibodies", antibodies, {}});
    page.sections.push_back(
        {"cells",
         "Cells",
         subset_table(evidence, one) + drawn(detection_figure(one), "Events of the B lineage") + histograms(one),
         {}});
    page.sections.push_back({"flags", "Flags and findings", flag_list(patient, one), {}});
    page.sections.push_back({"provenance", "Versions and hashes", trace(evidence, one), {}});
    return render_page(page);
}

}  // namespace asparagate
