#include "document/study_tables.hpp"

#include "document/result_tables.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <array>

namespace asparagate {

namespace {

std::string characteristic_words(const std::string& name) {
    static const std::map<std::string, const char*> known = {{"sex", sayable("sex")},
                                                             {"age_years", sayable("age, years")},
                                                             {"risk", sayable("risk")},
                                                             {"reaction", sayable("reaction before")},
                                                             {"bmi", sayable("body mass index, kg/m²")},
                                                             {"group", sayable("group")},
                                                             {"label", sayable("label given")},
                                                             {"restored", sayable("activity restored")},
                                                             {"tolerated", sayable("tolerated again")},
                                                             {"cd19_percent", sayable("CD19, % of blasts")},
                                                             {"blinatumomab_days", sayable("blinatumomab days")}};
    const auto found = known.find(name);
    return found == known.end() ? name : say(found->second);
}

std::string level_words(const std::string& level) {
    if (level == "yes" || level == "no") return answer_words(level == "yes");
    for (const Restoration restored : {Restoration::restored, Restoration::not_restored, Restoration::not_evaluable})
        if (level == restoration_name(restored)) return restoration_words(restored);
    const std::string sex = sex_words(level);
    return sex != level ? sex : status_words(level);
}

/// "75.0 [34.9, 96.8]" percent.
TableCell percent_range(const std::optional<double>& value, const std::optional<double>& low,
                        const std::optional<double>& high) {
    TableCell cell = percent_cell(value);
    if (value && low && high) cell.text += " [" + percent_words(*low) + ",\u00a0" + percent_words(*high) + "]";
    cell.numeric = false;
    return cell;
}

std::string analysis_words(const std::string& analysis) {
    static const std::map<std::string, const char*> known = {{"activity", sayable("activity")},
                                                             {"antibodies", sayable("antibodies")},
                                                             {"flow", sayable("flow cytometry")},
                                                             {"outcome", sayable("outcome")}};
    const auto found = known.find(analysis);
    return found == known.end() ? analysis : say(found->second);
}

std::string version_words(const std::string& version) {
    if (version == "as printed") return say("as printed");
    return version == "from the patients" ? say("from the patients") : version;
}

}  // namespace

ReportTable cohort_table(const Evidence& evidence) {
    ReportTable table{say("Who was studied"),
                      {say("characteristic"), say("level"), say("patients"), say("% [95 %]"), say("median"),
                       say("quartiles"), say("range")},
                      {}};
    for (const CohortRow& row : evidence.cohort) {
        const bool number = row.median.has_value();
        table.row({text_cell(characteristic_words(row.characteristic)), text_cell(level_words(row.level)),
                   text_cell(number ? say("n = %1", {std::to_string(row.n)}) : of_words(row.k, row.n)),
                   percent_range(row.percent, row.low, row.high), number_cell(row.median),
                   text_cell(number ? interval_words(row.first_quartile, row.third_quartile) : ""),
                   text_cell(number ? interval_words(row.minimum, row.maximum) : "")});
    }
    return table;
}

ReportTable analysis_table(const Evidence& evidence) {
    ReportTable table{
        say("How many patients each analysis has, and the smallest two-sided p that so many allow"),
        {say("analysis"), "n", say("not done"), say("missing"), say("not done in"), say("smallest p between groups"),
         say("smallest p before against after"), say("smallest p before against after, AAR")},
        {}};
    for (const AnalysisSize& size : evidence.analyses)
        table.row({text_cell(analysis_words(size.analysis)), count_cell(size.n), count_cell(size.not_done),
                   count_cell(size.missing), text_cell(list_words(size.not_done_patients)), p_cell(size.p_min_between),
                   p_cell(size.p_min_paired), p_cell(size.p_min_paired_aar)});
    return table;
}

ReportTable claim_table(const Evidence& evidence) {
    ReportTable table{say("What is claimed, beside what these patients give"),
                      {say("statement"), say("version"), say("k of n"), say("% [exact 95 %]"), say("% [Wilson 95 %]"),
                       say("posterior mean % [95 %], prior Beta(1, 1)"), say("probability above one half"),
                       say("patients"), say("do they agree?"), say("source")},
                      {}};
    for (const ClaimVersion& claim : evidence.claims)
        table.row({text_cell(claim.statement), text_cell(version_words(claim.version)),
                   text_cell(of_words(claim.k, claim.n)), percent_range(claim.percent, claim.low, claim.high),
                   percent_range(claim.percent, claim.wilson_low, claim.wilson_high),
                   percent_range(claim.posterior_mean, claim.posterior_low, claim.posterior_high),
                   number_cell(claim.above_half), text_cell(list_words(claim.patients)),
                   text_cell(claim.conflict ? say("no") : say("yes")), text_cell(claim.source)});
    return table;
}

ReportTable claim_test_table(const Evidence& evidence) {
    ReportTable table{say("Subgroups of the claims against each other, Fisher's exact test"),
                      {say("outcome"), say("subgroup"), say("against"), say("version"), say("k of n"), say("k of n"),
                       "p", say("smallest possible p"), say("odds ratio [exact 95 %]")},
                      {}};
    for (const ClaimTest& test : evidence.claim_tests)
        table.row(
            {text_cell(test.outcome), text_cell(test.subgroup_1), text_cell(test.subgroup_2),
             text_cell(version_words(test.version)), text_cell(of_words(test.k_1, test.n_1)),
             text_cell(of_words(test.k_2, test.n_2)), p_cell(test.p), p_cell(test.p_min_attainable),
             text_cell(test.odds_ratio ? number_words(*test.odds_ratio) + " " + interval_words(test.low, test.high)
                                       : "")});
    return table;
}

namespace {

std::string cluster_quantity_words(const std::string& quantity) {
    static const std::map<std::string, const char*> known = {
        {"adjusted Rand index against group", sayable("adjusted Rand index against group")},
        {"adjusted Rand index against restored activity", sayable("adjusted Rand index against restored activity")},
        {"pairs kept without one feature", sayable("pairs kept without one feature")},
        {"pairs kept without it", sayable("pairs kept without it")},
        {"cluster", sayable("cluster")},
        {"cophenetic correlation", sayable("cophenetic correlation")}};
    const auto found = known.find(quantity);
    return found == known.end() ? quantity : say(found->second);
}

}  // namespace

ReportTable clustering_table(const Evidence& evidence) {
    ReportTable table{say("What the clusters of the heatmap are worth"),
                      {say("about"), say("quantity"), "n", say("value"), "p", say("smallest possible p")},
                      {}};
    for (const ClusterStatistic& c : evidence.clustering)
        table.row({text_cell(c.subject == "patients" ? say("patients") : feature_label(evidence, c.subject, c.subject)),
                   text_cell(cluster_quantity_words(c.quantity)), count_cell(c.n), number_cell(c.value), p_cell(c.p),
                   p_cell(c.p_min_attainable)});
    return table;
}

ReportTable rule_table(const Evidence& evidence) {
    ReportTable table{say("Rules and thresholds in force, with their sources"),
                      {say("rule"), say("value"), say("unit"), say("source")},
                      {}};
    for (const Rule& rule : evidence.settings.rules)
        table.row({text_cell(rule.name), text_cell(rule.value), text_cell(rule.unit), text_cell(rule.source)});
    return table;
}

}  // namespace asparagate
