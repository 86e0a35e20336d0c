#pragma once
#include "study/clinical_table.hpp"

namespace asparagate::study_files {

std::vector<Patient> read_patients(const TableFile& file);
std::vector<Dose> read_doses(const TableFile& file, const KnownNames& patients, Findings& findings);
std::vector<Outcome> read_outcomes(const TableFile& file, const KnownNames& patients);

}  // namespace asparagate::study_files
