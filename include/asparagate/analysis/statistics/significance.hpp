#pragma once
#include <optional>

namespace asparagate {

/// p counts against the null hypothesis when it is at most alpha, as the size of a test is defined (Lehmann & Romano,
/// Testing Statistical Hypotheses, 3.1). Sums of exact probabilities that differ from alpha by rounding count as equal.
[[nodiscard]] inline bool is_significant(double p, double alpha) {
    constexpr double rounding = 1e-9;
    return p <= alpha * (1 + rounding);
}

/// `p`, or the smallest p of the design where the two differ by the rounding of sums alone.
[[nodiscard]] inline double at_least_smallest(double p, double p_min_attainable) {
    constexpr double rounding = 1e-12;
    return p <= p_min_attainable * (1 + rounding) ? p_min_attainable : p;
}

/// True when not even the smallest p of a design is significant; false where that p is not known.
[[nodiscard]] inline bool cannot_reach(const std::optional<double>& p_min_attainable, double alpha) {
    return p_min_attainable && !is_significant(*p_min_attainable, alpha);
}

}  // namespace asparagate
