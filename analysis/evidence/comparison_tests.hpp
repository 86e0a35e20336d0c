#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// A number for a sentence: two significant digits, whole numbers in full.
std::string short_text(double value);

/// Fills n, medians, statistic, p, Hodges-Lehmann and AUC of `x` (AAR) against `y` (AANR), and the note in words.
/// A group without values leaves them empty and says so.
void compare_groups(Comparison& comparison, const std::vector<double>& x, const std::vector<double>& y);

/// The same for pairs; `estimate` is the pseudomedian of `differences`, medians are of the sides.
void compare_pairs(Comparison& comparison, const std::vector<double>& before, const std::vector<double>& after,
                   const std::vector<double>& differences);

}  // namespace asparagate
