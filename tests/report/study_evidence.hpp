#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <cstddef>

namespace asparagate {

/// A study as the pipeline would leave it, made up in memory: restoration in all but every fourth patient, patient 6
/// without flow and antibodies, values below limits, a point after another asparaginase, floor and missing cells.
struct StudyShape {
    std::size_t patients = 8;
    std::size_t features = 14;
    bool flow = true;
    bool antibodies = true;
    bool placement = false;  ///< the gates were moved
};
Evidence study_evidence(const StudyShape& shape = {});

/// What later steps of the analysis add: elimination, correlations with restored activity, tests without one patient
/// and with gates moved.
void add_certainty(Evidence& evidence);

/// Every text of the study carries markup, quotes and control characters.
Evidence hostile_evidence();

}  // namespace asparagate
