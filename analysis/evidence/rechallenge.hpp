#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Symptoms of asparaginase after the start of blinatumomab: the outcomes table's, else `true` where a reaction to an
/// asparaginase is recorded. A recorded reaction against "no" is the finding SYMPTOMS_CONFLICT.
std::optional<bool> symptoms_at_rechallenge(const Study& study, const Outcome& outcome, const std::string& patient,
                                            Findings& findings);
/// Premedication there: the outcomes table's, else that of the asparaginase doses and reactions.
std::optional<bool> premedicated_at_rechallenge(const Study& study, const Outcome& outcome, const std::string& patient);

}  // namespace asparagate
