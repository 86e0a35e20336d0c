#pragma once
#include <cstdint>
#include <vector>

namespace asparagate {

/// Percentile (0-100, type 7) of finite `values`, which it reorders; as the engine computes it. @pre not empty
double control_percentile(std::vector<double>& values, double percentile);

/// The same percentile of one resample with replacement. Which of the sorted values a resample has at the ranks that
/// the percentile lies between is drawn from the distribution of uniform order statistics, a beta distribution: the
/// bootstrap itself, without resampling every event. Advances no state but that of `seed`'s stream.
double resampled_percentile(std::vector<double>& values, double percentile, std::uint64_t seed);

}  // namespace asparagate
