#include "document/methods.hpp"

#include "document/result_tables.hpp"
#include "document/study_tables.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

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

template <typename Range, typename Test>
std::size_t count_of(const Range& range, Test test) {
    return static_cast<std::size_t>(std::count_if(range.begin(), range.end(), test));
}

std::string activity_methods(const Evidence& evidence) {
    const StudySettings& settings = evidence.settings;
    const auto methods = distinct(evidence.activity, [](const ActivitySample& s) { return s.method; });
    return sentences(
        {say("Serum asparaginase activity was converted to IU/L (1 IU/mL = 1000 IU/L, 1 nkat/mL = 60 IU/L) and "
             "compared with %1 IU/L, exactly that value being adequate.",
             {axis_number(settings.threshold_iu_l)}),
         say("Restoration follows rule %1; R-A asks for day 7 and day 14, R-B for day 7, R-C for R-A and day 21 at or "
             "above the limit of quantification, each in patients who were inactive before.",
             {settings.restoration_rule}),
         say("A missing needed sample makes a patient not evaluable."),
         say("Samples drawn after a later dose of another asparaginase are attributed to that dose and not counted."),
         methods.empty() ? "" : say("Assay method as stated: %1.", {list_words(methods)}),
         evidence.kinetics.empty()
             ? ""
             : say("Half-lives are log-linear over values at or above the limit of quantification; areas are linear "
                   "while activity rises and logarithmic while it falls. They describe a course: elimination of "
                   "pegaspargase accelerates with time, so a short half-life is no evidence of antibodies.")});
}

std::string antibody_methods(const Evidence& evidence) {
    return sentences(
        {say("Percent reduction is 100 (before − after) / before and is undefined where the baseline is at or below "
             "the cut-off; tests use the log2 ratio or the percent reduction of one antibody at a time."),
         say("The expected fall from IgG catabolism alone assumes a half-life of %1 d.",
             {axis_number(evidence.settings.domain.igg_half_life_days)}),
         say("Values beyond an assay limit keep their sign.")});
}

std::string threshold_methods(const Evidence& evidence) {
    if (evidence.thresholds.empty()) return {};
    const std::size_t fallbacks = count_of(evidence.thresholds, [](const ThresholdUse& t) { return t.fallback; });
    return say(
        "Positive for a marker means above one threshold per patient, taken from the control tube in the same parent "
        "population and shared by all visits; fallbacks of the strategy among these thresholds: %1.",
        {of_words(fallbacks, evidence.thresholds.size())});
}

std::string blank_methods(const Evidence& evidence) {
    const bool any = std::any_of(evidence.detection.begin(), evidence.detection.end(),
                                 [](const DetectionRow& row) { return row.lob_percent.has_value(); });
    if (!any) return {};
    const DomainRules& domain = evidence.settings.domain;
    return say(
        "A share of the parent that is not above the limit of blank is not detected: the %1th percentile of the shares "
        "in tubes that cannot hold the population, with fewer than %2 such tubes the one-sided %1 % upper limit of "
        "their pooled events (CLSI EP17-A2).",
        {axis_number(100 * domain.blank_level), std::to_string(domain.blanks_for_percentile)});
}

std::string cell_methods(const Evidence& evidence) {
    const DetectionLimits& limits = evidence.settings.detection;
    const DomainRules& domain = evidence.settings.domain;
    return sentences(
        {say("Change is log2 (((k1 + %1)/(n1 + %2)) / ((k0 + %1)/(n0 + %2))) of event counts, with a 95 % interval "
             "from the conditional binomial of k1 given k0 + k1.",
             {axis_number(domain.pseudo_count), axis_number(2 * domain.pseudo_count)}),
         say("Below %1 events a population is not detected, below %2 detected but not quantified.",
             {std::to_string(limits.lod), std::to_string(limits.lloq)}),
         say("FLOOR: below detection after, quantified before, the change is a bound."),
         say("UNRELIABLE: not quantified at either visit, left out of clustering."), blank_methods(evidence),
         say("Features at the floor in more than %1 % of the patients are not tested between groups.",
             {axis_number(100 * domain.largest_floor_share)}),
         say("Percentages carry Wilson intervals."), threshold_methods(evidence),
         say("Standard CD19 gates are flagged CD19_UNRELIABLE from the start of blinatumomab until day %1 after its "
             "end.",
             {axis_number(evidence.settings.cd19_unreliable_days_after_stop)}),
         evidence.heatmap.features.empty() ? ""
                                           : say("Heatmap rows and columns were clustered by Euclidean distance over "
                                                 "shared values with complete linkage and optimal leaf order.")});
}

std::string multiplicity_methods(const Evidence& evidence) {
    const auto families = distinct(evidence.comparisons, [](const Comparison& c) { return family_words(c.family); });
    if (families.empty()) return {};
    const bool max_t = count_of(evidence.comparisons, [](const Comparison& c) { return c.p_max_t.has_value(); }) > 0;
    return sentences(
        {say("Holm and Benjamini-Hochberg adjustments within: %1.", {list_words(families)}),
         max_t ? say("max-T: step-down permutation of Westfall and Young within the same families.") : ""});
}

std::string correlation_methods(const Evidence& evidence) {
    if (evidence.correlations.empty()) return {};
    const bool binary = count_of(evidence.correlations, [](const Correlation& c) { return c.n_restored > 0; }) > 0;
    return sentences(
        {say("Correlations are Spearman's, with p from all permutations up to n = 10 and from seeded draws above."),
         binary ? say("Against restored activity, which is yes or no, an exact Mann-Whitney test and Cliff's delta "
                      "with Newcombe's interval.")
                : ""});
}

