#include "document/summary.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "figures/file_key.hpp"
#include "figures/restored_count.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

std::string patient_file(const Evidence& evidence, const std::string& patient) {
    constexpr std::size_t digits_against_collisions = 12;
    const bool shared =
        std::any_of(evidence.patients.begin(), evidence.patients.end(), [&](const PatientEvidence& other) {
            return other.patient.id != patient && file_key(other.patient.id) == file_key(patient);
        });
    return "patients/" + safe_file_name(patient) +
           (shared ? "-" + sha256(patient).substr(0, digits_against_collisions) : "") + ".html";
}

namespace {

/// "34.9 to 96.8 %": exact 95 % interval of a proportion.
std::string interval_percent(const RestoredCount& count) {
    const ConfidenceInterval interval = clopper_pearson(count.restored, count.evaluable);
    return say("%1 to %2 %", {percent_words(100 * interval.low), percent_words(100 * interval.high)});
}

std::string rule_sentence(const Evidence& evidence) {
    const std::string level = axis_number(evidence.settings.threshold_iu_l);
    const std::string& rule = evidence.settings.restoration_rule;
    if (rule == "R-A")
        return say(
            "The rule asks for at least %1 IU/L on day 7 and on day 14 after the dose, where it was inactive before.",
            {level});
    if (rule == "R-B")
        return say("The rule asks for at least %1 IU/L on day 7 after the dose, where it was inactive before.",
                   {level});
    if (rule == "R-C")
        return say(
            "The rule asks for at least %1 IU/L on days 7 and 14 and a quantifiable value on day 21 after the dose, "
            "where it was inactive before.",
            {level});
    return say("The rule's threshold is %1 IU/L.", {level});
}

std::string activity_sentence(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    const std::string& rule = evidence.settings.restoration_rule;
    const std::string missing = count.not_evaluable == 0
                                    ? ""
                                    : say("Patients who cannot be judged, because a needed sample is missing or "
                                          "activity was not inactive before, and who stand in neither number: %1.",
                                          {std::to_string(count.not_evaluable)});
    if (count.evaluable == 0)
        return sentences(
            {say("Restoration of asparaginase activity: no patient could be judged by rule %1.", {rule}), missing});
    const double percent = 100.0 * static_cast<double>(count.restored) / static_cast<double>(count.evaluable);
    return sentences(
        {say_count(count.evaluable,
                   "Asparaginase activity was restored in %1 patient by rule %2 (%3 %, exact 95 % interval %4).",
                   "Asparaginase activity was restored in %1 patients by rule %2 (%3 %, exact 95 % interval %4).",
                   {of_words(count.restored, count.evaluable), rule, percent_words(percent), interval_percent(count)}),
         rule_sentence(evidence), missing});
}

/// "anti-PEG −75.0 % (n = 7; catabolism alone −70.5 %)".
std::string fall_words(const std::string& specificity, const std::vector<const AntibodyChange*>& changes) {
    std::vector<double> found, expected;
    for (const AntibodyChange* change : changes) {
        found.push_back(-*change->percent_reduction);
        if (change->catabolism_percent) expected.push_back(-*change->catabolism_percent);
    }
    const std::string fall = percent_words(median(found)), n = std::to_string(found.size());
    if (expected.empty()) return say("%1 %2 % (n = %3)", {specificity, fall, n});
    return say("%1 %2 % (n = %3; IgG catabolism alone %4 %)", {specificity, fall, n, percent_words(median(expected))});
}

/// Every antibody beside what would have happened without any effect.
std::string antibody_sentence(const Evidence& evidence) {
    std::map<std::string, std::vector<const AntibodyChange*>> changes;
    std::vector<std::string> order, parts;
    for (const AntibodyChange& change : evidence.antibodies) {
        if (!change.percent_reduction) continue;
        if (!changes.contains(change.specificity)) order.push_back(change.specificity);
        changes[change.specificity].push_back(&change);
    }
    for (const std::string& specificity : order) parts.push_back(fall_words(specificity, changes[specificity]));
    if (parts.empty()) return {};
    return say("Median change of antibodies from baseline, beside what their catabolism alone would give: %1.",
               {list_words(parts)});
}

/// The declared comparison, not the best one; without a plan, how many were made.
std::string cells_sentence(const Evidence& evidence) {
    std::vector<std::string> parts;
    std::size_t tests = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.n_2 == 0 || !comparison.p || !evidence.feature(comparison.feature)) continue;
        ++tests;
        if (comparison.primary && comparison.quantity == "log2 fold change")
            parts.push_back(say("%1 p = %2", {comparison.feature_name, p_words(*comparison.p)}));
    }
    if (!parts.empty())
        return say(
            "Between the groups, the change of the declared primary features gave %1 (exact Mann-Whitney, unadjusted).",
            {list_words(parts)});
    if (tests > 0)
        return say_count(
            tests,
            "No feature was declared primary before looking, and %1 comparison between the groups was made: it is "
            "exploratory.",
            "No feature was declared primary before looking, and %1 comparisons between the groups were made: all of "
            "them are exploratory.",
            {std::to_string(tests)});
    return {};
}

