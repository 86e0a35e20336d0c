#include "document/result_tables.hpp"

#include "asparagate/fcs/number.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

TableCell interval_cell(const std::optional<double>& low, const std::optional<double>& high) {
    return text_cell(low || high ? interval_words(low, high) : "");
}

}  // namespace

std::string measurement_words(const Measurement& measurement) {
    std::string text = measurement.qualifier == '=' ? "" : std::string(1, measurement.qualifier) + "\u202F";
    text += axis_number(measurement.value);
    return measurement.unit.empty() ? text : text + " " + measurement.unit;
}

std::string feature_label(const Evidence& evidence, const std::string& id, const std::string& name) {
    const Feature* feature = evidence.feature(id);
    if (!feature) return quantity_words(name);
    return feature->measure == "percent_of_parent" ? name : say("%1 (%2)", {name, measure_words(*feature)});
}

TableCell range_cell(const std::optional<double>& value, const std::optional<double>& low,
                     const std::optional<double>& high) {
    TableCell cell = number_cell(value);
    if (value && (low || high)) cell.text += " " + interval_words(low, high);
    cell.numeric = false;
    return cell;
}

Blocks code_list(const std::vector<std::string>& codes) {
    CodeList list;
    for (const std::string& code : std::set<std::string>(codes.begin(), codes.end()))
        if (const std::string meaning = code_words(code); !meaning.empty()) list.items.emplace_back(code, meaning);
    if (list.items.empty()) return {};
    return {list};
}

namespace {

std::string catabolism_words(const AntibodyChange& change) {
    if (change.against_catabolism == "falls less") return say("falls less");
    if (change.against_catabolism == "falls as much or more") return say("falls as much or more");
    return change.against_catabolism;
}

}  // namespace

ReportTable antibody_table(const Evidence& evidence) {
    ReportTable table{
        say("Antibodies before and after; IgG catabolism alone: the fall expected with a half-life of %1 d",
            {axis_number(evidence.settings.domain.igg_half_life_days)}),
        {say("patient"), say("group"), say("antibody"), say("before"), say("after"), say("reduction %"),
         say("log2 ratio"), say("IgG catabolism alone %"), say("against catabolism alone"), say("flags")},
        {}};
    for (const AntibodyChange& c : evidence.antibodies) {
        const PatientEvidence* patient = evidence.patient(c.patient);
        table.row({text_cell(c.patient), text_cell(patient ? group_words(patient->group) : ""),
                   text_cell(c.specificity), text_cell(c.before ? measurement_words(c.before->result) : ""),
                   text_cell(c.after ? measurement_words(c.after->result) : ""), percent_cell(c.percent_reduction),
                   number_cell(c.log2_ratio), percent_cell(c.catabolism_percent), text_cell(catabolism_words(c)),
                   flags_cell(c.flags, "#codes")});
    }
    return table;
}

bool is_bound(const FoldChange& change) {
    return change.log2fc && !change.bound.empty();
}

std::string bound_from_limit_words(const FoldChange& change) {
    const std::string sign = change.bound == "lower bound" ? "≥ " : "≤ ";
    return say("%1 (from the detection limit)", {sign + number_words(*change.log2fc)});
}

ReportTable fold_change_table(const Evidence& evidence) {
    ReportTable table{say("Change of every feature in every patient: %1", {fold_change_axis(evidence.settings)}),
                      {say("feature"), say("measure"), say("patient"), say("before"), say("after"), "log2FC",
                       say("95 % interval"), say("state"), say("events before"), say("events after"), say("flags")},
                      {}};
    for (const FoldChange& c : evidence.fold_changes) {
        const Feature* feature = evidence.feature(c.feature);
        TableCell change = number_cell(c.log2fc);
        TableCell interval = interval_cell(c.low, c.high);
        if (is_bound(c)) {
            change.text = bound_from_limit_words(c);
            interval.text = say("events found: %1", {interval.text});
        }
        table.row({text_cell(feature ? feature->name : c.feature), text_cell(feature ? measure_words(*feature) : ""),
                   text_cell(c.patient), number_cell(c.before), number_cell(c.after), std::move(change),
                   std::move(interval), text_cell(change_state_name(c.state)), count_cell(c.before_events),
                   count_cell(c.after_events), flags_cell(c.flags, "#codes")});
    }
    return table;
}

