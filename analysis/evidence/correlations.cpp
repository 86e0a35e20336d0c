#include "evidence/correlations.hpp"

#include "evidence/adjustment.hpp"
#include "evidence/antibody_index.hpp"
#include "evidence/censored_activity.hpp"
#include "evidence/comparison_tests.hpp"
#include "evidence/feature_values.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/fcs/number.hpp"

#include <functional>

namespace asparagate {
namespace {

/// With two patients every rank correlation is 1 or -1.
constexpr std::size_t fewest_patients = 3;
constexpr const char* against_restored = "restored activity";

/// One side of a correlation for each patient.
using PatientValue = std::function<std::optional<double>(const std::string& patient)>;

class CorrelationPlanner {
public:
    explicit CorrelationPlanner(const Evidence& evidence)
        : evidence_(evidence), activity_(evidence), antibodies_(evidence.antibodies), features_(evidence) {}

    std::vector<PlannedCorrelation> all() {
        if (evidence_.settings.blind) return {};
        for (const FeatureQuantity quantity :
             {FeatureQuantity::change, FeatureQuantity::followup, FeatureQuantity::baseline}) {
            for (const int day : {7, 14}) {
                const CensoringLimits limits = censoring_limits(day);
                each_feature(quantity, [&](const auto& description, const auto& value) {
                    against_activity(description, value, day, limits);
                });
            }
            each_feature(quantity,
                         [&](const auto& description, const auto& value) { against_outcome(description, value); });
        }
        for (const int day : {7, 14}) {
            const CensoringLimits limits = censoring_limits(day);
            each_antibody(
                [&](const auto& description, const auto& value) { against_activity(description, value, day, limits); });
        }
        each_antibody([&](const auto& description, const auto& value) { against_outcome(description, value); });
        return std::move(planned_);
    }

private:
    template <class Plan>
    void each_feature(FeatureQuantity quantity, Plan&& plan) {
        for (const Feature& feature : evidence_.features) {
            Correlation description;
            description.family = feature.family;
            description.feature = feature.id;
            description.feature_name = feature.name;
            description.quantity = features_.quantity_name(quantity);
            description.note = features_.reason_to_drop(feature, quantity);
            plan(description,
                 PatientValue([&](const std::string& id) { return features_.value(feature.id, id, quantity); }));
        }
    }

    template <class Plan>
    void each_antibody(Plan&& plan) {
        for (const std::string& specificity : antibodies_.specificities()) {
            Correlation description;
            description.family = "antibodies";
            description.feature = description.feature_name = specificity;
            description.quantity = "log2 ratio";
            plan(description, PatientValue([&](const std::string& id) -> std::optional<double> {
                     const AntibodyChange* change = antibodies_.find(id, specificity);
                     return change == nullptr ? std::nullopt : change->log2_ratio;
                 }));
        }
    }

    /// The limits of all patients, whichever features they have: the same for every test of the day.
    [[nodiscard]] CensoringLimits censoring_limits(int day) const {
        std::vector<const ActivitySample*> samples;
        for (const PatientEvidence& patient : evidence_.patients)
            if (const ActivitySample* sample = activity_.sample(patient.patient.id, Period::after, day))
                samples.push_back(sample);
        return CensoredActivity::limits(samples);
    }

    void against_activity(const Correlation& description, const PatientValue& value, int day,
                          const CensoringLimits& limits) {
        PlannedCorrelation planned{description, {}};
        planned.correlation.against = "SAA day " + std::to_string(day) + " after";
        planned.sample.design = TestDesign::orders;
        for (std::size_t i = 0; i < evidence_.patients.size(); ++i) {
            const std::string& id = evidence_.patients[i].patient.id;
            const std::optional<double> found = value(id);
            const ActivitySample* sample = activity_.sample(id, Period::after, day);
            if (!found || sample == nullptr) {
                ++planned.correlation.missing;
                continue;
            }
            planned.sample.patients.push_back(i);
            planned.sample.values.push_back(*found);
            planned.sample.against.push_back(CensoredActivity::value(*sample, limits));
        }
        planned_.push_back(std::move(planned));
    }

