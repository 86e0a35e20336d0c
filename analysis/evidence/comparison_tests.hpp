#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// A number for a sentence: two significant digits, whole numbers in full.
std::string short_text(double value);

inline constexpr const char* exact_mann_whitney = "exact Mann-Whitney";

/// "exact Mann-Whitney p = 0.095, the smallest possible for 5 against 2"
std::string p_sentence(const std::string& test, double p, double smallest, const std::string& design);

/// "; no result can reach p <= 0.05" when even the smallest p is above alpha, else nothing.
std::string beyond_reach(const std::optional<double>& smallest, double alpha);

/// Fills n, medians, statistic, p, Hodges-Lehmann and AUC of `x` (AAR) against `y` (AANR), and the note in words.
/// A group without values leaves them empty and says so.
void compare_groups(Comparison& comparison, const std::vector<double>& x, const std::vector<double>& y);

/// The same for pairs; `estimate` is the pseudomedian of `differences`, medians are of the sides.
void compare_pairs(Comparison& comparison, const std::vector<double>& before, const std::vector<double>& after,
                   const std::vector<double>& differences);

}  // namespace asparagate
