#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Every comparison and correlation of `evidence` that has a p, repeated without each of its patients. Limits of
/// quantification and what is left out for the detection floor stay those of the whole study. Patients who alone decide
/// a verdict are named in `findings`.
std::vector<Influence> influences(const Evidence& evidence, Findings& findings);

}  // namespace asparagate
