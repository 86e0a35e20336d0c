#include "evidence/restoration.hpp"

namespace asparagate {
namespace {

bool covered_product(const std::string& product) {
    // DOMAIN 2.2: days 7 and 14 are defined for the long-acting E. coli products; Erwinia and native products are
    // judged at 48-72 h and stay out.
    return product.empty() || product == "pegaspargase" || product == "calaspargase";
}

const ActivitySample* usable_sample(const std::vector<ActivitySample>& activity, const std::string& patient,
                                    Period period, int nominal_day, Findings& findings) {
    const ActivitySample* first = nullptr;
    for (const ActivitySample& sample : activity) {
        if (sample.patient != patient || sample.period != period || sample.nominal_day != nominal_day) continue;
        if (!counts_for_rules(sample)) continue;
        if (first == nullptr)
            first = &sample;
        else
            findings.push_back({"DUPLICATE_ACTIVITY",
                                Severity::warning,
                                patient,
                                "activity",
                                "",
                                {},
                                "more than one activity on day " + std::to_string(nominal_day) +
                                    " of the same period; the first in the table is used"});
    }
    return first;
}

Restoration all_met(std::initializer_list<std::optional<bool>> needed) {
    bool met = true;
    for (const std::optional<bool>& point : needed) {
        if (!point) return Restoration::not_evaluable;
        met = met && *point;
    }
    return met ? Restoration::restored : Restoration::not_restored;
}

/// Which side of the stated value the truth lies on: -1 below, 0 at it, 1 above.
int censoring(const ActivitySample& sample) {
    if (sample.given.qualifier == '<' || (sample.lloq_iu_l && sample.iu_l < *sample.lloq_iu_l)) return -1;
    return sample.given.qualifier == '>' ? 1 : 0;
}

double stated_value(const ActivitySample& sample) {
    if (sample.given.qualifier == '=' && censoring(sample) < 0) return *sample.lloq_iu_l;
    return sample.iu_l;
}

}  // namespace

bool counts_for_rules(const ActivitySample& sample) {
    return !sample.other_asparaginase && covered_product(sample.attributed_product);
}

ActivityCourse activity_course(const std::vector<ActivitySample>& activity, const std::string& patient, Period period,
                               Findings& findings) {
    return {usable_sample(activity, patient, period, 7, findings),
            usable_sample(activity, patient, period, 14, findings),
            usable_sample(activity, patient, period, 21, findings)};
}

std::optional<bool> is_adequate(const ActivitySample* sample, double threshold_iu_l) {
    if (sample == nullptr) return std::nullopt;
    const bool reached = sample->iu_l >= threshold_iu_l;
    if (sample->given.qualifier == '<') return sample->iu_l <= threshold_iu_l ? std::optional(false) : std::nullopt;
    if (sample->given.qualifier == '>') return reached ? std::optional(true) : std::nullopt;
    return reached;
}

std::optional<bool> is_quantified(const ActivitySample* sample) {
    if (sample == nullptr) return std::nullopt;
    return censoring(*sample) >= 0;
}

std::optional<bool> is_inactive(const ActivityCourse& course, double threshold_iu_l) {
    const std::optional<bool> adequate7 = is_adequate(course.day7, threshold_iu_l);
    const std::optional<bool> quantified14 = is_quantified(course.day14);
    if ((adequate7 && !*adequate7) || (quantified14 && !*quantified14)) return true;
    if (adequate7 && quantified14) return false;
    return std::nullopt;
}

Restoration restoration(const std::string& rule, const ActivityCourse& before, const ActivityCourse& after,
                        double threshold_iu_l) {
    if (!is_inactive(before, threshold_iu_l).value_or(false)) return Restoration::not_evaluable;
    const std::optional<bool> day7 = is_adequate(after.day7, threshold_iu_l);
    if (rule == "R-B") return all_met({day7});
    const std::optional<bool> day14 = is_adequate(after.day14, threshold_iu_l);
    if (rule == "R-C") return all_met({day7, day14, is_quantified(after.day21)});
    return all_met({day7, day14});
}

ActivityChange activity_change(const ActivitySample* before, const ActivitySample* after) {
    if (before == nullptr || after == nullptr) return {};
    const double from = stated_value(*before);
    const double to = stated_value(*after);
    if (from <= 0 || to <= 0) return {};
    const int side_before = censoring(*before);
    const int side_after = censoring(*after);
    if (side_before != 0 && side_before == side_after) return {};
    const double change = std::log2(to / from);
    if (side_before == 0 && side_after == 0) return {change, ""};
    return {change, side_after > 0 || side_before < 0 ? "at least" : "at most"};
}

std::string activity_status(std::optional<bool> symptoms, const ActivityCourse& course, double threshold_iu_l) {
    if (!symptoms) return "unclassified";
    if (is_inactive(course, threshold_iu_l).value_or(false))
        return *symptoms ? "neutralising clinical hypersensitivity" : "silent inactivation";
    if (all_met({is_adequate(course.day7, threshold_iu_l), is_adequate(course.day14, threshold_iu_l)}) ==
        Restoration::restored)
        return *symptoms ? "allergic-like reaction" : "tolerant";
    return "unclassified";
}

std::string activity_class(const ActivitySample& sample, double threshold_iu_l) {
    if (!counts_for_rules(sample)) return "other asparaginase";
    if (!*is_quantified(&sample)) return "below LLOQ";
    const std::optional<bool> adequate = is_adequate(&sample, threshold_iu_l);
    if (!adequate) return "undecided";
    return *adequate ? "adequate" : "below threshold";
}

}  // namespace asparagate
