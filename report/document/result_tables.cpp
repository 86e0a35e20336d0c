#include "document/result_tables.hpp"

#include "asparagate/fcs/number.hpp"
#include "document/html.hpp"
#include "figures/words.hpp"

#include <sstream>

namespace asparagate {

std::string measurement_words(const Measurement& measurement) {
    std::string text = measurement.qualifier == '=' ? "" : std::string(1, measurement.qualifier) + "\u202F";
    text += axis_number(measurement.value);
    return measurement.unit.empty() ? text : text + " " + measurement.unit;
}

namespace {

std::string period_words(Period period) {
    return period == Period::before ? "before" : "after";
}

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

/// Percent and cells/µL of one population share a name; the measure tells them apart.
std::string feature_label(const Evidence& evidence, const std::string& id, const std::string& name) {
    const Feature* feature = evidence.feature(id);
    return feature && feature->measure != "percent_of_parent" ? name + " (" + measure_words(*feature) + ")" : name;
}

std::string shown(const HtmlTable& table) {
    return table.empty() ? std::string() : table.str();
}

HtmlCell interval_cell(const std::optional<double>& low, const std::optional<double>& high) {
    return low || high ? text_cell(interval_words(low, high)) : text_cell("");
}

}  // namespace

std::string activity_table(const Evidence& evidence) {
    HtmlTable table("Serum asparaginase activity as given", {"patient", "period", "day after dose", "activity", "IU/L",
                                                             "LLOQ", "method", "dose it belongs to", "note"});
    for (const ActivitySample& s : evidence.activity)
        table.row({text_cell(s.patient), text_cell(period_words(s.period)), plain_cell(s.nominal_day),
                   text_cell(measurement_words(s.given)), plain_cell(s.iu_l), plain_cell(s.lloq_iu_l),
                   text_cell(s.method), text_cell(s.attributed_product),
                   text_cell(s.other_asparaginase ? "after another asparaginase, not counted" : "")});
    return shown(table);
}

std::string restoration_table(const Evidence& evidence) {
    HtmlTable table("Restoration by each rule, and the other outcomes",
                    {"patient", "group", "label given", "R-A", "R-B", "R-C", "log2 change, day 7", "tolerated again",
                     "status after", "flags"});
    for (const PatientEvidence& p : evidence.patients) {
        std::vector<HtmlCell> cells = {text_cell(p.patient.id), text_cell(group_name(p.group)), text_cell(p.label)};
        for (const char* rule : {"R-A", "R-B", "R-C"}) {
            const auto found = p.rules.find(rule);
            cells.push_back(text_cell(found == p.rules.end() ? "" : restoration_name(found->second)));
        }
        HtmlCell change = number_cell(p.log2_activity_change_d7);
        if (p.log2_activity_change_d7 && !p.log2_activity_change_bound.empty())
            change.html = escape_html(p.log2_activity_change_bound) + " " + change.html;
        cells.push_back(std::move(change));
        cells.push_back(text_cell(!p.tolerated ? "not known" : *p.tolerated ? "yes" : "no"));
        cells.push_back(text_cell(p.status));
        cells.push_back(text_cell(joined(p.flags)));
        table.row(std::move(cells));
    }
    return shown(table);
}

std::string antibody_table(const Evidence& evidence) {
    HtmlTable table("Antibodies before and after", {"patient", "group", "antibody", "before", "after", "reduction %",
                                                    "log2 ratio", "IgG catabolism alone %"});
    for (const AntibodyChange& c : evidence.antibodies) {
        const PatientEvidence* patient = evidence.patient(c.patient);
        table.row({text_cell(c.patient), text_cell(patient ? group_name(patient->group) : ""), text_cell(c.specificity),
                   text_cell(c.before ? measurement_words(c.before->result) : ""),
                   text_cell(c.after ? measurement_words(c.after->result) : ""), percent_cell(c.percent_reduction),
                   number_cell(c.log2_ratio), percent_cell(c.catabolism_percent)});
    }
    return shown(table);
}

std::string fold_change_table(const Evidence& evidence) {
    HtmlTable table("Change of every feature in every patient: log2 (" + evidence.settings.followup_visit + " / " +
                        evidence.settings.baseline_visit + ")",
                    {"feature", "measure", "patient", "before", "after", "log2FC", "95 % interval", "state",
                     "events before", "events after", "flags"});
    for (const FoldChange& c : evidence.fold_changes) {
        const Feature* feature = evidence.feature(c.feature);
        HtmlCell change = number_cell(c.log2fc);
        if (c.log2fc && !c.bound.empty()) change.html += " (" + escape_html(c.bound) + ")";
        table.row({text_cell(feature ? feature->name : c.feature), text_cell(feature ? measure_words(*feature) : ""),
                   text_cell(c.patient), number_cell(c.before), number_cell(c.after), std::move(change),
                   interval_cell(c.low, c.high), text_cell(change_state_name(c.state)), count_cell(c.before_events),
                   count_cell(c.after_events), text_cell(joined(c.flags))});
    }
    return shown(table);
}

namespace {

/// What the columns do not already say: the note without its sentences on p and interval.
std::string remaining_note(const Comparison& comparison) {
    if (!comparison.p) return comparison.note;
    std::string result, part;
    std::istringstream note(comparison.note);
    while (std::getline(note, part, ';')) {
        const std::string text(trim(part));
        const bool repeated = text.find(" p = ") != std::string::npos || text.starts_with("the smallest possible") ||
                              text.starts_with("no 95 % interval");
        if (!repeated && !text.empty()) result += (result.empty() ? "" : "; ") + text;
    }
    return result;
}

HtmlCell estimate_cell(const Comparison& c) {
    HtmlCell cell = number_cell(c.estimate);
    if (!c.estimate) return cell;
    cell.html += " " + interval_words(c.low, c.high);
    if (c.achieved && (c.low || c.high)) cell.html += ", " + percent_words(100 * *c.achieved) + "\u00a0%";
    cell.numeric = false;
    return cell;
}

HtmlCell area_cell(const Comparison& c) {
    HtmlCell cell = number_cell(c.auc);
    if (c.auc)
        cell.html = fixed_words(*c.auc, 2) + " [" + fixed_words(c.auc_low.value_or(0), 2) + ",\u00a0" +
                    fixed_words(c.auc_high.value_or(1), 2) + "]";
    return cell;
}

HtmlCell medians_cell(const Comparison& c) {
    if (!c.median_1 && !c.median_2) return text_cell("");
    const auto words = [](const std::optional<double>& value) {
        return value ? number_words(*value) : std::string("–");
    };
    return {words(c.median_1) + "\u00a0:\u00a0" + words(c.median_2), "", true};
}

}  // namespace

std::string comparison_table(const Evidence& evidence, bool between_groups) {
    const std::string caption = between_groups ? "Group against group, AAR : AANR" : "Before : after, within patients";
    HtmlTable table(
        caption, {"feature", "quantity", between_groups ? "n" : "who", "missing", "medians", "p", "smallest possible p",
                  "Holm", "BH", between_groups ? "difference" : "change", "AUC", "family", "note"});
    for (const Comparison& c : evidence.comparisons) {
        if ((c.n_2 > 0 || c.sample.find(" vs ") != std::string::npos) != between_groups) continue;
        const std::string n = between_groups ? std::to_string(c.n_1) + "\u00a0:\u00a0" + std::to_string(c.n_2)
                                             : c.sample + ", n\u00a0=\u00a0" + std::to_string(c.n_1);
        const std::string name = feature_label(evidence, c.feature, c.feature_name) + (c.primary ? ", primary" : "");
        table.row({text_cell(name), text_cell(c.quantity), text_cell(n), count_cell(c.missing), medians_cell(c),
                   p_cell(c.p), p_cell(c.p_min_attainable), p_cell(c.p_holm), p_cell(c.p_bh), estimate_cell(c),
                   area_cell(c), text_cell(c.family), text_cell(remaining_note(c))});
    }
    return shown(table);
}

std::string correlation_table(const Evidence& evidence) {
    HtmlTable table(
        "Change of features against activity, Spearman",
        {"feature", "against", "n", "missing", "rho", "p", "smallest possible p", "Holm", "BH", "family", "note"});
    for (const Correlation& c : evidence.correlations)
        table.row({text_cell(feature_label(evidence, c.feature, c.feature_name)), text_cell(c.against), count_cell(c.n),
                   count_cell(c.missing), number_cell(c.rho), p_cell(c.p), p_cell(c.p_min_attainable), p_cell(c.p_holm),
                   p_cell(c.p_bh), text_cell(c.family), text_cell(c.p ? "" : c.note)});
    return shown(table);
}

std::string findings_table(const Evidence& evidence) {
    HtmlTable table("What was tolerated, repaired, skipped or limited", {"severity", "code", "where", "place", "what"});
    for (const Finding& f : evidence.findings)
        table.row({text_cell(severity_name(f.severity)), text_cell(f.code), text_cell(f.file),
                   text_cell(f.segment + (f.keyword.empty() ? "" : " " + f.keyword)), text_cell(f.message)});
    return shown(table);
}

std::string sample_table(const Evidence& evidence) {
    HtmlTable table("Samples", {"sample", "patient", "visit", "tube", "control", "specimen", "events", "compensation",
                                "SHA-256 of the file", "strategy", "state"});
    for (const SampleSummary& s : evidence.samples)
        table.row({text_cell(s.sample.id), text_cell(s.sample.patient), text_cell(s.sample.visit),
                   text_cell(s.sample.tube), text_cell(s.sample.control), text_cell(s.sample.specimen),
                   count_cell(s.n_events), text_cell(s.compensation),
                   html_cell("<code>" + escape_html(s.sha256.substr(0, 12)) + "…</code>", s.sha256),
                   html_cell("<code>" + escape_html(s.strategy_hash.substr(0, 12)) + "…</code>", s.strategy_hash),
                   text_cell(s.error.empty() ? "gated" : "failed: " + s.error)});
    return shown(table);
}

std::string threshold_table(const Evidence& evidence) {
    HtmlTable table("Thresholds from control tubes, one per patient and marker",
                    {"patient", "tube", "population", "control", "threshold", "control events", "how"});
    for (const ThresholdUse& t : evidence.thresholds)
        table.row(
            {text_cell(t.patient), text_cell(t.tube), text_cell(t.population), text_cell(t.control),
             number_cell(t.value), count_cell(t.events),
             text_cell(t.fallback ? "fallback of the strategy: too few control events" : "percentile of the control")});
    return shown(table);
}

std::string input_table(const Evidence& evidence) {
    HtmlTable table("Inputs", {"file", "SHA-256"});
    for (const auto& [file, hash] : evidence.provenance.input_sha256)
        table.row({text_cell(file), html_cell("<code>" + escape_html(hash) + "</code>", hash)});
    return shown(table);
}

}  // namespace asparagate
