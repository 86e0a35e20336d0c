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

std::vector<std::optional<double>> benjamini_hochberg(std::span<const std::optional<double>> p) {
    const std::vector<std::size_t> order = ascending(p, "Benjamini-Hochberg");
    std::vector<std::optional<double>> adjusted(p.size());
    double smallest = 1;
    for (std::size_t rank = order.size(); rank-- > 0;) {
        const double factor = static_cast<double>(order.size()) / static_cast<double>(rank + 1);
        smallest = std::min(smallest, factor * *p[order[rank]]);
        adjusted[order[rank]] = smallest;
    }
    return adjusted;
}

}  // namespace asparagate
