#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"

#include <functional>
#include <span>
#include <vector>

namespace asparagate {

/// A statistic of one resample and how many resamples share it.
struct Resample {
    double value = 0;
    double weight = 1;  ///< a whole number
};

/// The statistic of every resample of `n` observations: each multiset once, with the number of orders it stands for.
/// `statistic` gets how often each observation is taken; NaN leaves the resample out.
std::vector<Resample> all_resamples(std::size_t n,
                                    const std::function<double(std::span<const std::size_t> counts)>& statistic);
/// The same of seeded resamples; `make_statistic` is called once per block, so that it may keep scratch memory.
/// `statistic` gets the positions taken.
std::vector<Resample> drawn_resamples(
    std::size_t n, const MonteCarlo& settings,
    const std::function<std::function<double(std::span<const std::size_t> taken)>()>& make_statistic);

/// Resampled values in order.
class ResampledValues {
public:
    explicit ResampledValues(std::vector<Resample> resamples);

    [[nodiscard]] double total() const { return total_; }
    /// Type 7 over all resamples.
    [[nodiscard]] double quantile(double probability) const;
    [[nodiscard]] double variance(double about) const;
    /// Normal quantile of the share below `estimate`; values within `tolerance` count half.
    [[nodiscard]] double bias_correction(double estimate, double tolerance) const;

private:
    std::vector<Resample> resamples_;
    double total_ = 0;
};

/// Probabilities at which the BCa interval (Efron 1987) reads the distribution, 95 %.
ConfidenceInterval bca_levels(double z0, double acceleration);
/// Acceleration from the values of a statistic without each observation in turn.
double jackknife_acceleration(std::span<const double> without_each);

}  // namespace asparagate
