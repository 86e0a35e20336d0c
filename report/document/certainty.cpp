#include "document/certainty.hpp"

#include "asparagate/analysis/statistics/significance.hpp"
#include "document/result_tables.hpp"
#include "document/study_tables.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

/// Rows of the report's table of influences; all of them are in influence.csv.
constexpr std::size_t most_influences = 30;

template <typename Range, typename Test>
std::size_t count_of(const Range& range, Test test) {
    return static_cast<std::size_t>(std::count_if(range.begin(), range.end(), test));
}

bool changes(const Influence& influence) {
    return influence.changes_direction || influence.changes_verdict;
}

std::string what_changes(const Influence& influence) {
    if (influence.changes_direction && influence.changes_verdict) return say("direction and verdict");
    if (influence.changes_direction) return say("direction");
    return influence.changes_verdict ? say("verdict") : "";
}

/// "/Cells/GzmB+ (threshold of P7)" with what the analysis says in English put into the reader's language.
std::string translated_driver(const std::string& driver) {
    const std::string open = " (threshold of ";
    const std::size_t at = driver.rfind(open);
    if (at == std::string::npos || !driver.ends_with(')')) return driver;
    const std::size_t begin = at + open.size();
    return say("%1 (threshold of %2)", {driver.substr(0, at), driver.substr(begin, driver.size() - 1 - begin)});
}

/// A line that several gates share is named after one of them, which need not lie on the feature's path.
std::string driver_name(const Evidence& evidence, const ConclusionBand& band) {
    const Feature* feature = evidence.feature(band.feature);
    const std::size_t slash = band.driver.find('/'), open = band.driver.find(" (");
    if (!feature || slash == std::string::npos || open == std::string::npos || open < slash)
        return translated_driver(band.driver);
    const std::string path = band.driver.substr(slash, open - slash);
    if (feature->population == path || feature->population.starts_with(path + "/"))
        return translated_driver(band.driver);
    std::string line = band.driver.substr(open + 2);
    if (line.starts_with("threshold of ")) return translated_driver(band.driver);
    if (line.ends_with(')')) line.pop_back();
    return say("line %1 (shared, named after %2)", {line, population_name(path)});
}

/// "CD8/GzmB+ GzmB (62 %)": the gate that moves the estimate most.
std::string driver_words(const Evidence& evidence, const ConclusionBand& band) {
    const std::string name = driver_name(evidence, band);
    if (band.driver.empty() || !band.driver_share) return name;
    return say("%1 (%2 % of the variance)", {name, percent_words(100 * *band.driver_share)});
}

std::string share_words(const std::optional<double>& share) {
    return share ? percent_words(100 * *share) + "\u00a0%" : "";
}

}  // namespace

ReportTable influence_table(const Evidence& evidence) {
    ReportTable table{say("Tests that hang on a single patient"),
                      {say("feature"), say("quantity"), say("test"), say("about"), say("without"), "n", say("estimate"),
                       "p", say("smallest possible p"), say("changes")},
                      {}};
    for (const Influence& i : evidence.influences) {
        if (!changes(i)) continue;
        table.row({text_cell(feature_label(evidence, i.feature, i.feature_name)), text_cell(quantity_words(i.quantity)),
                   text_cell(test_name_words(i.test)), text_cell(sample_words(i.subject)), text_cell(i.left_out),
                   count_cell(i.n), number_cell(i.estimate), p_cell(i.p), p_cell(i.p_min_attainable),
                   text_cell(what_changes(i))});
    }
    return table;
}

