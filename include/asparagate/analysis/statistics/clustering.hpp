#pragma once
#include <array>
#include <cstddef>
#include <vector>

namespace asparagate {

enum class Linkage { complete, average, single };

/// Agglomerative clustering with R's hclust conventions: merges[i] joins two items, negative = -(row + 1),
/// positive = an earlier merge counted from 1.
struct Dendrogram {
    std::vector<std::array<int, 2>> merges;
    std::vector<double> heights;
    std::vector<std::size_t> order;  ///< leaves left to right, optimal leaf order (Bar-Joseph 2001)
};

/// Euclidean distances between rows; a NaN is missing and the sum of squares over shared columns is scaled by
/// columns/shared as R's dist does. Lower triangle by columns, as R prints it.
/// @throws AnalysisError when two rows share no column.
std::vector<double> euclidean_distances(const std::vector<std::vector<double>>& rows);

/// @throws AnalysisError as euclidean_distances. One row gives a dendrogram without merges.
Dendrogram hierarchical_clustering(const std::vector<std::vector<double>>& rows, Linkage linkage = Linkage::complete);

}  // namespace asparagate
