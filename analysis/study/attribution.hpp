#pragma once
#include "asparagate/analysis/study.hpp"

#include <map>
#include <string>
#include <vector>

namespace asparagate::study_files {

/// Asparaginase doses by patient, in table order.
using AsparaginaseDoses = std::map<std::string, std::vector<const Dose*>>;
AsparaginaseDoses asparaginase_doses(const std::vector<Dose>& doses);

/// The dose that an activity sample assesses and what came between.
struct Attribution {
    const Dose* assessed = nullptr;  ///< pegaspargase or calaspargase, else the last other asparaginase
    const Dose* last = nullptr;      ///< last asparaginase dose before the draw; nullptr when there is none
    [[nodiscard]] bool after_other() const { return assessed != last; }
    [[nodiscard]] double days_after_dose(double day) const { return day - assessed->day; }
};

/// Doses of the draw's own day are taken to follow it (trough samples). Among long-acting doses the last one whose
/// distance fits the nominal day within its product's window is assessed, otherwise simply the last one.
Attribution attribute(const ActivitySample& sample, const AsparaginaseDoses& doses, const DomainRules& rules);

}  // namespace asparagate::study_files
