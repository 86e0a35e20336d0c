#pragma once
#include "statistics/square_matrix.hpp"

#include <array>
#include <vector>

namespace asparagate {

/// The order of leaves that the tree allows with the smallest sum of distances between neighbours (Bar-Joseph,
/// Gifford and Jaakkola 2001), exact, O(n^3) time and O(n^2) memory. `merges` as Dendrogram::merges.
std::vector<std::size_t> optimal_leaf_order(const std::vector<std::array<int, 2>>& merges,
                                            const SquareMatrix& distances);

}  // namespace asparagate
