#include "document/methods.hpp"

#include "document/html.hpp"
#include "document/result_tables.hpp"
#include "figures/words.hpp"

#include <set>

namespace asparagate {

namespace {

template <typename Range, typename Value>
std::vector<std::string> distinct(const Range& range, Value value) {
    std::set<std::string> values;
    for (const auto& item : range) values.insert(value(item));
    values.erase("");
    return {values.begin(), values.end()};
}

std::string activity_methods(const Evidence& evidence) {
    const StudySettings& settings = evidence.settings;
    std::string text =
        "Serum asparaginase activity was converted to IU/L (1 IU/mL = 1000 IU/L, 1 nkat/mL = 60 IU/L) and compared "
        "with " +
        axis_number(settings.threshold_iu_l) + " IU/L, exactly that value being adequate. Restoration follows rule " +
        settings.restoration_rule +
        "; R-A asks for day 7 and day 14, R-B for day 7, R-C for R-A and day 21 at or above the limit of "
        "quantification, each in patients who were inactive before. A missing needed sample makes a patient not "
        "evaluable. Samples drawn after a later dose of another asparaginase are attributed to that dose and not "
        "counted.";
    const auto methods = distinct(evidence.activity, [](const ActivitySample& s) { return s.method; });
    if (!methods.empty()) text += " Assay method as stated: " + list_words(methods) + ".";
    return text;
}

std::string antibody_methods() {
    return "Percent reduction is 100 (before − after) / before and is undefined where the baseline is at or below the "
           "cut-off; tests use the log2 ratio or the percent reduction of one antibody at a time. The expected fall "
           "from "
           "IgG catabolism alone assumes a half-life of 21 days. Values beyond an assay limit keep their sign.";
}

std::string cell_methods(const Evidence& evidence) {
    const DetectionLimits& limits = evidence.settings.detection;
    std::string text =
        "Change is log2 (((k1 + 0.5)/(n1 + 1)) / ((k0 + 0.5)/(n0 + 1))) of event counts, with a 95 % interval from the "
        "conditional binomial of k1 given k0 + k1. Below " +
        std::to_string(limits.lod) + " events a population is not detected, below " + std::to_string(limits.lloq) +
        " detected but not quantified. FLOOR: below detection after, quantified before, the change is a bound. "
        "UNRELIABLE: not quantified at either visit, left out of clustering. Features at the floor in more than half "
        "of the "
        "patients are not tested between groups. Percentages carry Wilson intervals.";
    if (!evidence.thresholds.empty())
        text +=
            " Positive for a marker means above one threshold per patient, taken from the control tube in the same "
            "parent population and shared by all visits; " +
            std::to_string(std::count_if(evidence.thresholds.begin(), evidence.thresholds.end(),
                                         [](const ThresholdUse& t) { return t.fallback; })) +
            " of " + std::to_string(evidence.thresholds.size()) + " thresholds are fallbacks of the strategy.";
    text += " Standard CD19 gates are flagged CD19_UNRELIABLE from the start of blinatumomab to " +
            axis_number(evidence.settings.cd19_unreliable_days_after_stop) + " days after its end.";
    if (!evidence.heatmap.features.empty())
        text +=
            " Heatmap rows and columns were clustered by Euclidean distance over shared values with complete linkage "
            "and optimal leaf order.";
    return text;
}

std::string test_methods(const Evidence& evidence) {
    const auto tests = distinct(evidence.comparisons, [](const Comparison& c) { return c.p ? c.test : std::string(); });
    const auto families = distinct(evidence.comparisons, [](const Comparison& c) { return c.family; });
    std::string text =
        "Tests made: " + (tests.empty() ? std::string("none") : list_words(tests)) +
        ", all two-sided. Beside every p stands the smallest p that this design and its ties can reach; the choice of "
        "tests follows from the study "
        "file and never from a p. Differences and changes are Hodges-Lehmann estimates with exact intervals at the "
        "level stated; where 95 % cannot be reached, that is said. AUC intervals follow Newcombe (method 5).";
    if (!families.empty()) text += " Holm and Benjamini-Hochberg adjustments within: " + list_words(families) + ".";
    if (!evidence.correlations.empty())
        text += " Correlations are Spearman's, with p from all permutations up to n = 10 and from seeded draws above.";
    return text + " Alpha " + axis_number(evidence.settings.alpha) + "; seed " +
           std::to_string(evidence.settings.seed) + ".";
}

}  // namespace

std::string figure_methods(const Evidence& evidence, const std::string& section) {
    if (section == "study") return {};
    if (section == "activity") return paragraph(activity_methods(evidence));
    if (section == "antibodies") return paragraph(antibody_methods());
    if (section == "cells") return paragraph(cell_methods(evidence));
    return paragraph(test_methods(evidence));
}

std::string methods_html(const Evidence& evidence) {
    std::string html =
        "<h3 id=\"methods-activity\">Activity and restoration</h3>\n" + paragraph(activity_methods(evidence));
    if (!evidence.antibodies.empty())
        html += "<h3 id=\"methods-antibodies\">Antibodies</h3>\n" + paragraph(antibody_methods());
    if (!evidence.features.empty()) html += "<h3 id=\"methods-cells\">Cells</h3>\n" + paragraph(cell_methods(evidence));
    html += "<h3 id=\"methods-statistics\">Statistics</h3>\n" + paragraph(test_methods(evidence));
    return html + miflowcyt_html(evidence);
}

std::string miflowcyt_html(const Evidence& evidence) {
    if (evidence.samples.empty()) return {};
    const auto item = [](const std::string& term, const std::string& text) {
        return "<dt>" + escape_html(term) + "</dt><dd>" + escape_html(text.empty() ? "not stated" : text) + "</dd>\n";
    };
    std::uint64_t events = 0;
    for (const SampleSummary& sample : evidence.samples) events += sample.n_events;
    const auto gates = distinct(evidence.populations, [](const PopulationRow& row) { return row.population; });
    const auto strategies = distinct(evidence.samples, [](const SampleSummary& s) { return s.strategy_hash; });
    std::set<std::string> transforms;
    for (const MarkerHistogram& histogram : evidence.histograms)
        transforms.insert(histogram.marker + " " + transform_type(histogram.transform));
    std::string html = "<h3 id=\"methods-cytometry\">Cytometry data (items of MIFlowCyt)</h3>\n<dl>\n";
    html += item("Specimens",
                 list_words(distinct(evidence.samples, [](const SampleSummary& s) { return s.sample.specimen; })));
    html += item("Tubes", list_words(distinct(evidence.samples, [](const SampleSummary& s) { return s.sample.tube; })));
    html += item("Controls",
                 list_words(distinct(evidence.samples, [](const SampleSummary& s) { return s.sample.control; })));
    html += item("List-mode files", std::to_string(evidence.samples.size()) + " files, " + count_words(events) +
                                        " events; names and SHA-256 under Provenance");
    html += item("Compensation",
                 list_words(distinct(evidence.samples, [](const SampleSummary& s) { return s.compensation; })));
    html += item("Transforms of the intracellular markers", list_words({transforms.begin(), transforms.end()}));
    html += item("Gating strategies",
                 std::to_string(strategies.size()) +
                     " (a tube's strategy with each patient's own thresholds counts as one); SHA-256 under Provenance");
    html += "<dt>Populations</dt><dd>" + std::to_string(gates.size()) + ", listed in " +
            link("populations.csv", "populations.csv") + " and " + link("intensities.csv", "intensities.csv") +
            "</dd>\n";
    html += item("Gates",
                 "the strategy files named in the study, kept with their hashes; percent and counts per population in "
                 "populations.csv");
    return html + "</dl>\n" + threshold_table(evidence);
}

}  // namespace asparagate
