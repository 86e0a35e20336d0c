#include "statistics/leaf_order.hpp"

#include <limits>

namespace asparagate {
namespace {

using Leaves = std::vector<std::size_t>;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// Two ends, one in each child of a node, and the leaves where the children meet.
struct Joint {
    std::size_t from = nowhere, to = nowhere;
    double length = infinity;
};

class LeafOrder {
public:
    LeafOrder(const std::vector<std::array<int, 2>>& merges, const SquareMatrix& distances)
        : merges_(merges), distances_(distances), best_(distances.size(), infinity) {
        for (std::size_t leaf = 0; leaf < distances.size(); ++leaf) best_.set(leaf, leaf, 0);
        for (const auto& merge : merges) {
            Leaves both = leaves_of(merge[0]);
            const Leaves right = leaves_of(merge[1]);
            both.insert(both.end(), right.begin(), right.end());
            node_leaves_.push_back(std::move(both));
            measure(node_leaves_.size() - 1);
        }
    }

    [[nodiscard]] Leaves order() const {
        Joint best;
        const auto& root = merges_.back();
        for (const std::size_t i : leaves_of(root[0])) {
            for (const std::size_t j : leaves_of(root[1])) {
                if (best_(i, j) < best.length) best = {i, j, best_(i, j)};
            }
        }
        Leaves order;
        append(static_cast<int>(merges_.size()), best.from, best.to, order);
        return order;
    }

private:
    [[nodiscard]] Leaves leaves_of(int item) const {
        if (item < 0) return {static_cast<std::size_t>(-item - 1)};
        return node_leaves_[static_cast<std::size_t>(item - 1)];
    }

    /// Leaves that may stand at the inner end of `item` when `outer` stands at its outer end.
    [[nodiscard]] Leaves opposite(int item, std::size_t outer) const {
        if (item < 0) return {outer};
        const auto& [left, right] = merges_[static_cast<std::size_t>(item - 1)];
        const Leaves of_left = leaves_of(left);
        const bool outer_is_left = std::find(of_left.begin(), of_left.end(), outer) != of_left.end();
        return outer_is_left ? leaves_of(right) : of_left;
    }

    /// Fills best_(i, j), the shortest path through the node with i leftmost and j rightmost. In two steps, over the
    /// inner end of the left child and then of the right, which makes it cubic.
    void measure(std::size_t node) {
        const auto& [left, right] = merges_[node];
        const Leaves right_leaves = leaves_of(right);
        std::vector<double> reach(distances_.size());
        for (const std::size_t i : leaves_of(left)) {
            const Leaves inner = opposite(left, i);
            for (const std::size_t k : right_leaves) {
                reach[k] = infinity;
                for (const std::size_t m : inner) reach[k] = std::min(reach[k], best_(i, m) + distances_(m, k));
            }
            for (const std::size_t j : right_leaves) {
                double shortest = infinity;
                for (const std::size_t k : opposite(right, j)) shortest = std::min(shortest, reach[k] + best_(k, j));
                best_.set(i, j, shortest);
            }
        }
    }

    [[nodiscard]] Joint meeting(int left, int right, std::size_t i, std::size_t j) const {
        Joint best;
        const Leaves of_right = opposite(right, j);
        for (const std::size_t m : opposite(left, i)) {
            for (const std::size_t k : of_right) {
                const double length = best_(i, m) + distances_(m, k) + best_(k, j);
                if (length < best.length) best = {m, k, length};
            }
        }
        return best;
    }

    /// Appends the leaves of `item` with `first` leftmost and `last` rightmost.
    void append(int item, std::size_t first, std::size_t last, Leaves& order) const {
        if (item < 0) {
            order.push_back(first);
            return;
        }
        auto [left, right] = merges_[static_cast<std::size_t>(item - 1)];
        const Leaves of_left = leaves_of(left);
        if (std::find(of_left.begin(), of_left.end(), first) == of_left.end()) std::swap(left, right);
        const Joint joint = meeting(left, right, first, last);
        append(left, first, joint.from, order);
        append(right, joint.to, last, order);
    }

    const std::vector<std::array<int, 2>>& merges_;
    const SquareMatrix& distances_;
    SquareMatrix best_;  ///< by the ends; the node is where the two ends join
    std::vector<Leaves> node_leaves_;
};

}  // namespace

std::vector<std::size_t> optimal_leaf_order(const std::vector<std::array<int, 2>>& merges,
                                            const SquareMatrix& distances) {
    if (merges.empty()) return Leaves(distances.size(), 0);
    return LeafOrder(merges, distances).order();
}

}  // namespace asparagate
