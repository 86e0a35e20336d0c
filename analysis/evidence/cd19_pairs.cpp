#include "evidence/cd19_pairs.hpp"

#include "evidence/blinatumomab.hpp"
#include "evidence/fold_change_index.hpp"
#include "evidence/gate_path.hpp"

namespace asparagate {
namespace {

bool rests_on_cd19(const Study& study, const std::string& id) {
    return std::any_of(study.features.begin(), study.features.end(), [&](const Feature& feature) {
        return feature.id == id && requires_positive(study.strategy_for(feature.tube), feature.population, "CD19");
    });
}

std::optional<double> value_at(const FoldChange* change, bool baseline) {
    if (change == nullptr) return std::nullopt;
    return baseline ? change->before : change->after;
}

}  // namespace

std::vector<Cd19Pair> cd19_pairs(const Study& study, const std::vector<FoldChange>& changes) {
    const FoldChangeIndex index(changes);
    const Cd19Masking masking(study);
    const StudySettings& settings = study.settings;
    std::vector<Cd19Pair> pairs;
    for (const Feature& feature : study.features) {
        if (feature.instead_of.empty()) continue;
        const bool on_cd19 = rests_on_cd19(study, feature.instead_of);
        for (const Patient& patient : study.patients)
            for (const bool baseline : {true, false}) {
                const std::string& visit = baseline ? settings.baseline_visit : settings.followup_visit;
                Cd19Pair pair{feature.id, feature.instead_of, feature.measure, patient.id, visit, {}, {}, {}, {}};
                pair.value = value_at(index.find(feature.id, patient.id), baseline);
                pair.value_instead_of = value_at(index.find(feature.instead_of, patient.id), baseline);
                if (pair.value && pair.value_instead_of) pair.difference = *pair.value - *pair.value_instead_of;
                if (on_cd19 && masking.unreliable(patient.id, visit)) pair.flags.emplace_back("CD19_UNRELIABLE");
                pairs.push_back(std::move(pair));
            }
    }
    return pairs;
}

}  // namespace asparagate
