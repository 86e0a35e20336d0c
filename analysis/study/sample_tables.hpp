#pragma once
#include "study/clinical_table.hpp"

namespace asparagate::study_files {

/// Reads samples against the study's patients, visits and strategies. Files are relative to the table's folder.
std::vector<StudySample> read_samples(const TableFile& file, const Study& study, Findings& findings);
/// Reads counts against the study's samples and their strategies.
std::vector<AbsoluteCount> read_counts(const TableFile& file, const Study& study);

/// A patient without a full stain at the baseline or follow-up visit: S-VISIT-MISSING. Visits of one patient and tube
/// from different specimens: S-SPECIMEN-MIXED.
void check_visits(const Study& study, const std::string& table, Findings& findings);

/// Tubes of the full stains, sorted; "" where the table names none.
std::vector<std::string> tubes_of(const Study& study);

/// Paths of the populations that a tube's strategy defines.
KnownNames populations_of(const Study& study, const std::string& tube);

}  // namespace asparagate::study_files