std::string found_sentence(const Evidence& evidence) {
    const std::string found = sentences({antibody_sentence(evidence), cells_sentence(evidence)});
    return found.empty() ? say("Antibodies and cells could not be compared between groups: neither group has enough "
                               "complete pairs.")
                         : found;
}

/// The design most group comparisons share: sizes of the groups and the smallest p without ties.
const Comparison* usual_design(const Evidence& evidence) {
    const Comparison* usual = nullptr;
    std::size_t most = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.n_2 == 0 || !comparison.p_min_attainable || comparison.ties) continue;
        const auto same = static_cast<std::size_t>(
            std::count_if(evidence.comparisons.begin(), evidence.comparisons.end(), [&](const Comparison& other) {
                return other.n_1 == comparison.n_1 && other.n_2 == comparison.n_2 && !other.ties;
            }));
        if (same > most) usual = &comparison, most = same;
    }
    return usual;
}

std::string limits_sentence(const Evidence& evidence) {
    const Comparison* usual = usual_design(evidence);
    const std::string cause = say("Without a control arm nothing here says why activity came back.");
    if (!usual) return sentences({say("What this n cannot show: nothing was tested between groups."), cause});
    std::size_t tests = 0, unreachable = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.n_2 == 0 || !comparison.p) continue;
        ++tests;
        unreachable += cannot_reach(comparison.p_min_attainable, evidence.settings.alpha);
    }
    return sentences(
        {say("What this n cannot show: with groups of %1 and %2 an exact two-sided Mann-Whitney test cannot give p "
             "below "
             "%3 (without ties); comparisons between the groups that could not have reached p ≤ %5 with any data: %4.",
             {std::to_string(usual->n_1), std::to_string(usual->n_2), p_words(*usual->p_min_attainable),
              of_words(unreachable, tests), axis_number(evidence.settings.alpha)}),
         say("Groups that separate are described, not proven different."), cause});
}

PatientStrip patient_strip(const Evidence& evidence) {
    PatientStrip strip;
    for (const PatientEvidence& patient : evidence.patients) {
        std::vector<std::string> details;
        if (patient.group != Group::unclassified) details.push_back(group_words(patient.group));
        if (!patient.has_flow) details.push_back(say("no flow"));
        if (!patient.has_antibodies) details.push_back(say("no antibodies"));
        std::string detail;
        for (const std::string& text : details) detail = detail.empty() ? text : say("%1, %2", {detail, text});
        strip.items.push_back({patient.patient.id, patient_file(evidence, patient.patient.id),
                               evidence.settings.blind ? say("hidden") : restoration_words(patient.restored), detail,
                               patient.restored});
    }
    return strip;
}

Headline headline(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    if (count.evaluable == 0)
        return {"–", say("no patient could be judged by rule %1", {evidence.settings.restoration_rule})};
    return {
        of_words(count.restored, count.evaluable),
        say_count(count.evaluable, "patient with asparaginase activity restored; exact 95 % interval %1",
                  "patients with asparaginase activity restored; exact 95 % interval %1", {interval_percent(count)})};
}

}  // namespace

std::vector<std::string> summary_sentences(const Evidence& evidence) {
    return {activity_sentence(evidence), found_sentence(evidence), limits_sentence(evidence)};
}

Blocks summary_blocks(const Evidence& evidence) {
    Blocks blocks;
    if (evidence.settings.synthetic)
        blocks.emplace_back(Notice{say("Synthetic data"), say("Made by a simulator, not measured in patients.")});
    if (evidence.settings.blind) {
        blocks.emplace_back(
            Paragraph{say("This study is blind: groups, labels, activity after blinatumomab and everything that tells "
                          "groups apart are hidden (blind = true in the study file).")});
    } else {
        blocks.emplace_back(headline(evidence));
        for (const std::string& sentence : summary_sentences(evidence)) blocks.emplace_back(Paragraph{sentence});
    }
    blocks.emplace_back(patient_strip(evidence));
    return blocks;
}

}  // namespace asparagate
