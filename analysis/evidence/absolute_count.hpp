#pragma once
#include "evidence/gated_index.hpp"

namespace asparagate {

/// Cells per microlitre of one population of one sample (DOMAIN 3.4).
struct Concentration {
    double events = 0;
    double volume_ul = 0;  ///< of blood that the events come from
    double cells_per_ul = 0;
    std::optional<double> low, high;  ///< 95 %
    std::string problem;              ///< why there is none; empty when there is
};

/// Beads: events against bead events (both counted, so the interval is of their ratio). Volumetric: exact Poisson.
/// Dual: the haematology analyser's lymphocytes times the share of the lymphocyte gate (Wilson interval).
Concentration concentration(const GatedIndex& index, const AbsoluteCount& count, const PopulationRow& row);

}  // namespace asparagate
