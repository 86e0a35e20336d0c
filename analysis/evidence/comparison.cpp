#include "evidence/comparison.hpp"

#include "evidence/adjustment.hpp"
#include "evidence/antibody_index.hpp"
#include "evidence/censored_activity.hpp"
#include "evidence/comparison_tests.hpp"
#include "evidence/feature_values.hpp"

#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

constexpr const char* between_groups = "AAR vs AANR";

struct PairedValue {
    double before, after, difference;
};

/// Lists the tests of a study with their numbers.
class ComparisonPlanner {
public:
    explicit ComparisonPlanner(const Evidence& evidence)
        : evidence_(evidence), activity_(evidence), antibodies_(evidence.antibodies), features_(evidence) {
        for (const PatientEvidence& patient : evidence.patients)
            if (patient.group != Group::unclassified) grouped_ = true;
    }

    std::vector<PlannedComparison> all() {
        for (const Feature& feature : evidence_.features) plan_feature(feature);
        for (const std::string& specificity : antibodies_.specificities()) plan_antibody(specificity);
        for (const int day : {7, 14}) plan_activity(day);
        return std::move(planned_);
    }

private:
    template <class Value>
    void between(const Comparison& description, Value&& value, const std::string& reason_to_drop = "") {
        if (!grouped_) return;
        PlannedComparison planned{description, {}};
        planned.comparison.sample = between_groups;
        planned.comparison.note = reason_to_drop;
        planned.sample.design = TestDesign::groups;
        for (std::size_t i = 0; i < evidence_.patients.size(); ++i) {
            const PatientEvidence& patient = evidence_.patients[i];
            if (patient.group == Group::unclassified) continue;
            const std::optional<double> found = value(patient.patient.id);
            if (!found) {
                ++planned.comparison.missing;
                continue;
            }
            planned.sample.patients.push_back(i);
            planned.sample.values.push_back(*found);
            planned.sample.first.push_back(patient.group == Group::aar);
        }
        planned_.push_back(std::move(planned));
    }

    /// Within AAR, and over all patients.
    template <class Value>
    void within(const Comparison& description, Value&& value) {
        for (const bool all : {false, true}) {
            if (!all && !grouped_) continue;
            PlannedComparison planned{description, {}};
            planned.comparison.sample = all ? "all" : "AAR";
            planned.sample.design = TestDesign::pairs;
            for (std::size_t i = 0; i < evidence_.patients.size(); ++i) {
                const PatientEvidence& patient = evidence_.patients[i];
                if (!all && patient.group != Group::aar) continue;
                const std::optional<PairedValue> pair = value(patient.patient.id);
                if (!pair) {
                    ++planned.comparison.missing;
                    continue;
                }
                planned.sample.patients.push_back(i);
                planned.sample.before.push_back(pair->before);
                planned.sample.after.push_back(pair->after);
                planned.sample.values.push_back(pair->difference);
            }
            planned_.push_back(std::move(planned));
        }
    }

    void plan_feature(const Feature& feature) {
        Comparison description;
        description.family = feature.family;
        description.feature = feature.id;
        description.feature_name = feature.name;
        description.primary = feature.primary;
        for (const FeatureQuantity quantity :
             {FeatureQuantity::change, FeatureQuantity::followup, FeatureQuantity::baseline}) {
            description.quantity = features_.quantity_name(quantity);
            between(
                description, [&](const std::string& id) { return features_.value(feature.id, id, quantity); },
                features_.reason_to_drop(feature, quantity));
        }
        description.quantity = features_.quantity_name(FeatureQuantity::change);
        within(description, [&](const std::string& id) -> std::optional<PairedValue> {
            const FoldChange* found = features_.reliable(feature.id, id);
            if (found == nullptr || !found->log2fc) return std::nullopt;
            return PairedValue{*found->before, *found->after, *found->log2fc};
        });
    }

    void plan_antibody(const std::string& specificity) {
        Comparison description;
        description.family = "antibodies";
        description.feature = description.feature_name = specificity;
        Comparison reduction = description;
        reduction.quantity = "percent reduction";
        between(reduction, [&](const std::string& id) {
            const AntibodyChange* change = antibodies_.find(id, specificity);
            return change == nullptr ? std::nullopt : change->percent_reduction;
        });
        Comparison ratio = description;
        ratio.quantity = "log2 ratio";
        within(ratio, [&](const std::string& id) -> std::optional<PairedValue> {
            const AntibodyChange* change = antibodies_.find(id, specificity);
            if (change == nullptr || !change->log2_ratio) return std::nullopt;
            return PairedValue{change->before->result.value, change->after->result.value, *change->log2_ratio};
        });
    }