ReportTable cd19_table(const Evidence& evidence) {
    ReportTable table{say("Cells found without CD19 beside those that rest on it"),
                      {say("without CD19"), say("with CD19"), say("measure"), say("patient"), say("visit"),
                       say("without CD19, value"), say("with CD19, value"), say("difference"), say("flags")},
                      {}};
    const auto name_of = [&](const std::string& id) {
        const Feature* feature = evidence.feature(id);
        return feature ? feature->name : id;
    };
    for (const Cd19Pair& pair : evidence.cd19_pairs) {
        const Feature* feature = evidence.feature(pair.feature);
        table.row({text_cell(name_of(pair.feature)), text_cell(name_of(pair.instead_of)),
                   text_cell(feature ? measure_words(*feature) : pair.measure), text_cell(pair.patient),
                   text_cell(visit_words(pair.visit)), number_cell(pair.value), number_cell(pair.value_instead_of),
                   number_cell(pair.difference), flags_cell(pair.flags, "#codes")});
    }
    return table;
}

namespace {

/// Why there is no p, and what the feature rests on.
template <typename Test>
std::vector<std::string> cautions(const Test& test) {
    std::vector<std::string> parts;
    if (!test.p) parts.push_back(reason_words(test));
    if (test.note.find("CD19_UNRELIABLE") != std::string::npos) parts.push_back(code_words("CD19_UNRELIABLE"));
    return parts;
}

/// What the columns do not already say.
std::string remaining_note(const Comparison& comparison) {
    std::vector<std::string> parts = cautions(comparison);
    if (comparison.estimate && !comparison.low && !comparison.high)
        parts.push_back(say("No finite 95 % interval at this n."));
    if (comparison.ties) parts.push_back(say("Ties."));
    return sentences(parts);
}

TableCell estimate_cell(const Comparison& c) {
    TableCell cell = range_cell(c.estimate, c.low, c.high);
    if (!c.estimate) return cell;
    if (c.achieved && (c.low || c.high)) cell.text += ", " + percent_words(100 * *c.achieved) + "\u00a0%";
    return cell;
}

TableCell area_cell(const Comparison& c) {
    TableCell cell = number_cell(c.auc);
    if (c.auc)
        cell.text = fixed_words(*c.auc, 2) + " [" + fixed_words(c.auc_low.value_or(0), 2) + ",\u00a0" +
                    fixed_words(c.auc_high.value_or(1), 2) + "]";
    return cell;
}

TableCell medians_cell(const Comparison& c) {
    if (!c.median_1 && !c.median_2) return text_cell("");
    const auto words = [](const std::optional<double>& value) {
        return value ? number_words(*value) : std::string("–");
    };
    return {words(c.median_1) + "\u00a0:\u00a0" + words(c.median_2), "", true, false, ""};
}

bool is_between_groups(const Comparison& c) {
    return c.n_2 > 0 || c.sample.find(" vs ") != std::string::npos;
}

/// Columns of the family-wise p that any row has.
template <typename Rows>
bool has_max_t(const Rows& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.p_max_t.has_value(); });
}

}  // namespace

ReportTable comparison_table(const Evidence& evidence, bool between_groups) {
    const bool max_t = has_max_t(evidence.comparisons);
    ReportTable table{between_groups ? say("Group against group, AAR : AANR") : say("Before : after, within patients"),
                      {say("feature"), say("quantity"), between_groups ? say("n") : say("who"), say("missing"),
                       say("medians"), "p", say("smallest possible p"), "Holm", "BH"},
                      {}};
    if (max_t) table.columns.emplace_back("max-T");
    for (const std::string& column :
         {between_groups ? say("difference") : say("change"), std::string("AUC"), say("family"), say("note")})
        table.columns.push_back(column);
    for (const Comparison& c : evidence.comparisons) {
        if (is_between_groups(c) != between_groups) continue;
        const std::string n = between_groups ? std::to_string(c.n_1) + "\u00a0:\u00a0" + std::to_string(c.n_2)
                                             : say("%1, n = %2", {sample_words(c.sample), std::to_string(c.n_1)});
        const std::string label = feature_label(evidence, c.feature, c.feature_name);
        std::vector<TableCell> cells = {text_cell(c.primary ? say("%1, primary", {label}) : label),
                                        text_cell(quantity_words(c.quantity)),
                                        text_cell(n),
                                        count_cell(c.missing),
                                        medians_cell(c),
                                        p_cell(c.p),
                                        p_cell(c.p_min_attainable),
                                        p_cell(c.p_holm),
                                        p_cell(c.p_bh)};
        if (max_t) cells.push_back(p_cell(c.p_max_t));
        cells.push_back(estimate_cell(c));
        cells.push_back(area_cell(c));
        cells.push_back(text_cell(family_words(c.family)));
        cells.push_back(text_cell(remaining_note(c)));
        table.row(std::move(cells));
    }
    return table;
}

