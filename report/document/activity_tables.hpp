#pragma once
#include "document/content.hpp"

#include <string>

namespace asparagate {

// Tables of asparaginase activity; without rows where there is nothing to show.
ReportTable activity_table(const Evidence& evidence);
/// Half-lives and bounds of each course, described and never a proof of antibodies.
ReportTable kinetics_table(const Evidence& evidence);
/// What a half-life of pegaspargase can and cannot say.
std::string kinetics_warning();
ReportTable restoration_table(const Evidence& evidence);
/// The study's rule at other thresholds, a column each.
ReportTable threshold_sensitivity_table(const Evidence& evidence);

}  // namespace asparagate
