#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// The heatmap's tree of patients, cut in two: how well the tree keeps the distances, whether the clusters are the
/// groups or the restored patients (adjusted Rand index with its exact p; not in a blind study), and how many pairs of
/// patients stay together or apart when a feature is left out. Needs the heatmap; empty below three patients.
std::vector<ClusterStatistic> cluster_statistics(const Evidence& evidence);

}  // namespace asparagate
