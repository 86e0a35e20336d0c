#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Populations of which a tube is a blank: those whose threshold `declared`, the strategy as it holds for the tube,
/// takes from this control, and those that the study names. None of a full stain.
std::vector<std::string> blank_populations(const Study& study, const StudySample& sample,
                                           const GatingStrategy& declared);

/// What the tube shows of them; a population that is not computable is left out.
std::vector<BlankCount> blank_counts(const std::vector<std::string>& populations, const StudySample& sample,
                                     const std::vector<PopulationRow>& rows);

}  // namespace asparagate
