#include "asparagate/analysis/statistics/summary.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/midranks.hpp"

namespace asparagate {

double quantile(std::span<const double> values, double probability) {
    constexpr const char* method = "quantile";
    if (values.empty()) throw AnalysisError(method, "no values; expected at least one");
    if (!(probability >= 0 && probability <= 1)) {
        throw AnalysisError(method, "probability " + format_number(probability) + "; expected a number from 0 to 1");
    }
    refuse_nan(values, method);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double position = static_cast<double>(sorted.size() - 1) * probability;
    const auto below = static_cast<std::size_t>(position);
    const double share = position - static_cast<double>(below);
    if (share == 0 || sorted[below] == sorted[below + 1]) return sorted[below];
    return (1 - share) * sorted[below] + share * sorted[below + 1];
}

double median(std::span<const double> values) {
    return quantile(values, 0.5);
}

}  // namespace asparagate
