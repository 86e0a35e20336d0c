#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// CTCAE grade of a liver test: how many of the ascending limits, in multiples of the upper limit of normal, it
/// exceeds.
std::uint64_t liver_grade(double value, double uln, const std::vector<double>& times_uln);

/// The study's liver tests with their grades and the days since the last asparaginase dose (a dose of the same day
/// counts as given before).
std::vector<LiverSample> graded_liver(const Study& study);

bool has_steatosis(const std::vector<LiverSample>& liver, const std::string& patient);
/// A test of at least the grade that the rules flag, within their days after an asparaginase dose.
bool liver_high_after_asparaginase(const std::vector<LiverSample>& liver, const std::string& patient,
                                   const DomainRules& rules);

}  // namespace asparagate
