#pragma once
#include <cstdint>
#include <span>

namespace asparagate {

/// Exact Mann-Whitney test on midranks (Mann and Whitney 1947; DOMAIN 4.1).
struct MannWhitney {
    std::size_t n_x = 0, n_y = 0;
    double u = 0;                  ///< of x: rank sum of x - n_x (n_x + 1) / 2
    double p_two_sided = 1;        ///< P(|W - EW| >= |w - EW|)
    double p_greater = 1;          ///< x tends to be larger
    double p_less = 1;
    double p_mid_two_sided = 1;    ///< two-sided mid-p
    double p_min_attainable = 1;   ///< smallest two-sided p of this tie pattern
    bool ties = false;
    bool exact = true;             ///< false: tie- and continuity-corrected normal approximation (n_x n_y too large)
    double arrangements = 1;       ///< C(n_x + n_y, n_x)
};

/// Dynamic programming over doubled midranks, O(N n sum): exact while the work stays below 5e8 steps, else the normal
/// approximation. Values equal within 1e-9 relative are tied. @throws AnalysisError on an empty group or NaN.
MannWhitney mann_whitney(std::span<const double> x, std::span<const double> y);

/// The normal approximation by itself, variance corrected for ties (DOMAIN 4.1).
struct MannWhitneyNormal {
    double u = 0;
    double p_two_sided = 1;              ///< with the continuity correction of 1/2
    double p_two_sided_uncorrected = 1;  ///< without
    double p_greater = 1, p_less = 1;    ///< with the continuity correction
};
/// @throws AnalysisError on an empty group or NaN.
MannWhitneyNormal mann_whitney_normal(std::span<const double> x, std::span<const double> y);

/// theta = P(x > y) + P(x = y)/2 with Newcombe's interval, method 5 (Stat Med 2006;25:559; DOMAIN 4.6).
struct AreaUnderCurve {
    double theta = 0.5;
    double low = 0, high = 1;      ///< 95 %
    double cliffs_delta = 0;       ///< 2 theta - 1
};
AreaUnderCurve area_under_curve(std::span<const double> x, std::span<const double> y);
/// The interval by itself, for an area that was found another way, as by cross-validation. 0 <= theta <= 1, sizes >= 1.
AreaUnderCurve newcombe_area(double theta, std::size_t n_x, std::size_t n_y);

/// Median of all x_i - y_j with its exact interval from order statistics (DOMAIN 4.3). Where `confidence` cannot be
/// reached the interval is (-inf, inf) with achieved 1; the full range of differences and its level are always given.
struct HodgesLehmann {
    double estimate = 0;
    double low = 0, high = 0;
    double achieved = 1;
    double range_low = 0, range_high = 0, range_confidence = 0;
};
HodgesLehmann hodges_lehmann(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

}  // namespace asparagate
