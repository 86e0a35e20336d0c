#pragma once
#include "evidence/restoration.hpp"

#include <limits>

namespace asparagate {

/// Whether any treatment of the patient whose name holds one of the words overlaps the days.
bool treated_with(const Study& study, const std::string& patient, const std::vector<std::string>& words,
                  double from = -std::numeric_limits<double>::infinity(),
                  double to = std::numeric_limits<double>::infinity());
/// Names under which immunoglobulins are given.
const std::vector<std::string>& immunoglobulin_words();

/// The flags of DOMAIN 2.6 that the tables of a study can raise for a patient; information, never instructions.
std::vector<std::string> patient_flags(const Study& study, const PatientEvidence& patient,
                                       const std::vector<LiverSample>& liver, const ActivityCourse& before,
                                       const ActivityCourse& after);

}  // namespace asparagate