ReportTable conclusion_table(const Evidence& evidence, bool changed_only) {
    ReportTable table{changed_only ? say("Conclusions that change when gates are moved")
                                   : say("Every conclusion when gates are moved"),
                      {say("feature"), say("quantity"), say("test"), say("about"), say("estimate and band"),
                       say("p and band"), say("smallest possible p"), say("same direction"), say("p ≤ alpha"),
                       say("draws"), say("changes"), say("hangs most on")},
                      {}};
    for (const ConclusionBand& c : evidence.uncertainty.conclusions) {
        if (changed_only && !c.changes) continue;
        TableCell p = p_cell(c.p);
        const bool one_number = c.p_low && c.p_high && p_words(*c.p_low) == p_words(*c.p_high);
        if (c.p_low && c.p_high && !one_number)
            p.text += " [" + p_words(*c.p_low) + ",\u00a0" + p_words(*c.p_high) + "]";
        p.numeric = false;
        table.row({text_cell(feature_label(evidence, c.feature, c.feature_name)), text_cell(quantity_words(c.quantity)),
                   text_cell(test_name_words(c.test)), text_cell(sample_words(c.subject)),
                   range_cell(c.estimate, c.estimate_low, c.estimate_high), std::move(p), p_cell(c.p_min_attainable),
                   text_cell(share_words(c.same_direction)), text_cell(share_words(c.below_alpha)), count_cell(c.draws),
                   text_cell(c.changes ? say("yes") : say("no")), text_cell(driver_words(evidence, c))});
    }
    return table;
}

ReportTable moved_threshold_table(const Evidence& evidence) {
    ReportTable table{say("Percent positive with each threshold moved"),
                      {say("patient"), say("visit"), say("population"), say("marker"), say("control"), say("how"),
                       say("lower threshold"), say("threshold"), say("higher threshold"), say("% at lower"),
                       say("% as used"), say("% at higher")},
                      {}};
    for (const ThresholdSensitivity& row : evidence.threshold_sensitivity)
        table.row({text_cell(row.patient), text_cell(visit_words(row.visit)), text_cell(row.population),
                   text_cell(row.marker), text_cell(row.control),
                   text_cell(row.source == "control"    ? say("percentile of the control")
                             : row.source == "fallback" ? say("fallback of the strategy: too few control events")
                                                        : say("tailored to the sample")),
                   number_cell(row.threshold_low), number_cell(row.threshold), number_cell(row.threshold_high),
                   percent_cell(row.percent_at_low), percent_cell(row.percent), percent_cell(row.percent_at_high)});
    return table;
}

