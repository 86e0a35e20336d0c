#include "study/attribution.hpp"

namespace asparagate::study_files {
namespace {

bool long_acting(const Dose& dose) {
    return dose.product == "pegaspargase" || dose.product == "calaspargase";
}

bool later(const Dose& dose, const Dose* than) {
    return than == nullptr || dose.day >= than->day;
}

}  // namespace

AsparaginaseDoses asparaginase_doses(const std::vector<Dose>& doses) {
    AsparaginaseDoses by_patient;
    for (const Dose& dose : doses) {
        if (dose.is_asparaginase()) by_patient[dose.patient].push_back(&dose);
    }
    return by_patient;
}

Attribution attribute(const ActivitySample& sample, const AsparaginaseDoses& doses, const DomainRules& rules) {
    const auto given = doses.find(sample.patient);
    if (given == doses.end()) return {};
    const Dose* last = nullptr;
    const Dose* last_long_acting = nullptr;
    const Dose* in_window = nullptr;
    for (const Dose* const dose : given->second) {
        if (dose->day >= sample.day) continue;
        if (later(*dose, last)) last = dose;
        if (!long_acting(*dose)) continue;
        if (later(*dose, last_long_acting)) last_long_acting = dose;
        const bool fits = std::abs(sample.day - dose->day - sample.nominal_day) <= rules.window_days(dose->product);
        if (fits && later(*dose, in_window)) in_window = dose;
    }
    const Dose* const assessed = in_window != nullptr ? in_window : last_long_acting;
    return {assessed != nullptr ? assessed : last, last};
}

}  // namespace asparagate::study_files
