#pragma once
// What study_evidence() is put together from.
#include "report/study_evidence.hpp"

#include <cmath>

namespace asparagate {

/// Repeatable scatter in 0..1 without a random generator.
inline double scatter(std::size_t a, std::size_t b) {
    const double x = std::sin(static_cast<double>(a * 131 + b * 71 + 7)) * 43758.5453;
    return x - std::floor(x);
}

inline std::string patient_id(std::size_t i) {
    return "P" + std::to_string(i + 1);
}

inline bool is_restored(std::size_t i) {
    return i % 8 < 6;
}

/// Features, fold changes, samples, histograms, gate plots and what is correlated with them.
void add_flow(Evidence& evidence, const StudyShape& shape);
void add_comparisons(Evidence& evidence);
void add_correlations(Evidence& evidence);
void add_restored_correlations(Evidence& evidence);
/// What moving the gates would have given: bands around every value and estimate found.
void add_placement(Evidence& evidence);

}  // namespace asparagate
