#include "evidence/blinatumomab.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

const Patient* find_patient(const Study& study, const std::string& id) {
    const auto found = std::find_if(study.patients.begin(), study.patients.end(),
                                    [&](const Patient& patient) { return patient.id == id; });
    return found == study.patients.end() ? nullptr : &*found;
}

}  // namespace

std::unordered_map<std::string, InfusionPeriod> blinatumomab_periods(const Study& study) {
    std::unordered_map<std::string, double> known_days;
    for (const Patient& patient : study.patients) known_days[patient.id] = patient.blinatumomab_days.value_or(0);
    std::unordered_map<std::string, InfusionPeriod> periods;
    for (const Dose& dose : study.doses) {
        if (dose.product != "blinatumomab") continue;
        const double stop = dose.end_day.value_or(dose.day + known_days[dose.patient]);
        InfusionPeriod& period = periods.try_emplace(dose.patient, InfusionPeriod{dose.day, stop}).first->second;
        period.start = std::min(period.start, dose.day);
        period.stop = std::max(period.stop, stop);
    }
    for (const auto& [patient, days] : known_days)
        if (days > 0) periods.try_emplace(patient, InfusionPeriod{0, days});
    return periods;
}

std::optional<double> blinatumomab_days(const Study& study, const std::string& patient) {
    const Patient* record = find_patient(study, patient);
    if (record != nullptr && record->blinatumomab_days) return record->blinatumomab_days;
    double days = 0;
    bool known = false;
    for (const Dose& dose : study.doses)
        if (dose.patient == patient && dose.product == "blinatumomab" && dose.end_day) {
            days += *dose.end_day - dose.day;
            known = true;
        }
    return known ? std::optional(days) : std::nullopt;
}

std::optional<double> visit_day(const StudySettings& settings, const std::string& visit) {
    const auto found = settings.visit_days.find(visit);
    if (found != settings.visit_days.end()) return found->second;
    const std::size_t space = visit.rfind(' ');
    return parse_number(space == std::string::npos ? visit : visit.substr(space + 1));
}

bool Cd19Masking::unreliable(const std::string& patient, const std::string& visit) const {
    const auto period = periods_.find(patient);
    const std::optional<double> day = visit_day(settings_, visit);
    return period != periods_.end() && day && *day > period->second.start &&
           *day <= period->second.stop + settings_.cd19_unreliable_days_after_stop;
}

}  // namespace asparagate
