#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "statistics/square_matrix.hpp"

#include <limits>

namespace asparagate {
namespace {

using Items = std::vector<std::size_t>;

/// Calls `joined(left, right, merge)` with the items of both sides of every merge.
template <class Joined>
void each_merge(const Dendrogram& tree, Joined joined) {
    std::vector<Items> clusters;
    const auto items_of = [&](int label) {
        return label < 0 ? Items{static_cast<std::size_t>(-label - 1)} : clusters[static_cast<std::size_t>(label - 1)];
    };
    for (std::size_t merge = 0; merge < tree.merges.size(); ++merge) {
        Items left = items_of(tree.merges[merge][0]);
        const Items right = items_of(tree.merges[merge][1]);
        joined(left, right, merge);
        left.insert(left.end(), right.begin(), right.end());
        clusters.push_back(std::move(left));
    }
}

}  // namespace

std::vector<double> cophenetic_distances(const Dendrogram& tree) {
    const std::size_t n = tree.merges.size() + 1;
    SquareMatrix heights(n);
    each_merge(tree, [&](const Items& left, const Items& right, std::size_t merge) {
        for (const std::size_t i : left) {
            for (const std::size_t j : right) heights.set(i, j, tree.heights[merge]);
        }
    });
    std::vector<double> distances;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) distances.push_back(heights(i, j));
    }
    return distances;
}

double cophenetic_correlation(const Dendrogram& tree, const std::vector<double>& distances) {
    if (tree.merges.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    return pearson_r(distances, cophenetic_distances(tree));
}

std::vector<std::size_t> cut_tree(const Dendrogram& tree, std::size_t clusters) {
    const std::size_t n = tree.merges.size() + 1;
    if (clusters < 1 || clusters > n)
        throw AnalysisError("cut tree", std::to_string(clusters) + " clusters of " + std::to_string(n) +
                                            " items; expected 1 to " + std::to_string(n));
    Items root(n);
    for (std::size_t i = 0; i < n; ++i) root[i] = i;
    each_merge(tree, [&](const Items& left, const Items& right, std::size_t merge) {
        if (merge + clusters >= n) return;
        const std::size_t into = root[left.front()];
        for (const std::size_t i : left) root[i] = into;
        for (const std::size_t j : right) root[j] = into;
    });
    Items number(n, 0), labels;
    std::size_t next = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (number[root[i]] == 0) number[root[i]] = ++next;
        labels.push_back(number[root[i]]);
    }
    return labels;
}

double path_length(const Dendrogram& tree, const std::vector<double>& distances) {
    const SquareMatrix matrix(tree.order.size(), distances);
    double length = 0;
    for (std::size_t i = 1; i < tree.order.size(); ++i) length += matrix(tree.order[i - 1], tree.order[i]);
    return length;
}

}  // namespace asparagate
