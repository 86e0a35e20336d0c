#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Every claimed proportion as printed and as the patients give it, one after the other. Where they differ both say so
/// and CLAIM_CONFLICT names them. A patient whose condition is not known is left out of k and n.
std::vector<ClaimVersion> claim_versions(const Study& study, const std::vector<PatientEvidence>& patients,
                                         Findings& findings);

/// Fisher's test between the subgroups of one column that claims of the same outcome name, for both versions.
std::vector<ClaimTest> claim_tests(const std::vector<Claim>& claims, const std::vector<ClaimVersion>& versions);

}  // namespace asparagate
