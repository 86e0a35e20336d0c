#include "asparagate/analysis/statistics/multiplicity.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

/// Positions of the p-values that are there, ascending by p; equal p stay in input order.
std::vector<std::size_t> ascending(std::span<const std::optional<double>> p, const char* method) {
    std::vector<std::size_t> present;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (!p[i]) continue;
        if (!(*p[i] >= 0 && *p[i] <= 1)) {
            throw AnalysisError(method, "p-value " + std::to_string(i + 1) + " is " + format_number(*p[i]) +
                                            "; expected a number from 0 to 1, or missing");
        }
        present.push_back(i);
    }
    std::stable_sort(present.begin(), present.end(), [&](auto a, auto b) { return *p[a] < *p[b]; });
    return present;
}

/// From the largest p down: each times `factor(m, rank)`, never above the one before. Ranks ascend from 0.
template <class Factor>
std::vector<std::optional<double>> step_up(std::span<const std::optional<double>> p, const char* method,
                                           Factor factor) {
    const std::vector<std::size_t> order = ascending(p, method);
    std::vector<std::optional<double>> adjusted(p.size());
    double smallest = 1;
    for (std::size_t rank = order.size(); rank-- > 0;) {
        smallest = std::min(smallest, factor(order.size(), rank) * *p[order[rank]]);
        adjusted[order[rank]] = smallest;
    }
    return adjusted;
}

}  // namespace

std::vector<std::optional<double>> holm(std::span<const std::optional<double>> p) {
    const std::vector<std::size_t> order = ascending(p, "Holm");
    std::vector<std::optional<double>> adjusted(p.size());
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double factor = static_cast<double>(order.size() - rank);
        largest = std::max(largest, std::min(1.0, factor * *p[order[rank]]));
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

std::vector<std::optional<double>> bonferroni(std::span<const std::optional<double>> p) {
    const std::vector<std::size_t> order = ascending(p, "Bonferroni");
    std::vector<std::optional<double>> adjusted(p.size());
    for (const std::size_t i : order) adjusted[i] = std::min(1.0, static_cast<double>(order.size()) * *p[i]);
    return adjusted;
}

std::vector<std::optional<double>> hochberg(std::span<const std::optional<double>> p) {
    return step_up(p, "Hochberg", [](std::size_t m, std::size_t rank) { return static_cast<double>(m - rank); });
}

std::vector<std::optional<double>> benjamini_hochberg(std::span<const std::optional<double>> p) {
    return step_up(p, "Benjamini-Hochberg", [](std::size_t m, std::size_t rank) {
        return static_cast<double>(m) / static_cast<double>(rank + 1);
    });
}

std::vector<std::optional<double>> benjamini_yekutieli(std::span<const std::optional<double>> p) {
    double harmonic = 0, i = 0;
    for (const auto& value : p)
        if (value) harmonic += 1 / ++i;
    return step_up(p, "Benjamini-Yekutieli", [&](std::size_t m, std::size_t rank) {
        return harmonic * static_cast<double>(m) / static_cast<double>(rank + 1);
    });
}

}  // namespace asparagate
