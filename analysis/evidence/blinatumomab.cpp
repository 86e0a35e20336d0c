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

std::optional<InfusionPeriod> blinatumomab_period(const Study& study, const std::string& patient) {
    std::optional<InfusionPeriod> period;
    const Patient* record = find_patient(study, patient);
    const double known_days = record != nullptr ? record->blinatumomab_days.value_or(0) : 0;
    for (const Dose& dose : study.doses) {
        if (dose.patient != patient || dose.product != "blinatumomab") continue;
        const double stop = dose.end_day.value_or(dose.day + known_days);
        if (!period) period = InfusionPeriod{dose.day, stop};
        period->start = std::min(period->start, dose.day);
        period->stop = std::max(period->stop, stop);
    }
    if (!period && known_days > 0) period = InfusionPeriod{0, known_days};
    return period;
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

bool cd19_unreliable(const Study& study, const std::string& patient, const std::string& visit) {
    const std::optional<InfusionPeriod> period = blinatumomab_period(study, patient);
    const std::optional<double> day = visit_day(study.settings, visit);
    return period && day && *day > period->start &&
           *day <= period->stop + study.settings.cd19_unreliable_days_after_stop;
}

}  // namespace asparagate
