#pragma once
#include <optional>
#include <span>
#include <vector>

namespace asparagate {

// Missing p-values stay missing and do not count in m (DOMAIN 4.10). Results equal R's p.adjust.

/// p times the number of tests.
std::vector<std::optional<double>> bonferroni(std::span<const std::optional<double>> p);
/// Holm 1979.
std::vector<std::optional<double>> holm(std::span<const std::optional<double>> p);
/// Hochberg 1988.
std::vector<std::optional<double>> hochberg(std::span<const std::optional<double>> p);
/// Benjamini and Hochberg 1995.
std::vector<std::optional<double>> benjamini_hochberg(std::span<const std::optional<double>> p);
/// Benjamini and Yekutieli 2001: holds under any dependence.
std::vector<std::optional<double>> benjamini_yekutieli(std::span<const std::optional<double>> p);

}  // namespace asparagate
