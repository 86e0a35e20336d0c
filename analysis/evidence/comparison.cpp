#include "evidence/comparison.hpp"

#include "evidence/adjustment.hpp"
#include "evidence/censored_activity.hpp"
#include "evidence/comparison_tests.hpp"
#include "evidence/fold_change_index.hpp"

#include "asparagate/fcs/number.hpp"

#include <set>

namespace asparagate {
namespace {

constexpr const char* between_groups = "AAR vs AANR";
constexpr double largest_floor_share = 0.5;  // DOMAIN 3.6

bool has_flag(const FoldChange& change, const char* flag) {
    return std::find(change.flags.begin(), change.flags.end(), flag) != change.flags.end();
}

/// Values of the two groups and how many of their patients have none.
struct GroupValues {
    std::vector<double> aar, aanr;
    std::size_t missing = 0;
};

class Comparer {
public:
    Comparer(const Evidence& evidence, Findings& findings)
        : evidence_(evidence), findings_(findings), activity_(evidence), changes_(evidence.fold_changes) {
        for (const FoldChange& change : evidence.fold_changes)
            if (has_flag(change, "CD19_UNRELIABLE")) cd19_features_.insert(change.feature);
        for (const PatientEvidence& patient : evidence.patients)
            if (patient.group != Group::unclassified) grouped_ = true;
    }

    std::vector<Comparison> all() {
        for (const Feature& feature : evidence_.features) compare_feature(feature);
        for (const std::string& specificity : specificities()) compare_antibody(specificity);
        for (const int day : {7, 14}) compare_activity(day);
        adjust(made_, [](const Comparison& c) { return c.family + '\n' + c.quantity + '\n' + c.sample; });
        report_attainable();
        return std::move(made_);
    }

private:
    template <class Value>
    GroupValues group_values(Value&& value) const {
        GroupValues values;
        for (const PatientEvidence& patient : evidence_.patients) {
            if (patient.group == Group::unclassified) continue;
            const std::optional<double> found = value(patient.patient.id);
            if (!found)
                ++values.missing;
            else
                (patient.group == Group::aar ? values.aar : values.aanr).push_back(*found);
        }
        return values;
    }

    template <class Value>
    void between(Comparison comparison, Value&& value, const std::string& reason_to_drop = "") {
        if (!grouped_) return;
        comparison.sample = between_groups;
        const GroupValues values = group_values(value);
        comparison.missing = values.missing;
        if (reason_to_drop.empty()) {
            compare_groups(comparison, values.aar, values.aanr);
        } else {
            comparison.test = "exact Mann-Whitney";
            comparison.n_1 = values.aar.size();
            comparison.n_2 = values.aanr.size();
            comparison.note = reason_to_drop;
        }
        append_caution(comparison);
        made_.push_back(std::move(comparison));
    }

    struct PairedValue {
        double before, after, difference;
    };
    /// Within AAR, and over all patients.
    template <class Value>
    void within(const Comparison& description, Value&& value) {
        for (const bool all : {false, true}) {
            if (!all && !grouped_) continue;
            Comparison comparison = description;
            comparison.sample = all ? "all" : "AAR";
            std::vector<double> before, after, differences;
            for (const PatientEvidence& patient : evidence_.patients) {
                if (!all && patient.group != Group::aar) continue;
                const std::optional<PairedValue> pair = value(patient.patient.id);
                if (!pair) {
                    ++comparison.missing;
                    continue;
                }
                before.push_back(pair->before);
                after.push_back(pair->after);
                differences.push_back(pair->difference);
            }
            compare_pairs(comparison, before, after, differences);
            append_caution(comparison);
            made_.push_back(std::move(comparison));
        }
    }

    std::string reason_to_drop(const Feature& feature) const {
        std::size_t pairs = 0, at_floor = 0;
        for (const PatientEvidence& patient : evidence_.patients) {
            const FoldChange* change = changes_.find(feature.id, patient.patient.id);
            if (change == nullptr || change->state == ChangeState::missing) continue;
            ++pairs;
            at_floor += change->state == ChangeState::floor;
        }
        if (pairs == 0 || static_cast<double>(at_floor) <= largest_floor_share * static_cast<double>(pairs)) return {};
        return "not tested: at the detection floor after treatment in " + std::to_string(at_floor) + " of " +
               std::to_string(pairs) + " patients, where a ratio measures the depth of acquisition";
    }