    void against_outcome(const Correlation& description, const PatientValue& value) {
        PlannedCorrelation planned{description, {}};
        planned.correlation.against = against_restored;
        planned.sample.design = TestDesign::groups;
        for (std::size_t i = 0; i < evidence_.patients.size(); ++i) {
            const PatientEvidence& patient = evidence_.patients[i];
            const std::optional<double> found = value(patient.patient.id);
            if (!found || patient.restored == Restoration::not_evaluable) {
                ++planned.correlation.missing;
                continue;
            }
            planned.sample.patients.push_back(i);
            planned.sample.values.push_back(*found);
            planned.sample.first.push_back(patient.restored == Restoration::restored);
        }
        planned_.push_back(std::move(planned));
    }

    const Evidence& evidence_;
    CensoredActivity activity_;
    AntibodyIndex antibodies_;
    FeatureValues features_;
    std::vector<PlannedCorrelation> planned_;
};

/// "; |rho| of at least 0.79 is needed for p <= 0.05", or that nothing suffices.
std::string needed_rho(const TestSample& sample, double alpha, SpearmanTester& tester) {
    const std::string limit = "p <= " + format_number(alpha);
    const auto smallest = tester.smallest_rho(sample.values, sample.against, alpha);
    if (!smallest) return "; no result can reach " + limit;
    return "; |rho| of at least " + short_text(*smallest) + " is needed for " + limit;
}

void rank_against_activity(Correlation& correlation, const TestSample& sample, double alpha, SpearmanTester& tester) {
    correlation.test = "exact Spearman";
    if (!correlation.note.empty()) return;
    const std::string patients = std::to_string(sample.size()) + (sample.size() == 1 ? " patient" : " patients");
    if (sample.size() < fewest_patients) {
        correlation.note = "not computed: " + patients + " with both";
        return;
    }
    const Spearman found = tester(sample.values, sample.against);
    if (std::isnan(found.rho)) {
        correlation.note = "not computed: one side does not vary in " + patients;
        return;
    }
    if (!found.exact) correlation.test = "Spearman from " + std::to_string(found.draws) + " drawn orders";
    correlation.rho = found.rho;
    correlation.p = found.p_two_sided;
    correlation.p_min_attainable = found.p_min_attainable;
    correlation.note = p_sentence(correlation.test, found.p_two_sided, found.p_min_attainable, patients) +
                       needed_rho(sample, alpha, tester);
}

void compare_outcomes(Correlation& correlation, const TestSample& sample, double alpha) {
    const std::vector<double> restored = sample.group(true), others = sample.group(false);
    correlation.test = exact_mann_whitney;
    correlation.n_restored = restored.size();
    if (!correlation.note.empty()) return;
    const std::string design = std::to_string(restored.size()) + " restored against " + std::to_string(others.size());
    if (restored.empty() || others.empty()) {
        correlation.note = "not computed: " + design;
        return;
    }
    const MannWhitney found = mann_whitney(restored, others);
    if (!found.exact) correlation.test = "Mann-Whitney, normal approximation";
    correlation.rho = area_under_curve(restored, others).cliffs_delta;
    correlation.p = found.p_two_sided;
    correlation.p_min_attainable = found.p_min_attainable;
    correlation.note = p_sentence(found.exact ? exact_mann_whitney : "Mann-Whitney by normal approximation",
                                  found.p_two_sided, found.p_min_attainable, design) +
                       beyond_reach(found.p_min_attainable, alpha);
}

}  // namespace

std::vector<PlannedCorrelation> planned_correlations(const Evidence& evidence) {
    return CorrelationPlanner(evidence).all();
}

void make_correlation(Correlation& correlation, const TestSample& sample, double alpha, SpearmanTester& tester) {
    correlation.n = sample.size();
    if (sample.design == TestDesign::groups)
        compare_outcomes(correlation, sample, alpha);
    else
        rank_against_activity(correlation, sample, alpha, tester);
}

std::string family_key(const Correlation& correlation) {
    return correlation.family + '\n' + correlation.quantity + '\n' + correlation.against;
}

std::vector<Correlation> correlations(const Evidence& evidence, const std::vector<PlannedCorrelation>& planned,
                                      const TaskControl& control) {
    const FeatureValues features(evidence);
    SpearmanTester tester({.seed = evidence.settings.seed, .threads = evidence.settings.threads});
    std::vector<Correlation> made;
    for (const PlannedCorrelation& plan : planned) {
        control.throw_if_stopped();
        Correlation& correlation = made.emplace_back(plan.correlation);
        make_correlation(correlation, plan.sample, evidence.settings.alpha, tester);
        correlation.note += features.caution(correlation.feature);
    }
    adjust(made, [](const Correlation& correlation) { return family_key(correlation); });
    return made;
}

}  // namespace asparagate
