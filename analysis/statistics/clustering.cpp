#include "asparagate/analysis/statistics/clustering.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/leaf_order.hpp"
#include "statistics/square_matrix.hpp"

#include <limits>

namespace asparagate {
namespace {

/// Agglomeration as R's hclust does it (Murtagh's nearest-neighbour algorithm), including which pair goes first when
/// distances are equal. A cluster lives at the smallest index of its leaves.
class Agglomeration {
public:
    Agglomeration(SquareMatrix distances, Linkage linkage)
        : distances_(std::move(distances)),
          linkage_(linkage),
          alive_(distances_.size(), true),
          members_(distances_.size(), 1),
          nearest_(distances_.size(), 0),
          label_(distances_.size()) {
        if (linkage_ == Linkage::ward_d2) square_distances();
        for (std::size_t i = 0; i < label_.size(); ++i) label_[i] = -static_cast<int>(i) - 1;
        for (std::size_t i = 0; i + 1 < label_.size(); ++i) find_nearest(i);
    }

    void merge_into(Dendrogram& tree) {
        const auto [first, second] = closest_pair();
        tree.merges.push_back(in_order(label_[first], label_[second]));
        const double height = distances_(first, second);
        tree.heights.push_back(linkage_ == Linkage::ward_d2 ? std::sqrt(height) : height);
        label_[first] = static_cast<int>(tree.merges.size());
        join(first, second);
    }

private:
    /// Ward's criterion works on squares; heights are back on the scale of the distances (Murtagh and Legendre 2014).
    void square_distances() {
        for (std::size_t i = 0; i < distances_.size(); ++i) {
            for (std::size_t j = i + 1; j < distances_.size(); ++j)
                distances_.set(i, j, distances_(i, j) * distances_(i, j));
        }
    }

    /// R writes single rows before clusters, and otherwise the earlier first.
    static std::array<int, 2> in_order(int a, int b) {
        if (a < 0 && b < 0) return {a, b};
        return a < b ? std::array{a, b} : std::array{b, a};
    }

    [[nodiscard]] std::pair<std::size_t, std::size_t> closest_pair() const {
        double smallest = std::numeric_limits<double>::infinity();
        std::pair<std::size_t, std::size_t> pair{0, 0};
        for (std::size_t i = 0; i + 1 < alive_.size(); ++i) {
            if (!alive_[i] || nearest_[i] == i || !(distances_(i, nearest_[i]) < smallest)) continue;
            smallest = distances_(i, nearest_[i]);
            pair = {i, nearest_[i]};
        }
        return pair;
    }

    /// Nearest living cluster after i; i itself when there is none.
    void find_nearest(std::size_t i) {
        nearest_[i] = i;
        double smallest = std::numeric_limits<double>::infinity();
        for (std::size_t j = i + 1; j < alive_.size(); ++j) {
            if (!alive_[j] || !(distances_(i, j) < smallest)) continue;
            smallest = distances_(i, j);
            nearest_[i] = j;
        }
    }

    /// Distance of cluster k to the union of `first` and `second` (Lance and Williams).
    [[nodiscard]] double linked(std::size_t k, std::size_t first, std::size_t second) const {
        const double to_first = distances_(first, k), to_second = distances_(second, k);
        const auto a = static_cast<double>(members_[first]), b = static_cast<double>(members_[second]);
        switch (linkage_) {
            case Linkage::complete:
                return std::max(to_first, to_second);
            case Linkage::single:
                return std::min(to_first, to_second);
            case Linkage::ward_d2: {
                const auto c = static_cast<double>(members_[k]);
                return ((a + c) * to_first + (b + c) * to_second - c * distances_(first, second)) / (a + b + c);
            }
            case Linkage::average:
                break;
        }
        return (a * to_first + b * to_second) / (a + b);
    }

    void join(std::size_t first, std::size_t second) {
        alive_[second] = false;
        for (std::size_t k = 0; k < alive_.size(); ++k) {
            if (!alive_[k] || k == first) continue;
            distances_.set(first, k, linked(k, first, second));
        }
        members_[first] += members_[second];
        find_nearest(first);
        for (std::size_t k = 0; k < alive_.size(); ++k) {
            if (!alive_[k] || k == first) continue;
            const bool lost_its_nearest = nearest_[k] == first || nearest_[k] == second;
            if (lost_its_nearest) {
                find_nearest(k);
            } else if (k < first && distances_(k, first) < distances_(k, nearest_[k])) {
                nearest_[k] = first;
            }
        }
    }

    SquareMatrix distances_;
    Linkage linkage_;
    std::vector<bool> alive_;
    std::vector<std::size_t> members_;
    std::vector<std::size_t> nearest_;
    std::vector<int> label_;  ///< -(row + 1) or the number of the merge that made the cluster
};

}  // namespace

Dendrogram hierarchical_clustering(const std::vector<std::vector<double>>& rows, Linkage linkage) {
    return hierarchical_clustering(rows.size(), euclidean_distances(rows), linkage);
}

Dendrogram hierarchical_clustering(std::size_t n, const std::vector<double>& lower_triangle, Linkage linkage) {
    const SquareMatrix distances(n, lower_triangle);
    Dendrogram tree;
    Agglomeration agglomeration(distances, linkage);
    for (std::size_t merge = 1; merge < n; ++merge) agglomeration.merge_into(tree);
    tree.order = optimal_leaf_order(tree.merges, distances);
    return tree;
}

}  // namespace asparagate
