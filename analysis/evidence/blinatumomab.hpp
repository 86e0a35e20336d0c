#pragma once
#include "asparagate/analysis/study.hpp"

#include <unordered_map>

namespace asparagate {

/// Of one patient: days of the timeline from the start of the first blinatumomab infusion to the end of the last.
/// Without such doses the patient table's number of days counts from day 0; without either there is none.
struct InfusionPeriod {
    double start = 0;
    double stop = 0;
};
std::unordered_map<std::string, InfusionPeriod> blinatumomab_periods(const Study& study);  ///< by patient

/// Days of blinatumomab: the patient table's, else the length of the infusions.
std::optional<double> blinatumomab_days(const Study& study, const std::string& patient);

/// Day of the timeline of a visit: the study's setting, else the number in a name such as "day 14".
std::optional<double> visit_day(const StudySettings& settings, const std::string& visit);

/// Whether CD19 may be masked or lost on a visit (DOMAIN 3.2): after the start of blinatumomab until the stop plus the
/// study's days. A sample of the starting day itself is taken before the infusion. Refers to the study.
class Cd19Masking {
public:
    explicit Cd19Masking(const Study& study) : settings_(study.settings), periods_(blinatumomab_periods(study)) {}
    [[nodiscard]] bool unreliable(const std::string& patient, const std::string& visit) const;

private:
    const StudySettings& settings_;
    std::unordered_map<std::string, InfusionPeriod> periods_;
};

}  // namespace asparagate
