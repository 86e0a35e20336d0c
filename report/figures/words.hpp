#pragma once
#include "figures/term_words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace asparagate {

// Numbers and statistics as people read them. UTF-8 with a typographic minus; files keep full precision instead.

/// Three significant digits, "1 234" with thin separators from ten thousand on.
std::string number_words(double value);
/// "0.90": a fixed number of decimals, as on one axis or for areas under a curve.
std::string fixed_words(double value, int decimals);
/// For axes: shortest decimal.
std::string axis_number(double value);
/// One decimal above 1, two significant digits below.
std::string percent_words(double value);
/// "12 345" with thin separators.
std::string count_words(std::uint64_t value);
/// "0.095", "< 0.0001".
std::string p_words(double p);
/// "3 of 8".
std::string of_words(std::size_t part, std::size_t whole);
std::string superscript(int exponent);
/// "[1.2, 3.4]", with an open end written as the infinity it is.
std::string interval_words(const std::optional<double>& low, const std::optional<double>& high);
/// "P1, P2 and P5".
std::string list_words(const std::vector<std::string>& items);
/// "CD8 T" for the last step of a population path.
std::string population_name(const std::string& path);
/// Unit of a feature's measure: "% of parent", "cells/µL", "median GzmB".
std::string measure_words(const Feature& feature);

/// Why a test was not made, from the fields of its row; a reason that is not known here as it stands.
std::string reason_words(const Comparison& comparison);
std::string reason_words(const Correlation& correlation);
/// "exact Mann-Whitney p = 0.095, the smallest possible for 5 against 2"
std::string test_words(const Comparison& comparison);
/// "difference of medians 1.2 [0.3, 2.2] (90 %), AUC 1 [0.49, 1]"; empty when nothing was estimated.
std::string effect_words(const Comparison& comparison);
/// "Spearman rho = 0.68, exact p = 0.11 (smallest possible for n = 7: 0.0004)"
std::string correlation_words(const Correlation& correlation);

}  // namespace asparagate
