#include "evidence/correlations.hpp"

#include "evidence/adjustment.hpp"
#include "evidence/censored_activity.hpp"
#include "evidence/comparison_tests.hpp"
#include "evidence/fold_change_index.hpp"

#include "asparagate/analysis/statistics/correlation.hpp"

namespace asparagate {
namespace {

/// With two patients every rank correlation is 1 or -1.
constexpr std::size_t fewest_patients = 3;

Correlation correlate(const Evidence& evidence, const FoldChangeIndex& fold_changes, const Feature& feature, int day) {
    Correlation result;
    result.family = feature.family;
    result.feature = feature.id;
    result.feature_name = feature.name;
    result.against = "SAA day " + std::to_string(day) + " after";
    const CensoredActivity activity(evidence);
    std::vector<double> changes;
    std::vector<const ActivitySample*> samples;
    for (const PatientEvidence& patient : evidence.patients) {
        const FoldChange* change = fold_changes.reliable(feature.id, patient.patient.id);
        const ActivitySample* sample = activity.sample(patient.patient.id, Period::after, day);
        const bool known = change != nullptr && change->log2fc;
        if (!known || sample == nullptr) {
            ++result.missing;
            continue;
        }
        changes.push_back(*change->log2fc);
        samples.push_back(sample);
    }
    result.n = changes.size();
    if (result.n < fewest_patients) {
        result.note = "not computed: " + std::to_string(result.n) + " patients have both";
        return result;
    }
    std::vector<double> values;
    for (const ActivitySample* sample : samples)
        values.push_back(CensoredActivity::value(*sample, CensoredActivity::limit(samples)));
    const Spearman found = spearman(changes, values, evidence.settings.seed);
    if (std::isnan(found.rho)) {
        result.note = "not computed: one side does not vary";
        return result;
    }
    result.rho = found.rho;
    result.p = found.p_two_sided;
    result.p_min_attainable = found.p_min_attainable;
    result.note = std::string(found.exact ? "exact" : "Monte Carlo") +
                  " Spearman p = " + short_text(found.p_two_sided) + " with " + std::to_string(result.n) +
                  " patients; the smallest possible is " + short_text(found.p_min_attainable);
    return result;
}

}  // namespace

std::vector<Correlation> correlations(const Evidence& evidence) {
    const FoldChangeIndex fold_changes(evidence.fold_changes);
    std::vector<Correlation> results;
    for (const int day : {7, 14})
        for (const Feature& feature : evidence.features)
            results.push_back(correlate(evidence, fold_changes, feature, day));
    adjust(results, [](const Correlation& c) { return c.family + '\n' + c.against; });
    return results;
}

}  // namespace asparagate
