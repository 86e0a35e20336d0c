#pragma once
#include "study/clinical_table.hpp"

namespace asparagate::study_files {

/// Drugs before a dose: steroid, H1, H2, acetaminophen, joined by `+` in this order; `none`; empty when unknown.
std::string read_premedication(const TableRow& row);

/// Reactions against their doses; a grade that its term cannot have is S-GRADE.
std::vector<Reaction> read_reactions(const TableFile& file, const KnownNames& patients, Findings& findings);
std::vector<Concomitant> read_concomitants(const TableFile& file, const KnownNames& patients);
std::vector<LiverSample> read_liver(const TableFile& file, const KnownNames& patients);
std::vector<AmmoniaSample> read_ammonia(const TableFile& file, const KnownNames& patients);
std::vector<NotDone> read_not_done(const TableFile& file, const KnownNames& patients);
/// Proportions that a publication states. Values of their conditions must be ones that the column has, or that one of
/// the patients has.
std::vector<Claim> read_claims(const TableFile& file, const std::vector<Patient>& patients);

/// Items marked as not done that have data all the same: S-NOT-DONE.
void check_not_done(const Study& study, const std::string& table, Findings& findings);

}  // namespace asparagate::study_files