    void compare_feature(const Feature& feature) {
        Comparison description;
        description.family = feature.family;
        description.feature = feature.id;
        description.feature_name = feature.name;
        description.primary = feature.primary;
        const std::string dropped = reason_to_drop(feature);
        Comparison change = description;
        change.quantity = "log2 fold change";
        between(
            change,
            [&](const std::string& id) {
                const FoldChange* found = changes_.reliable(feature.id, id);
                return found == nullptr ? std::nullopt : found->log2fc;
            },
            dropped);
        for (const bool after : {true, false}) {
            Comparison value = description;
            value.quantity = (after ? evidence_.settings.followup_visit : evidence_.settings.baseline_visit) + " value";
            between(
                value,
                [&](const std::string& id) {
                    const FoldChange* found = changes_.reliable(feature.id, id);
                    return found == nullptr ? std::nullopt : after ? found->after : found->before;
                },
                after ? dropped : "");
        }
        within(change, [&](const std::string& id) -> std::optional<PairedValue> {
            const FoldChange* found = changes_.reliable(feature.id, id);
            if (found == nullptr || !found->log2fc) return std::nullopt;
            return PairedValue{*found->before, *found->after, *found->log2fc};
        });
    }

    std::vector<std::string> specificities() const {
        std::vector<std::string> names;
        for (const AntibodyChange& change : evidence_.antibodies)
            if (std::find(names.begin(), names.end(), change.specificity) == names.end())
                names.push_back(change.specificity);
        return names;
    }

    const AntibodyChange* antibody(const std::string& patient, const std::string& specificity) const {
        for (const AntibodyChange& change : evidence_.antibodies)
            if (change.patient == patient && change.specificity == specificity) return &change;
        return nullptr;
    }

    void compare_antibody(const std::string& specificity) {
        Comparison description;
        description.family = "antibodies";
        description.feature = description.feature_name = specificity;
        Comparison reduction = description;
        reduction.quantity = "percent reduction";
        between(reduction, [&](const std::string& id) {
            const AntibodyChange* change = antibody(id, specificity);
            return change == nullptr ? std::nullopt : change->percent_reduction;
        });
        Comparison ratio = description;
        ratio.quantity = "log2 ratio";
        within(ratio, [&](const std::string& id) -> std::optional<PairedValue> {
            const AntibodyChange* change = antibody(id, specificity);
            if (change == nullptr || !change->log2_ratio) return std::nullopt;
            return PairedValue{change->before->result.value, change->after->result.value, *change->log2_ratio};
        });
    }

    void compare_activity(int day) {
        std::vector<const ActivitySample*> used;
        for (const PatientEvidence& patient : evidence_.patients)
            for (const Period period : {Period::before, Period::after})
                if (const ActivitySample* sample = activity_.sample(patient.patient.id, period, day))
                    used.push_back(sample);
        if (used.empty()) return;
        const double limit = CensoredActivity::limit(used);
        Comparison description;
        description.family = "activity";
        description.feature = description.feature_name = description.quantity = "SAA day " + std::to_string(day);
        within(description, [&](const std::string& id) -> std::optional<PairedValue> {
            const ActivitySample* before = activity_.sample(id, Period::before, day);
            const ActivitySample* after = activity_.sample(id, Period::after, day);
            if (before == nullptr || after == nullptr) return std::nullopt;
            const double from = CensoredActivity::value(*before, limit);
            const double to = CensoredActivity::value(*after, limit);
            return PairedValue{from, to, to - from};
        });
    }

    void append_caution(Comparison& comparison) const {
        if (cd19_features_.contains(comparison.feature))
            comparison.note += "; CD19_UNRELIABLE: rests on CD19 during or soon after blinatumomab";
    }

    /// One finding per design whose smallest p exceeds alpha, however many tests it covers.
    void report_attainable() {
        const double alpha = evidence_.settings.alpha;
        std::map<std::string, std::pair<std::size_t, double>> designs;
        for (const Comparison& comparison : made_) {
            if (!comparison.p_min_attainable || *comparison.p_min_attainable <= alpha) continue;
            const bool groups = comparison.sample == between_groups;
            const std::string design = comparison.test + ", " + comparison.sample +
                                       ", n = " + std::to_string(comparison.n_1) +
                                       (groups ? " against " + std::to_string(comparison.n_2) : " pairs");
            auto& [count, smallest] = designs.try_emplace(design, 0, 1.0).first->second;
            ++count;
            smallest = std::min(smallest, *comparison.p_min_attainable);
        }
        for (const auto& [design, seen] : designs)
            findings_.push_back({"ATTAINABLE_P_ABOVE_ALPHA",
                                 Severity::warning,
                                 "",
                                 "comparisons",
                                 "",
                                 {},
                                 design + ": no result can reach p < " + format_number(alpha) +
                                     "; the smallest possible two-sided p is " + short_text(seen.second) + " (" +
                                     std::to_string(seen.first) + (seen.first == 1 ? " test)" : " tests)")});
    }

    const Evidence& evidence_;
    Findings& findings_;
    CensoredActivity activity_;
    FoldChangeIndex changes_;
    std::set<std::string> cd19_features_;
    bool grouped_ = false;
    std::vector<Comparison> made_;
};

}  // namespace

std::vector<Comparison> comparisons(const Evidence& evidence, Findings& findings) {
    return Comparer(evidence, findings).all();
}

}  // namespace asparagate
