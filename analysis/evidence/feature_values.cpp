#include "evidence/feature_values.hpp"

#include <algorithm>

namespace asparagate {
FeatureValues::FeatureValues(const Evidence& evidence) : evidence_(evidence), changes_(evidence.fold_changes) {
    for (const FoldChange& change : evidence.fold_changes)
        if (std::find(change.flags.begin(), change.flags.end(), "CD19_UNRELIABLE") != change.flags.end())
            cd19_features_.insert(change.feature);
}

std::string FeatureValues::quantity_name(FeatureQuantity quantity) const {
    if (quantity == FeatureQuantity::change) return "log2 fold change";
    const StudySettings& settings = evidence_.settings;
    return (quantity == FeatureQuantity::followup ? settings.followup_visit : settings.baseline_visit) + " value";
}

std::optional<double> FeatureValues::value(const std::string& feature, const std::string& patient,
                                           FeatureQuantity quantity) const {
    const FoldChange* change = changes_.reliable(feature, patient);
    if (change == nullptr) return std::nullopt;
    if (quantity == FeatureQuantity::change) return change->log2fc;
    return quantity == FeatureQuantity::followup ? change->after : change->before;
}

std::string FeatureValues::reason_to_drop(const Feature& feature, FeatureQuantity quantity) const {
    if (quantity == FeatureQuantity::baseline) return {};
    std::size_t pairs = 0, at_floor = 0;
    for (const PatientEvidence& patient : evidence_.patients) {
        const FoldChange* change = changes_.find(feature.id, patient.patient.id);
        if (change == nullptr || change->state == ChangeState::missing) continue;
        ++pairs;
        at_floor += change->state == ChangeState::floor;
    }
    const double most = evidence_.settings.domain.largest_floor_share * static_cast<double>(pairs);
    if (pairs == 0 || static_cast<double>(at_floor) <= most) return {};
    return "not tested: at the detection floor after treatment in " + std::to_string(at_floor) + " of " +
           std::to_string(pairs) + " patients, where a ratio measures the depth of acquisition";
}

std::string FeatureValues::caution(const std::string& feature) const {
    if (!cd19_features_.contains(feature)) return {};
    return "; CD19_UNRELIABLE: rests on CD19 during or soon after blinatumomab";
}

}  // namespace asparagate
