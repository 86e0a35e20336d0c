#include "document/activity_tables.hpp"

#include "document/result_tables.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

/// In IU/L; "< 10" stays below 10.
TableCell converted_cell(const ActivitySample& sample) {
    TableCell cell = plain_cell(sample.iu_l);
    if (sample.given.qualifier != '=') cell.text = std::string(1, sample.given.qualifier) + "\u202F" + cell.text;
    return cell;
}

}  // namespace

ReportTable activity_table(const Evidence& evidence) {
    ReportTable table{say("Serum asparaginase activity as given"),
                      {say("patient"), say("period"), say("day after dose"), say("day of the timeline"),
                       say("activity"), "IU/L", say("LLOQ"), say("method"), say("dose it belongs to"), say("note")},
                      {}};
    for (const ActivitySample& s : evidence.activity)
        table.row({text_cell(s.patient), text_cell(period_words(s.period)), plain_cell(s.nominal_day),
                   plain_cell(s.day), text_cell(measurement_words(s.given)), converted_cell(s), plain_cell(s.lloq_iu_l),
                   text_cell(s.method), text_cell(product_words(s.attributed_product)),
                   text_cell(s.other_asparaginase ? say("after another asparaginase, not counted") : "")});
    return table;
}

namespace {

/// "180 to 240", one number where both bounds agree.
TableCell bounds_cell(const std::optional<double>& low, const std::optional<double>& high) {
    if (!low && !high) return text_cell("");
    if (!low) return text_cell(say("at most %1", {number_words(*high)}));
    if (!high) return text_cell(say("at least %1", {number_words(*low)}));
    if (*low == *high) return text_cell(number_words(*low));
    return text_cell(say("%1 to %2", {number_words(*low), number_words(*high)}));
}

TableCell crossing_cell(const ActivityKinetics& course) {
    TableCell bounds = bounds_cell(course.crossing_low, course.crossing_high);
    if (!course.crossing_day) return bounds;
    const std::string day = number_words(*course.crossing_day);
    bounds.text = course.crossing_low && course.crossing_high && *course.crossing_low != *course.crossing_high
                      ? say("%1 (between %2 and %3)",
                            {day, number_words(*course.crossing_low), number_words(*course.crossing_high)})
                      : say("%1 (%2)", {day, bounds.text});
    return bounds;
}

std::string kinetics_note(const ActivityKinetics& course) {
    if (course.half_life_days) return {};
    return course.points < 2 ? say("not estimable: fewer than two values at or above the limit of quantification")
                             : say("not estimable: activity does not fall");
}

}  // namespace

std::string kinetics_warning() {
    return say(
        "A short half-life is not evidence of antibodies: pegaspargase is eliminated faster the longer ago it was "
        "given, so one half-life does not describe a whole course.");
}

ReportTable kinetics_table(const Evidence& evidence) {
    ReportTable table{
        say("Elimination of each course; bounds take values below the limit of quantification as 0 and as that limit"),
        {say("patient"), say("period"), say("product"), say("values ≥ LLOQ"), say("half-life, days"),
         say("half-life day 7–14"), say("half-life day 14–21"), say("AUC day 7–21, IU/L × day"),
         say("falls below the threshold on day"), say("days at or above the threshold"), say("note")},
        {}};
    for (const ActivityKinetics& k : evidence.kinetics)
        table.row({text_cell(k.patient), text_cell(period_words(k.period)), text_cell(product_words(k.product)),
                   count_cell(k.points), number_cell(k.half_life_days), number_cell(k.half_life_7_14),
                   number_cell(k.half_life_14_21), bounds_cell(k.auc_low, k.auc_high), crossing_cell(k),
                   bounds_cell(k.days_above_low, k.days_above_high), text_cell(kinetics_note(k))});
    return table;
}

namespace {

std::vector<std::string> rules_in_use(const Evidence& evidence) {
    std::set<std::string> rules;
    for (const PatientEvidence& patient : evidence.patients)
        for (const auto& [rule, restored] : patient.rules) rules.insert(rule);
    return {rules.begin(), rules.end()};
}

TableCell activity_change_cell(const PatientEvidence& patient) {
    TableCell change = number_cell(patient.log2_activity_change_d7);
    if (patient.log2_activity_change_d7 && !patient.log2_activity_change_bound.empty())
        change.text = say("%1 %2", {bound_words(patient.log2_activity_change_bound), change.text});
    return change;
}

}  // namespace

ReportTable restoration_table(const Evidence& evidence) {
    ReportTable table{say("Restoration by each rule, and the other outcomes"),
                      {say("patient"), say("group"), say("label given")},
                      {}};
    if (evidence.settings.blind) return table;
    const std::vector<std::string> rules = rules_in_use(evidence);
    table.columns.insert(table.columns.end(), rules.begin(), rules.end());
    for (const std::string& column :
         {say("R-D: log2 change, day 7"), say("tolerated again"), say("status after"), say("flags")})
        table.columns.push_back(column);
    for (const PatientEvidence& p : evidence.patients) {
        std::vector<TableCell> cells = {text_cell(p.patient.id), text_cell(group_words(p.group)), text_cell(p.label)};
        for (const std::string& rule : rules) {
            const auto found = p.rules.find(rule);
            cells.push_back(text_cell(found == p.rules.end() ? "" : restoration_words(found->second)));
        }
        cells.push_back(activity_change_cell(p));
        cells.push_back(text_cell(answer_words(p.tolerated)));
        cells.push_back(text_cell(status_words(p.status)));
        cells.push_back(flags_cell(p.flags, "#codes"));
        table.row(std::move(cells));
    }
    return table;
}

ReportTable threshold_sensitivity_table(const Evidence& evidence) {
    std::set<double> thresholds;
    for (const PatientEvidence& patient : evidence.patients)
        for (const auto& [threshold, restored] : patient.restored_at) thresholds.insert(threshold);
    ReportTable table{
        say("Rule %1 at other thresholds (IU/L)", {evidence.settings.restoration_rule}), {say("patient")}, {}};
    if (thresholds.empty()) return table;
    for (const double threshold : thresholds) table.columns.push_back(axis_number(threshold));
    for (const PatientEvidence& patient : evidence.patients) {
        std::vector<TableCell> cells = {text_cell(patient.patient.id)};
        for (const double threshold : thresholds) {
            const auto found = patient.restored_at.find(threshold);
            cells.push_back(text_cell(found == patient.restored_at.end() ? "" : restoration_words(found->second)));
        }
        table.row(std::move(cells));
    }
    return table;
}

}  // namespace asparagate
