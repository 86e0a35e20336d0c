#pragma once
#include "evidence/restoration.hpp"

namespace asparagate {

/// The flags of DOMAIN 2.6 that the tables of a study can raise for a patient; information, never instructions.
std::vector<std::string> patient_flags(const Study& study, const PatientEvidence& patient, const Outcome& outcome,
                                       const ActivityCourse& before, const ActivityCourse& after);

}  // namespace asparagate
