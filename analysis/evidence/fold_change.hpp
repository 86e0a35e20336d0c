#pragma once
#include "evidence/gated_index.hpp"

namespace asparagate {

/// State of a pair of event counts (DOMAIN 3.6): FLOOR when post < LOD and pre >= LLOQ, CEIL the other way round,
/// UNRELIABLE when both are below the LLOQ.
ChangeState change_state(std::uint64_t before_events, std::uint64_t after_events, const DetectionLimits& limits);

/// log2 fold change of events in an exposure: parent events for a percentage, microlitres for a concentration.
/// `log2fc`, `low`, `high`, `bound` and `state` of `change` are set. At the floor the value is what the limit of
/// detection would give, an upper bound; its interval stays that of the events found.
void set_log2_change(FoldChange& change, double before_exposure, double after_exposure, const DetectionLimits& limits,
                     double pseudo_count = 0.5);

/// Adds the error of the exposures themselves (counted beads, an analyser) to the interval of a log2 fold change: on
/// each side the distance from the ratio found and 1.96 sqrt(log_variance) in quadrature. Infinite ends stay so.
void widen_log2_interval(FoldChange& change, double before_exposure, double after_exposure, double log_variance);

/// Every feature of every patient, features in study order, patients within. What cannot be computed is MISSING.
std::vector<FoldChange> fold_changes(const Study& study, const GatedIndex& index, Findings& findings);

}  // namespace asparagate
