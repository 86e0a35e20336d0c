#include "document/summary.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "document/html.hpp"
#include "figures/restored_count.hpp"
#include "figures/words.hpp"

namespace asparagate {

std::string patient_file(const Evidence& evidence, const std::string& patient) {
    const std::string stem = safe_file_name(patient);
    std::size_t same_before = 0;
    for (const PatientEvidence& other : evidence.patients) {
        if (other.patient.id == patient) break;
        same_before += safe_file_name(other.patient.id) == stem;
    }
    return "patients/" + stem + (same_before > 0 ? "_" + std::to_string(same_before + 1) : "") + ".html";
}

std::string restored_words(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    if (count.evaluable == 0) return "no patient could be judged by rule " + evidence.settings.restoration_rule;
    const ConfidenceInterval interval = clopper_pearson(count.restored, count.evaluable);
    return "restored in " + of_words(count.restored, count.evaluable) + " patients by rule " +
           evidence.settings.restoration_rule + " (" +
           percent_words(100.0 * static_cast<double>(count.restored) / static_cast<double>(count.evaluable)) +
           " %, exact 95 % interval " + percent_words(100 * interval.low) + " to " +
           percent_words(100 * interval.high) + " %)";
}

namespace {

std::string rule_words(const Evidence& evidence) {
    const std::string level = axis_number(evidence.settings.threshold_iu_l) + " IU/L";
    const std::string& rule = evidence.settings.restoration_rule;
    if (rule == "R-A")
        return "at least " + level + " on day 7 and on day 14 after the dose, where it was inactive before";
    if (rule == "R-B") return "at least " + level + " on day 7 after the dose, where it was inactive before";
    if (rule == "R-C")
        return "at least " + level +
               " on days 7 and 14 and quantifiable on day 21 after the dose, where it was inactive before";
    return "threshold " + level;
}

std::string activity_sentence(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    std::string text =
        "Asparaginase activity was " + restored_words(evidence) + "; the rule asks for " + rule_words(evidence) + ".";
    if (count.evaluable == 0) text = "Restoration of asparaginase activity: " + restored_words(evidence) + ".";
    if (count.not_evaluable > 0)
        text += " " + std::to_string(count.not_evaluable) +
                (count.not_evaluable == 1 ? " patient lacks" : " patients lack") +
                " a needed sample and stands in neither number.";
    return text;
}

std::string antibody_words(const Evidence& evidence) {
    std::vector<double> falls;
    std::string specificity;
    for (const AntibodyChange& change : evidence.antibodies) {
        if (!change.percent_reduction || (!specificity.empty() && change.specificity != specificity)) continue;
        specificity = change.specificity;
        falls.push_back(*change.percent_reduction);
    }
    if (falls.empty()) return {};
    return specificity + " changed by a median of " + number_words(-median(falls)) +
           " % from baseline (n = " + std::to_string(falls.size()) + ")";
}

/// The declared comparison, not the best one; without a plan, how many were made.
std::string cells_words(const Evidence& evidence) {
    std::vector<std::string> parts;
    std::size_t tests = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.n_2 == 0 || !comparison.p || !evidence.feature(comparison.feature)) continue;
        ++tests;
        if (comparison.primary && comparison.quantity == "log2 fold change")
            parts.push_back(comparison.feature_name + " p = " + p_words(*comparison.p));
    }
    if (!parts.empty())
        return "between the groups, the change of the declared primary features gave " + list_words(parts) +
               " (exact Mann-Whitney, unadjusted)";
    if (tests > 0)
        return "no feature was declared primary before looking, and " + std::to_string(tests) +
               " comparisons between the groups were made: all of them are exploratory";
    return {};
}

std::string found_sentence(const Evidence& evidence) {
    std::string antibodies = antibody_words(evidence), cells = cells_words(evidence);
    if (antibodies.empty() && cells.empty())
        return "Antibodies and cells could not be compared between groups: neither group has enough complete pairs.";
    std::string text = antibodies.empty() ? cells : cells.empty() ? antibodies : antibodies + "; " + cells;
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text + ".";
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
    std::string text = "What this n cannot show: ";
    const std::string cause = "without a control arm nothing here says why activity came back.";
    if (!usual) return text + "nothing was tested between groups, and " + cause;
    std::size_t tests = 0, unreachable = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.n_2 == 0 || !comparison.p) continue;
        ++tests;
        unreachable += cannot_reach(comparison.p_min_attainable, evidence.settings.alpha);
    }
    text += "with " + std::to_string(usual->n_1) + " against " + std::to_string(usual->n_2) +
            " patients an exact two-sided Mann-Whitney test cannot give p below " + p_words(*usual->p_min_attainable) +
            " (without ties); " + of_words(unreachable, tests) + " comparisons could not have passed " +
            axis_number(evidence.settings.alpha) +
            " with any data. Groups that separate are described, not proven different, and ";
    return text + cause;
}

std::string state_class(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return "restored";
        case Restoration::not_restored:
            return "not-restored";
        case Restoration::not_evaluable:
            break;
    }
    return "not-evaluable";
}

std::string patient_strip(const Evidence& evidence) {
    std::string html = "<ul class=\"strip\" aria-label=\"Patients\">\n";
    for (const PatientEvidence& patient : evidence.patients) {
        std::string detail = patient.group == Group::unclassified ? "" : group_name(patient.group);
        std::vector<std::string> absent;
        if (!patient.has_flow) absent.emplace_back("no flow");
        if (!patient.has_antibodies) absent.emplace_back("no antibodies");
        for (const std::string& text : absent) detail += (detail.empty() ? "" : ", ") + text;
        html += "<li class=\"" + state_class(patient.restored) + "\"><a href=\"" +
                escape_html(patient_file(evidence, patient.patient.id)) + "\"><b>" + escape_html(patient.patient.id) +
                "</b><span>" + escape_html(evidence.settings.blind ? "hidden" : restoration_name(patient.restored)) +
                "</span><span>" + escape_html(detail) + "</span></a></li>\n";
    }
    return html + "</ul>\n";
}

}  // namespace

std::vector<std::string> summary_sentences(const Evidence& evidence) {
    return {activity_sentence(evidence), found_sentence(evidence), limits_sentence(evidence)};
}

namespace {

std::string headline_words(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    if (count.evaluable == 0) return "no patient could be judged by rule " + evidence.settings.restoration_rule;
    const ConfidenceInterval interval = clopper_pearson(count.restored, count.evaluable);
    return "patients with asparaginase activity restored; exact 95 % interval " + percent_words(100 * interval.low) +
           " to " + percent_words(100 * interval.high) + " %";
}

}  // namespace

std::string summary_html(const Evidence& evidence) {
    const RestoredCount count = restored_count(evidence);
    std::string html;
    if (evidence.settings.synthetic)
        html += "<p><span class=\"tag\">Synthetic data</span> Made by a simulator, not measured in patients.</p>\n";
    if (evidence.settings.blind) {
        html += paragraph(
            "This study is blind: groups, labels, activity after blinatumomab and everything that tells groups apart "
            "are hidden (blind = true in the study file).");
        return html + patient_strip(evidence);
    }
    html += "<div class=\"headline\"><span class=\"big\">" +
            (count.evaluable > 0 ? of_words(count.restored, count.evaluable) : std::string("–")) +
            "</span><span class=\"what\">" + escape_html(headline_words(evidence)) + "</span></div>\n";
    for (const std::string& sentence : summary_sentences(evidence)) html += paragraph(sentence);
    return html + patient_strip(evidence);
}

}  // namespace asparagate
