#include "evidence/restoration.hpp"

namespace asparagate {
namespace {

const ActivitySample* usable_sample(const std::vector<ActivitySample>& activity, const std::string& patient,
                                    Period period, int nominal_day, const DomainRules& rules, Findings& findings) {
    const ActivitySample* first = nullptr;
    for (const ActivitySample& sample : activity) {
        if (sample.patient != patient || sample.period != period || sample.nominal_day != nominal_day) continue;
        if (!counts_for_rules(sample, rules)) continue;
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

}  // namespace

int censoring(const ActivitySample& sample) {
    if (sample.given.qualifier == '<') return -1;
    if (sample.given.qualifier == '>') return 1;
    if (sample.lloq_iu_l && sample.iu_l < *sample.lloq_iu_l) return -1;
    return sample.uloq_iu_l && sample.iu_l > *sample.uloq_iu_l ? 1 : 0;
}

double stated_value(const ActivitySample& sample) {
    if (sample.given.qualifier != '=') return sample.iu_l;
    const int side = censoring(sample);
    if (side == 0) return sample.iu_l;
    return side < 0 ? *sample.lloq_iu_l : *sample.uloq_iu_l;
}

bool counts_for_rules(const ActivitySample& sample, const DomainRules& rules) {
    return !sample.other_asparaginase && rules.restoration_covers(sample.attributed_product);
}

ActivityCourse activity_course(const std::vector<ActivitySample>& activity, const std::string& patient, Period period,
                               const DomainRules& rules, Findings& findings) {
    return {usable_sample(activity, patient, period, 7, rules, findings),
            usable_sample(activity, patient, period, 14, rules, findings),
            usable_sample(activity, patient, period, 21, rules, findings)};
}

std::optional<bool> is_adequate(const ActivitySample* sample, double threshold_iu_l) {
    if (sample == nullptr) return std::nullopt;
    const double value = stated_value(*sample);
    const int side = censoring(*sample);
    if (side < 0) return value <= threshold_iu_l ? std::optional(false) : std::nullopt;
    if (side > 0) return value >= threshold_iu_l ? std::optional(true) : std::nullopt;
    return value >= threshold_iu_l;
}

std::optional<bool> is_quantified(const ActivitySample* sample) {
    if (sample == nullptr) return std::nullopt;
    // "<100" where 20 can be quantified may be either.
    if (sample->given.qualifier == '<' && sample->lloq_iu_l && *sample->lloq_iu_l < sample->iu_l) return std::nullopt;
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

std::string activity_class(const ActivitySample& sample, const StudySettings& settings) {
    const ProductRule* rule = settings.domain.product(sample.attributed_product);
    const bool known_product = rule != nullptr || sample.attributed_product.empty();
    if (sample.other_asparaginase || !known_product) return "other asparaginase";
    if (!is_quantified(&sample).value_or(true)) return "below LLOQ";
    if (rule != nullptr &&
        std::find(rule->judged_days.begin(), rule->judged_days.end(), sample.nominal_day) == rule->judged_days.end())
        return "descriptive";
    const std::optional<bool> adequate =
        is_adequate(&sample, rule != nullptr ? rule->adequate_iu_l : settings.threshold_iu_l);
    if (!adequate) return "undecided";
    return *adequate ? "adequate" : "below threshold";
}

}  // namespace asparagate
