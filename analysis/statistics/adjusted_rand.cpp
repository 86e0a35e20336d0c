#include "asparagate/analysis/statistics/adjusted_rand.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/rank_sums.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

namespace asparagate {
namespace {

constexpr const char* method = "adjusted Rand index";
constexpr double most_tables = 1e7;

double pairs(double n) {
    return n * (n - 1) / 2;
}

/// From the pairs together in both partitions, in each, and all pairs.
double index_of(double in_both, double in_a, double in_b, double all) {
    // Times 2 all, so that everything before the division is whole and full agreement is exactly 1.
    const double expected = 2 * in_a * in_b, largest = (in_a + in_b) * all;
    if (largest == expected) return std::numeric_limits<double>::quiet_NaN();
    return (2 * in_both * all - expected) / (largest - expected);
}

void check_lengths(std::size_t a, std::size_t b) {
    if (a == b && a > 0) return;
    throw AnalysisError(method, std::to_string(a) + " and " + std::to_string(b) +
                                    " labels; expected the same number of each, at least one");
}

/// Every way to spread the labels of one kind over the clusters.
class LabelTables {
public:
    LabelTables(std::vector<double> cluster_sizes, double with_label)
        : sizes_(std::move(cluster_sizes)), with_label_(with_label) {
        for (const double size : sizes_) {
            n_ += size;
            in_clusters_ += pairs(size);
            std::vector<double>& log_ways = log_ways_.emplace_back();
            for (double here = 0; here <= size; ++here) log_ways.push_back(log_binomial(size, here));
        }
    }

    /// The index when cluster c holds counts[c] of the label.
    [[nodiscard]] double index(const std::vector<double>& counts) const {
        double in_both = 0;
        for (std::size_t c = 0; c < sizes_.size(); ++c) in_both += pairs(counts[c]) + pairs(sizes_[c] - counts[c]);
        return index_of(in_both, in_clusters_, pairs(with_label_) + pairs(n_ - with_label_), pairs(n_));
    }

    /// Calls `visit(index, probability)` for each.
    template <class Visit>
    void each(Visit&& visit) const {
        std::vector<double> counts(sizes_.size(), 0);
        spread(0, with_label_, -log_binomial(n_, with_label_), counts, visit);
    }

private:
    template <class Visit>
    void spread(std::size_t cluster, double left, double log_share, std::vector<double>& counts, Visit& visit) const {
        if (cluster + 1 == sizes_.size()) {
            if (left > sizes_[cluster]) return;
            counts[cluster] = left;
            visit(index(counts), std::exp(log_share + log_ways_[cluster][static_cast<std::size_t>(left)]));
            return;
        }
        for (double here = 0; here <= std::min(left, sizes_[cluster]); ++here) {
            counts[cluster] = here;
            const double log_ways = log_ways_[cluster][static_cast<std::size_t>(here)];
            spread(cluster + 1, left - here, log_share + log_ways, counts, visit);
        }
    }

    std::vector<double> sizes_;
    std::vector<std::vector<double>> log_ways_;  ///< to choose 0, 1, 2, ... items of each cluster
    double with_label_;
    double n_ = 0, in_clusters_ = 0;
};

}  // namespace

double adjusted_rand(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
    check_lengths(a.size(), b.size());
    std::map<std::size_t, double> of_a, of_b;
    std::map<std::pair<std::size_t, std::size_t>, double> of_both;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ++of_a[a[i]];
        ++of_b[b[i]];
        ++of_both[{a[i], b[i]}];
    }
    const auto together = [](const auto& counts) {
        double sum = 0;
        for (const auto& [label, count] : counts) sum += pairs(count);
        return sum;
    };
    return index_of(together(of_both), together(of_a), together(of_b), pairs(static_cast<double>(a.size())));
}

AdjustedRandTest adjusted_rand_test(const std::vector<std::size_t>& clusters, const std::vector<bool>& label) {
    check_lengths(clusters.size(), label.size());
    std::map<std::size_t, std::pair<double, double>> found;  // size, with the label
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        ++found[clusters[i]].first;
        found[clusters[i]].second += label[i] ? 1 : 0;
    }
    const auto with_label = static_cast<double>(std::count(label.begin(), label.end(), true));
    if (with_label == 0 || with_label == static_cast<double>(label.size()))
        throw AnalysisError(method, "all items carry one label; expected two kinds");
    std::vector<double> sizes, observed;
    double tables = 1;
    for (const auto& [cluster, counts] : found) {
        sizes.push_back(counts.first);
        observed.push_back(counts.second);
        tables *= counts.first + 1;
    }
    if (tables > most_tables) throw AnalysisError(method, std::to_string(sizes.size()) + " clusters; expected fewer");
    const LabelTables all(sizes, with_label);
    AdjustedRandTest test;
    test.index = all.index(observed);
    if (std::isnan(test.index)) return test;
    constexpr double same = 1e-9;
    double highest = -std::numeric_limits<double>::infinity();
    all.each([&](double index, double) { highest = std::max(highest, index); });
    // Summed over the arrangements that agree as well and over the rest: where there is no rest p is exactly 1.
    const auto share_from = [&](double limit) {
        double reached = 0, rest = 0;
        all.each([&](double index, double probability) { (index >= limit - same ? reached : rest) += probability; });
        return reached / (reached + rest);
    };
    test.p = share_from(test.index);
    test.p_min_attainable = share_from(highest);
    return test;
}

}  // namespace asparagate