ReportTable correlation_table(const Evidence& evidence, bool against_restoration) {
    const bool max_t = has_max_t(evidence.correlations);
    ReportTable table{
        against_restoration ? say("Features against restored activity (yes or no): Cliff's delta, exact Mann-Whitney")
                            : say("Features against activity: Spearman's rank correlation"),
        {say("feature"), say("quantity"), say("against"), say("n"), say("missing"),
         against_restoration ? say("Cliff's delta") : say("rho"), "p", say("smallest possible p"), "Holm", "BH"},
        {}};
    if (max_t) table.columns.emplace_back("max-T");
    table.columns.push_back(say("family"));
    table.columns.push_back(say("note"));
    for (const Correlation& c : evidence.correlations) {
        if ((c.against == "restored activity") != against_restoration) continue;
        const std::string n = c.n_restored > 0
                                  ? say("%1, restored %2", {std::to_string(c.n), std::to_string(c.n_restored)})
                                  : std::to_string(c.n);
        std::vector<TableCell> cells = {text_cell(feature_label(evidence, c.feature, c.feature_name)),
                                        text_cell(quantity_words(c.quantity.empty() ? "log2 fold change" : c.quantity)),
                                        text_cell(quantity_words(c.against)),
                                        text_cell(n),
                                        count_cell(c.missing),
                                        range_cell(c.rho, c.low, c.high),
                                        p_cell(c.p),
                                        p_cell(c.p_min_attainable),
                                        p_cell(c.p_holm),
                                        p_cell(c.p_bh)};
        if (max_t) cells.push_back(p_cell(c.p_max_t));
        cells.push_back(text_cell(family_words(c.family)));
        cells.push_back(text_cell(sentences(cautions(c))));
        table.row(std::move(cells));
    }
    return table;
}

ReportTable findings_table(const Evidence& evidence) {
    ReportTable table{say("What was tolerated, repaired, skipped or limited"),
                      {say("severity"), say("code"), say("where"), say("place"), say("what")},
                      {}};
    for (const Finding& f : evidence.findings) {
        // Messages are made with the tables and stay in English; what their code means is said in the report's
        // language.
        const bool translated = language() != Language::english;
        table.row({text_cell(severity_words(f.severity)), text_cell(f.code), text_cell(f.file),
                   text_cell(f.segment + (f.keyword.empty() ? "" : " " + f.keyword)),
                   text_cell(translated ? sentences({code_words(f.code), f.message}) : f.message)});
    }
    return table;
}

ReportTable sample_table(const Evidence& evidence) {
    ReportTable table{say("Samples"),
                      {say("sample"), say("patient"), say("visit"), say("tube"), say("control"), say("specimen"),
                       say("events"), say("compensation"), say("SHA-256 of the file"), say("strategy"), say("state")},
                      {}};
    for (const SampleSummary& s : evidence.samples)
        table.row({text_cell(s.sample.id), text_cell(s.sample.patient), text_cell(visit_words(s.sample.visit)),
                   text_cell(s.sample.tube), text_cell(s.sample.control), text_cell(s.sample.specimen),
                   count_cell(s.n_events), text_cell(s.compensation), hash_cell(s.sha256), hash_cell(s.strategy_hash),
                   text_cell(s.error.empty() ? say("gated") : say("failed: %1", {s.error}))});
    return table;
}

ReportTable threshold_table(const Evidence& evidence) {
    ReportTable table{say("Thresholds from control tubes, one per patient and marker"),
                      {say("patient"), say("tube"), say("population"), say("control"), say("threshold"),
                       say("control events"), say("how")},
                      {}};
    for (const ThresholdUse& t : evidence.thresholds)
        table.row({text_cell(t.patient), text_cell(t.tube), text_cell(t.population), text_cell(t.control),
                   number_cell(t.value), count_cell(t.events),
                   text_cell(t.fallback ? say("fallback of the strategy: too few control events")
                                        : say("percentile of the control"))});
    return table;
}

ReportTable input_table(const Evidence& evidence) {
    ReportTable table{say("Inputs"), {say("file"), "SHA-256"}, {}};
    for (const auto& [file, hash] : evidence.provenance.input_sha256)
        table.row({text_cell(file), hash_cell(hash, hash.size())});
    return table;
}

}  // namespace asparagate