namespace {

std::string how_words(const std::string& how) {
    if (how == "shift") return say("shift");
    if (how == "bootstrap of the control's percentile") return say("bootstrap of the control's percentile");
    if (how == "shift of the fallback: too few control events")
        return say("shift of the fallback: too few control events");
    const std::string fallback = "; shift of the fallback of ";
    const std::size_t at = how.find(fallback);
    if (at == std::string::npos) return how;
    return say("%1; shift of the fallback of %2", {how_words(how.substr(0, at)), how.substr(at + fallback.size())});
}

ReportTable gate_table(const Evidence& evidence) {
    ReportTable table{say("How each gate was moved"),
                      {say("tube"), say("population"), say("dimension"), say("how"), say("tolerance")},
                      {}};
    for (const GatePlacement& gate : evidence.uncertainty.gates) {
        table.row({text_cell(gate.tube), text_cell(gate.population), text_cell(gate.dimension),
                   text_cell(how_words(gate.how)),
                   text_cell(gate.tolerance ? say("standard deviation %1 % of the displayed range",
                                                  {percent_words(100 * *gate.tolerance)})
                                            : "")});
    }
    return table;
}

struct LargestStep {
    double percent_points = 0;
    const ThresholdSensitivity* row = nullptr;
};

LargestStep largest_step(const Evidence& evidence) {
    LargestStep largest;
    for (const ThresholdSensitivity& row : evidence.threshold_sensitivity)
        for (const auto& moved : {row.percent_at_low, row.percent_at_high}) {
            if (!moved || !row.percent) continue;
            const double step = std::abs(*moved - *row.percent);
            if (largest.row == nullptr || step > largest.percent_points) largest = {step, &row};
        }
    return largest;
}

Blocks threshold_blocks(const Evidence& evidence) {
    if (evidence.threshold_sensitivity.empty()) return {};
    Blocks blocks = {Heading{say("Does it hang on the thresholds from controls?"), "sure-thresholds"}};
    std::vector<std::string> words = {
        say("Each threshold that a control gave was moved by %1 % of its scale to either side, all others staying.",
            {axis_number(100 * evidence.settings.domain.threshold_shift)})};
    if (const LargestStep largest = largest_step(evidence); largest.row != nullptr)
        words.push_back(say("The largest change is one of %1 percentage points: %2, %3, %4.",
                            {number_words(largest.percent_points), largest.row->population, largest.row->patient,
                             visit_words(largest.row->visit)}));
    blocks.emplace_back(Paragraph{sentences(words)});
    add_table(blocks, moved_threshold_table(evidence), say("Percent positive with each threshold moved"), false);
    blocks.emplace_back(FileLinks{say("Whole tables:"), {"threshold_sensitivity.csv"}});
    return blocks;
}

std::string size_sentence(const Evidence& evidence) {
    const auto made = [](const auto& test) { return test.p.has_value(); };
    const auto unreachable = [&](const auto& test) {
        return test.p && cannot_reach(test.p_min_attainable, evidence.settings.alpha);
    };
    const std::size_t total = count_of(evidence.comparisons, made) + count_of(evidence.correlations, made);
    const std::size_t out_of_reach =
        count_of(evidence.comparisons, unreachable) + count_of(evidence.correlations, unreachable);
    if (total == 0) return say("No test could be made with these patients.");
    return say_count(total, "%1 test, those against activity included, could not have reached p ≤ %2 with any data.",
                     "%1 tests, those against activity included, could not have reached p ≤ %2 with any data.",
                     {of_words(out_of_reach, total), axis_number(evidence.settings.alpha)});
}

Blocks size_blocks(const Evidence& evidence) {
    return {Heading{say("What this number of patients allows"), "sure-size"},
            Paragraph{sentences({size_sentence(evidence),
                                 say("p is exact where stated; the smallest possible p is what complete separation of "
                                     "these patients would have given."),
                                 say("A p at that limit says the data are as extreme as this design allows, not that "
                                     "the design could have proven anything.")})}};
}

Blocks placement_blocks(const Evidence& evidence) {
    Blocks blocks = {Heading{say("Does it hang on where the gates stand?"), "sure-gates"}};
    const PlacementUncertainty& moved = evidence.uncertainty;
    if (moved.draws == 0) {
        blocks.emplace_back(
            Paragraph{say("Gates were not moved in this run: the intervals of this report count events and patients, "
                          "not the place of gates.")});
        return blocks;
    }
    const std::size_t changed = count_of(moved.conclusions, [](const ConclusionBand& c) { return c.changes; });
    const std::size_t tested = count_of(moved.conclusions, [](const ConclusionBand& c) { return c.p.has_value(); });
    const std::string allowed = axis_number(100 * (1 - evidence.settings.uncertainty.holding_share));
    blocks.emplace_back(Paragraph{sentences(
        {say("Every threshold and gate was moved %1 times within its tolerance and the whole study gated again.",
             {std::to_string(moved.draws)}),
         changed == 0
             ? say("No conclusion of %1 changed its direction or its verdict against alpha %2 in more than %3 % of the "
                   "draws.",
                   {std::to_string(tested), axis_number(evidence.settings.alpha), allowed})
             : say("Conclusions whose direction or verdict against alpha %1 changed in more than %3 % of the draws: "
                   "%2.",
                   {axis_number(evidence.settings.alpha), of_words(changed, tested), allowed})})});
    add_table(blocks, conclusion_table(evidence, true));
    add_table(blocks, conclusion_table(evidence, false), say("Every conclusion when gates are moved"), false);
    add_table(blocks, gate_table(evidence), say("How each gate was moved"), false);
    return blocks;
}

Blocks influence_blocks(const Evidence& evidence) {
    if (evidence.influences.empty()) return {};
    std::set<std::string> patients;
    for (const Influence& influence : evidence.influences)
        if (changes(influence)) patients.insert(influence.left_out);
    const std::size_t changed = count_of(evidence.influences, changes);
    Blocks blocks = {Heading{say("Does it hang on a single patient?"), "sure-influence"}};
    blocks.emplace_back(Paragraph{
        changed == 0
            ? say("Every test was repeated without one patient at a time; repetitions "
                  "that changed direction or verdict: none of %1.",
                  {std::to_string(evidence.influences.size())})
            : say("Every test was repeated without one patient at a time; repetitions "
                  "that changed direction or verdict: %1, those without %2.",
                  {of_words(changed, evidence.influences.size()), list_words({patients.begin(), patients.end()})})});
    ReportTable table = influence_table(evidence);
    if (table.rows.size() > most_influences) {
        blocks.emplace_back(
            Paragraph{say("report.html shows the first %1 of them; further ones in influence.csv: %2.",
                          {std::to_string(most_influences), std::to_string(table.rows.size() - most_influences)})});
        table.rows.resize(most_influences);
    }
    add_table(blocks, std::move(table), say("Tests that hang on a single patient"), false);
    blocks.emplace_back(FileLinks{say("Every test without one patient:"), {"influence.csv"}});
    return blocks;
}

std::string days_words(const Evidence& evidence, const std::string& patient, Period period) {
    std::set<int> days;
    for (const ActivitySample& sample : evidence.activity)
        if (sample.patient == patient && sample.period == period && !sample.other_asparaginase)
            days.insert(sample.nominal_day);
    std::vector<std::string> words;
    for (const int day : days) words.push_back(std::to_string(day));
    return words.empty() ? say("none") : list_words(words);
}

}  // namespace

