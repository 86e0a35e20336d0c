#pragma once
#include <array>
#include <cstddef>
#include <vector>

namespace asparagate {

enum class Linkage { complete, average, single, ward_d2 };

/// 1 - Pearson and 1 - Spearman compare shapes, Euclidean also levels.
enum class RowDistance { euclidean, pearson, spearman };

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

/// Distances of any kind, laid out as euclidean_distances. Correlations are over the columns that both rows have.
/// @throws AnalysisError as euclidean_distances; for correlations also when two rows share fewer than two columns or
/// a row is constant over them.
std::vector<double> row_distances(const std::vector<std::vector<double>>& rows, RowDistance kind);

/// @throws AnalysisError as euclidean_distances. One row gives a dendrogram without merges.
Dendrogram hierarchical_clustering(const std::vector<std::vector<double>>& rows, Linkage linkage = Linkage::complete);
/// The same from distances of `n` items, lower triangle by columns.
Dendrogram hierarchical_clustering(std::size_t n, const std::vector<double>& distances, Linkage linkage);

/// Height at which two items first share a cluster; lower triangle by columns.
std::vector<double> cophenetic_distances(const Dendrogram& tree);
/// Pearson correlation of distances and cophenetic distances; NaN below two merges or when a side is constant.
double cophenetic_correlation(const Dendrogram& tree, const std::vector<double>& distances);
/// Cluster of each item after cutting the tree into `clusters`, numbered from 1 by first appearance as R's cutree.
/// @throws AnalysisError unless 1 <= clusters <= items.
std::vector<std::size_t> cut_tree(const Dendrogram& tree, std::size_t clusters);
/// Summed distance between neighbours of the tree's order.
double path_length(const Dendrogram& tree, const std::vector<double>& distances);

}  // namespace asparagate