    void plan_activity(int day) {
        std::vector<const ActivitySample*> used;
        for (const PatientEvidence& patient : evidence_.patients)
            for (const Period period : {Period::before, Period::after})
                if (const ActivitySample* sample = activity_.sample(patient.patient.id, period, day))
                    used.push_back(sample);
        if (used.empty()) return;
        const CensoringLimits limits = CensoredActivity::limits(used);
        Comparison description;
        description.family = "activity";
        description.feature = description.feature_name = description.quantity = "SAA day " + std::to_string(day);
        within(description, [&](const std::string& id) -> std::optional<PairedValue> {
            const ActivitySample* before = activity_.sample(id, Period::before, day);
            const ActivitySample* after = activity_.sample(id, Period::after, day);
            if (before == nullptr || after == nullptr) return std::nullopt;
            const double from = CensoredActivity::value(*before, limits);
            const double to = CensoredActivity::value(*after, limits);
            return PairedValue{from, to, to - from};
        });
    }

    const Evidence& evidence_;
    CensoredActivity activity_;
    AntibodyIndex antibodies_;
    FeatureValues features_;
    bool grouped_ = false;
    std::vector<PlannedComparison> planned_;
};

/// One finding per design whose smallest p exceeds alpha, however many tests it covers.
void report_attainable(const std::vector<Comparison>& made, double alpha, Findings& findings) {
    std::map<std::string, std::pair<std::size_t, double>> designs;
    for (const Comparison& comparison : made) {
        if (!cannot_reach(comparison.p_min_attainable, alpha)) continue;
        const bool groups = comparison.sample == between_groups;
        const std::string design = comparison.test + ", " + comparison.sample +
                                   ", n = " + std::to_string(comparison.n_1) +
                                   (groups                ? " against " + std::to_string(comparison.n_2)
                                    : comparison.n_1 == 1 ? " pair"
                                                          : " pairs");
        auto& [count, smallest] = designs.try_emplace(design, 0, 1.0).first->second;
        ++count;
        smallest = std::min(smallest, *comparison.p_min_attainable);
    }
    for (const auto& [design, seen] : designs)
        findings.push_back({"ATTAINABLE_P_ABOVE_ALPHA",
                            Severity::warning,
                            "",
                            "comparisons",
                            "",
                            {},
                            design + ": no result can reach p <= " + format_number(alpha) +
                                "; the smallest possible two-sided p is " + short_text(seen.second) + " (" +
                                std::to_string(seen.first) + (seen.first == 1 ? " test)" : " tests)")});
}

}  // namespace

std::vector<PlannedComparison> planned_comparisons(const Evidence& evidence) {
    return ComparisonPlanner(evidence).all();
}

void make_comparison(Comparison& comparison, const TestSample& sample, double alpha) {
    if (sample.design == TestDesign::pairs) {
        compare_pairs(comparison, sample.before, sample.after, sample.values);
    } else if (comparison.note.empty()) {
        compare_groups(comparison, sample.group(true), sample.group(false));
    } else {
        comparison.test = exact_mann_whitney;
        comparison.n_1 = sample.group(true).size();
        comparison.n_2 = sample.group(false).size();
    }
    comparison.note += beyond_reach(comparison.p_min_attainable, alpha);
}

std::string family_key(const Comparison& comparison) {
    return comparison.family + '\n' + comparison.quantity + '\n' + comparison.sample;
}

std::vector<Comparison> comparisons(const Evidence& evidence, const std::vector<PlannedComparison>& planned,
                                    Findings& findings, const TaskControl& control) {
    const FeatureValues features(evidence);
    std::vector<Comparison> made;
    for (const PlannedComparison& plan : planned) {
        control.throw_if_stopped();
        Comparison& comparison = made.emplace_back(plan.comparison);
        make_comparison(comparison, plan.sample, evidence.settings.alpha);
        comparison.note += features.caution(comparison.feature);
    }
    adjust(made, family_key);
    report_attainable(made, evidence.settings.alpha, findings);
    return made;
}

}  // namespace asparagate
