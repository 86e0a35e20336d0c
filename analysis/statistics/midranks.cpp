#include "statistics/midranks.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"

#include <numeric>

namespace asparagate {
namespace {

constexpr double tie_tolerance = 1e-9;

}  // namespace

double Midranks::tie_correction() const {
    double sum = 0;
    for (const std::size_t size : tie_sizes) {
        const auto t = static_cast<double>(size);
        sum += t * t * t - t;
    }
    return sum;
}

bool values_tied(double a, double b) {
    if (a == b) return true;
    if (std::isinf(a) || std::isinf(b)) return false;
    return std::abs(a - b) <= tie_tolerance * std::max(std::abs(a), std::abs(b));
}

Midranks midranks(std::span<const double> values) {
    std::vector<std::size_t> by_value(values.size());
    std::iota(by_value.begin(), by_value.end(), std::size_t{0});
    std::stable_sort(by_value.begin(), by_value.end(), [&](auto a, auto b) { return values[a] < values[b]; });

    Midranks ranks;
    ranks.doubled.resize(values.size());
    for (std::size_t first = 0; first < by_value.size();) {
        std::size_t end = first + 1;
        while (end < by_value.size() && values_tied(values[by_value[first]], values[by_value[end]])) ++end;
        // Ranks first+1 .. end have the doubled mean first + 1 + end.
        for (std::size_t i = first; i < end; ++i)
            ranks.doubled[by_value[i]] = static_cast<std::int64_t>(first + 1 + end);
        ranks.tie_sizes.push_back(end - first);
        first = end;
    }
    return ranks;
}

std::vector<double> rank_numbers(std::span<const double> values) {
    std::vector<double> ranks;
    for (const std::int64_t doubled : midranks(values).doubled) ranks.push_back(static_cast<double>(doubled) / 2);
    return ranks;
}

void refuse_nan(std::span<const double> values, const char* method) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            throw AnalysisError(method, "value " + std::to_string(i + 1) + " is NaN; leave missing values out");
        }
    }
}

void refuse_nonfinite(std::span<const double> values, const char* method) {
    refuse_nan(values, method);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isinf(values[i])) {
            throw AnalysisError(method, "value " + std::to_string(i + 1) + " is " + format_number(values[i]) +
                                            "; expected a finite number");
        }
    }
}

}  // namespace asparagate
