#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace asparagate::detail {

/// Quantiles of type 7 (Hyndman and Fan 1996; R's default) at `percents` (0-100, ascending). Reorders `values`, which
/// must hold no NaN. Empty optionals when there are no values.
std::vector<std::optional<double>> percentiles(std::span<double> values, std::span<const double> percents);

/// Statistics of one channel in one population by the names of docs/gate-semantics.md; values that are not finite are
/// left out. Reorders and shortens `values`.
std::vector<std::pair<std::string, std::optional<double>>> channel_statistics(std::vector<double>& values);

}  // namespace asparagate::detail
