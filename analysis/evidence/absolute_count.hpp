#pragma once
#include "evidence/gated_index.hpp"

namespace asparagate {

/// Cells per microlitre of one population of one sample (DOMAIN 3.4).
struct Concentration {
    double events = 0;
    double volume_ul = 0;  ///< of blood that the events come from
    double cells_per_ul = 0;
    std::optional<double> low, high;  ///< 95 %
    /// Variance of the log of `volume_ul`: of the counted beads, of the analyser; 0 for a measured volume.
    double volume_variance = 0;
    std::optional<double> cv;  ///< coefficient of variation: sqrt(1/events + 1/beads), with the analyser's
    std::string problem;       ///< why there is none; empty when there is
};

/// Beads: events against bead events (both counted, so the interval is of their ratio). Volumetric: exact Poisson.
/// Dual: the haematology analyser's lymphocytes times the share of the lymphocyte gate (Wilson interval), widened by
/// the analyser's own coefficient of variation where the table gives it, on the log scale.
Concentration concentration(const GatedIndex& index, const AbsoluteCount& count, const PopulationRow& row);

/// Whether the blood count of a dual-platform sample was not taken within the hours that the rules allow.
bool blood_count_is_late(const AbsoluteCount& count, const DomainRules& rules);

}  // namespace asparagate