ReportTable missing_data_table(const Evidence& evidence) {
    ReportTable table{say("What was measured in whom; days after the dose that counts"),
                      {say("patient"), say("activity before, days"), say("activity after, days"), say("antibodies"),
                       say("flow cytometry"), say("samples gated"), say("samples failed")},
                      {}};
    for (const PatientEvidence& patient : evidence.patients) {
        const std::string& id = patient.patient.id;
        std::size_t gated = 0, failed = 0;
        for (const SampleSummary& sample : evidence.samples)
            if (sample.sample.patient == id) ++(sample.error.empty() ? gated : failed);
        table.row({text_cell(id), text_cell(days_words(evidence, id, Period::before)),
                   text_cell(evidence.settings.blind ? say("hidden") : days_words(evidence, id, Period::after)),
                   text_cell(patient.has_antibodies ? say("done") : say("not done")),
                   text_cell(patient.has_flow ? say("done") : say("not done")), count_cell(gated), count_cell(failed)});
    }
    return table;
}

Blocks certainty_blocks(const Evidence& evidence) {
    Blocks blocks = size_blocks(evidence);
    add_table(blocks, analysis_table(evidence));
    append(blocks, placement_blocks(evidence));
    append(blocks, threshold_blocks(evidence));
    append(blocks, influence_blocks(evidence));
    blocks.emplace_back(Heading{say("What is missing?"), "sure-missing"});
    add_table(blocks, missing_data_table(evidence));
    blocks.emplace_back(Heading{say("Every comparison that was made"), "sure-comparisons"});
    blocks.emplace_back(Paragraph{say("Every test that was made stands here, also those that found nothing.")});
    add_table(blocks, comparison_table(evidence, true));
    add_table(blocks, comparison_table(evidence, false), say("Before against after, every comparison"));
    blocks.emplace_back(FileLinks{say("Whole tables:"), {"comparisons.csv", "correlations.csv"}});
    return blocks;
}

}  // namespace asparagate
