#pragma once
#include "study/clinical_table.hpp"

namespace asparagate::study_files {

/// Activities in IU/L, with the dose each belongs to (DOMAIN F5) and findings about windows, units and attribution.
std::vector<ActivitySample> read_activity(const TableFile& file, const KnownNames& patients,
                                          const std::vector<Dose>& doses, const DomainRules& rules, Findings& findings);
std::vector<AntibodySample> read_antibodies(const TableFile& file, const KnownNames& patients, Findings& findings);

}  // namespace asparagate::study_files