std::string test_methods(const Evidence& evidence) {
    const auto tests =
        distinct(evidence.comparisons, [](const Comparison& c) { return c.p ? test_name_words(c.test) : ""; });
    return sentences(
        {tests.empty() ? say("No test was made.") : say("Tests made: %1, all two-sided.", {list_words(tests)}),
         say("Beside every p stands the smallest p that this design and its ties can reach; the choice of tests "
             "follows from the study file and never from a p."),
         say("Differences and changes are Hodges-Lehmann estimates with exact intervals at the level stated; where 95 "
             "% cannot be reached, that is said."),
         say("AUC intervals follow Newcombe (method 5)."), multiplicity_methods(evidence),
         correlation_methods(evidence),
         say("Alpha %1; seed %2.", {axis_number(evidence.settings.alpha), std::to_string(evidence.settings.seed)})});
}

std::string left_out_methods(const Evidence& evidence) {
    std::vector<std::string> items;
    for (const std::string& item : evidence.heatmap.left_out) items.push_back(left_out_words(item));
    return say("Left out of the heatmap: %1.", {list_words(items)});
}

std::string certainty_methods(const Evidence& evidence) {
    const PlacementUncertainty& moved = evidence.uncertainty;
    return sentences(
        {moved.draws == 0 ? ""
                          : say("Gate placement: thresholds and gates were moved %1 times within a stated tolerance "
                                "(seed %2), every population was gated again and every test repeated; bands are the "
                                "2.5th to 97.5th percentile of the draws.",
                                {std::to_string(moved.draws), std::to_string(moved.seed)}),
         evidence.influences.empty() ? "" : say("Influence: every test was repeated without one patient at a time.")});
}

}  // namespace

std::vector<std::string> figure_methods(const Evidence& evidence, const std::string& section) {
    if (section == "study") return {};
    if (section == "activity") return {activity_methods(evidence)};
    if (section == "antibodies") return {antibody_methods(evidence)};
    if (section == "cells") return {cell_methods(evidence)};
    if (section == "sure") return {certainty_methods(evidence), test_methods(evidence)};
    return {test_methods(evidence)};
}

Blocks methods_blocks(const Evidence& evidence) {
    Blocks blocks = {Heading{say("Activity and restoration"), "methods-activity"},
                     Paragraph{activity_methods(evidence)}};
    if (!evidence.antibodies.empty())
        append(blocks, {Heading{say("Antibodies"), "methods-antibodies"}, Paragraph{antibody_methods(evidence)}});
    if (!evidence.features.empty())
        append(blocks, {Heading{say("Cells"), "methods-cells"}, Paragraph{cell_methods(evidence)}});
    if (!evidence.heatmap.left_out.empty()) blocks.emplace_back(Paragraph{left_out_methods(evidence)});
    append(blocks, {Heading{say("Statistics"), "methods-statistics"}, Paragraph{test_methods(evidence)}});
    if (const std::string text = certainty_methods(evidence); !text.empty()) blocks.emplace_back(Paragraph{text});
    add_table(blocks, rule_table(evidence), say("Rules and thresholds in force, with their sources"));
    append(blocks, miflowcyt_blocks(evidence));
    return blocks;
}

Blocks miflowcyt_blocks(const Evidence& evidence) {
    if (evidence.samples.empty()) return {};
    const auto of_samples = [&](auto value) {
        const auto values = distinct(evidence.samples, value);
        return values.empty() ? say("not stated") : list_words(values);
    };
    std::uint64_t events = 0;
    for (const SampleSummary& sample : evidence.samples) events += sample.n_events;
    const auto gates = distinct(evidence.populations, [](const PopulationRow& row) { return row.population; });
    const auto strategies = distinct(evidence.samples, [](const SampleSummary& s) { return s.strategy_hash; });
    const auto transforms = distinct(evidence.histograms, [](const MarkerHistogram& h) {
        return h.marker + " " + std::string(transform_type(h.transform));
    });
    Terms items;
    items.items = {
        {say("Specimens"), of_samples([](const SampleSummary& s) { return s.sample.specimen; })},
        {say("Visits"), of_samples([](const SampleSummary& s) { return visit_words(s.sample.visit); })},
        {say("Tubes"), of_samples([](const SampleSummary& s) { return s.sample.tube; })},
        {say("Controls"), of_samples([](const SampleSummary& s) { return s.sample.control; })},
        {say("List-mode files"), say("files: %1, events: %2; names and SHA-256 under Provenance",
                                     {std::to_string(evidence.samples.size()), count_words(events)})},
        {say("Compensation"), of_samples([](const SampleSummary& s) { return s.compensation; })},
        {say("Transforms of the intracellular markers"),
         transforms.empty() ? say("not stated") : list_words(transforms)},
        {say("Gating strategies"),
         say("%1 (a tube's strategy with each patient's own thresholds counts as one); SHA-256 under Provenance",
             {std::to_string(strategies.size())})},
        {say("Tailored versions"), of_samples([](const SampleSummary& s) { return s.versions; })},
        {say("Populations"), say("%1, listed in populations.csv and intensities.csv", {std::to_string(gates.size())})},
        {say("Gates"), say("the strategy files named in the study, kept with their hashes; percent and counts per "
                           "population in populations.csv")},
        {say("Instrument and reagents"),
         say("as the files state; asparagate info lists detectors, settings and calibration of each")}};
    Blocks blocks = {Heading{say("Cytometry data (items of MIFlowCyt)"), "methods-cytometry"}, items};
    add_table(blocks, threshold_table(evidence));
    return blocks;
}

}  // namespace asparagate
