#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace asparagate {

/// Midranks times two, which are integers, so that sums of ranks compare exactly.
struct Midranks {
    std::vector<std::int64_t> doubled;   ///< one per value, in input order
    std::vector<std::size_t> tie_sizes;  ///< sizes of the groups of tied values, ascending by value; 1 = untied
    [[nodiscard]] bool ties() const { return tie_sizes.size() < doubled.size(); }
    /// sum of t^3 - t over tie groups
    [[nodiscard]] double tie_correction() const;
};

/// Equal within 1e-9 relative. Infinities tie only with themselves.
bool values_tied(double a, double b);

/// Ranks from 1. A value ties with the smallest of its group, so that near-equal values cannot chain.
Midranks midranks(std::span<const double> values);

/// The midranks as numbers.
std::vector<double> rank_numbers(std::span<const double> values);

/// @throws AnalysisError naming `method` and the position of the first NaN.
void refuse_nan(std::span<const double> values, const char* method);
/// The same for infinities as well.
void refuse_nonfinite(std::span<const double> values, const char* method);

}  // namespace asparagate
