#include "asparagate/analysis/statistics/censored.hpp"

#include "statistics/midranks.hpp"

#include <limits>

namespace asparagate {

std::vector<std::vector<double>> rank_values(const std::vector<std::vector<CensoredValue>>& groups) {
    constexpr double lowest = -std::numeric_limits<double>::infinity();
    double limit = lowest;
    for (const auto& group : groups) {
        for (const CensoredValue& value : group) {
            if (value.below) limit = std::max(limit, value.value);
        }
    }
    std::vector<std::vector<double>> values;
    for (const auto& group : groups) {
        std::vector<double>& ranked = values.emplace_back();
        for (const CensoredValue& value : group) ranked.push_back(value.below ? lowest : value.value);
        refuse_nan(ranked, "rank values");
        std::replace_if(
            ranked.begin(), ranked.end(), [&](double v) { return v < limit; }, lowest);
    }
    return values;
}

}  // namespace asparagate
