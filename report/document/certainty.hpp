#pragma once
#include "document/content.hpp"

namespace asparagate {

/// How sure is this? What the number of patients allows, which conclusions hang on the place of a gate or on a single
/// patient, what is missing, and every test that was made.
Blocks certainty_blocks(const Evidence& evidence);

/// Tests repeated without one patient; only those that change direction or verdict where `changed_only`.
ReportTable influence_table(const Evidence& evidence);
/// Effects and p with their bands over all places of the gates.
/// Percent positive with each threshold of a control lower and higher.
ReportTable moved_threshold_table(const Evidence& evidence);
ReportTable conclusion_table(const Evidence& evidence, bool changed_only);
/// What was measured in whom.
ReportTable missing_data_table(const Evidence& evidence);

}  // namespace asparagate
