#pragma once
#include <cstddef>
#include <vector>

namespace asparagate {

/// Agreement of two partitions corrected for chance (Hubert and Arabie 1985): 1 = the same, 0 = as by chance. NaN when
/// both have one part, or both only single items. @throws AnalysisError when lengths differ or there is no item.
double adjusted_rand(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b);

/// The index of clusters against a label of two kinds, with the share of all label arrangements that agree at least as
/// well. Exact for any n: arrangements are counted by how many labels fall into each cluster.
struct AdjustedRandTest {
    double index = 0;  ///< NaN, and p = 1, where every item is a cluster of its own
    double p = 1;
    double p_min_attainable = 1;
};
/// @throws AnalysisError when lengths differ, a kind of label does not occur, or there are too many clusters to count.
AdjustedRandTest adjusted_rand_test(const std::vector<std::size_t>& clusters, const std::vector<bool>& label);

}  // namespace asparagate
