#pragma once
#include "evidence/restoration.hpp"

#include <limits>
#include <set>

namespace asparagate {

/// Whether any treatment of the patient whose name holds one of the words overlaps the days.
bool treated_with(const Study& study, const std::string& patient, const std::vector<std::string>& words,
                  double from = -std::numeric_limits<double>::infinity(),
                  double to = std::numeric_limits<double>::infinity());
/// Names under which immunoglobulins are given.
const std::vector<std::string>& immunoglobulin_words();

/// Patients with an activity whose size suggests another unit. Compared with the whole table: ask once for a study.
std::set<std::string> patients_with_unit_suspects(const Study& study);

/// The flags of DOMAIN 2.6 that the tables of a study can raise for a patient; information, never instructions.
std::vector<std::string> patient_flags(const Study& study, const PatientEvidence& patient,
                                       const std::vector<LiverSample>& liver, const ActivityCourse& before,
                                       const ActivityCourse& after, const std::set<std::string>& unit_suspects);

}  // namespace asparagate
