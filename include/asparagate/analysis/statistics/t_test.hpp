#pragma once
#include <span>

namespace asparagate {

/// A t test; secondary to the exact tests (DOMAIN 4.12). What the data cannot give is NaN.
struct TTest {
    double statistic = 0;
    double df = 0;
    double p_two_sided = 1;
    double low = 0, high = 0;  ///< 95 % of the difference, or of the mean
};
/// Unequal variances (Welch 1947). NaN when both variances are unknown or zero.
TTest welch_t(std::span<const double> x, std::span<const double> y);
/// Equal variances (Student). NaN below three values in all, or when nothing varies.
TTest pooled_t(std::span<const double> x, std::span<const double> y);
/// Mean against zero.
TTest one_sample_t(std::span<const double> values);
/// Standardised difference with the small-sample factor 1 - 3/(4 df - 1) (Hedges 1981).
double hedges_g(std::span<const double> x, std::span<const double> y);

/// Brunner-Munzel (2000) with the t approximation. `statistic` has the sign of SciPy: negative when x tends to be
/// larger. NaN when the groups are separated or all values tie, where its variance is zero.
TTest brunner_munzel(std::span<const double> x, std::span<const double> y);

/// Mean and standard deviation with n - 1 (NaN below two values).
struct Moments {
    double n = 0, mean = 0, sd = 0;
    [[nodiscard]] double variance() const { return sd * sd; }
};
/// @throws AnalysisError on no values or one that is not finite.
Moments moments(std::span<const double> values);

}  // namespace asparagate
