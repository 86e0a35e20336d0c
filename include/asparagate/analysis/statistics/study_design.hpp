#pragma once
#include <cstdint>
#include <span>

namespace asparagate {

// What a study of a given size can show at all (DOMAIN 4.12, 5).

/// Smallest two-sided Mann-Whitney p without ties: 2/C(n_1 + n_2, n_1).
double attainable_mann_whitney(std::uint64_t n_1, std::uint64_t n_2);
/// Smallest two-sided signed-rank p without ties: 2^(1 - n).
double attainable_signed_rank(std::uint64_t n);
/// P(at least one of `markers` independent null markers separates the groups perfectly, AUC 0 or 1).
double perfect_separation(std::uint64_t n_1, std::uint64_t n_2, std::uint64_t markers);

/// Smallest N with P(at least `min_events` of N events at `frequency`) >= probability.
/// @throws AnalysisError unless 0 < frequency <= 1, 0 < probability < 1.
std::uint64_t events_to_acquire(double frequency, std::uint64_t min_events, double probability);

/// Minimum sample size of a prediction model with a binary outcome (Riley 2019, 2020). Sizes are rounded up.
struct RileySampleSize {
    double max_r2 = 0;           ///< largest Cox-Snell R2 at this prevalence
    double r2 = 0;               ///< anticipated Cox-Snell R2
    double n_shrinkage = 0;      ///< expected shrinkage at least as asked
    double n_optimism = 0;       ///< optimism of the apparent R2 at most as asked
    double n_intercept = 0;      ///< overall risk within the margin
    double n_required = 0;       ///< the largest of the three
};
struct RileyInput {
    std::uint64_t parameters = 1;
    double prevalence = 0.5;
    double nagelkerke_r2 = 0.15;     ///< anticipated share of the largest R2
    double shrinkage = 0.9;
    double optimism_delta = 0.05;
    double intercept_margin = 0.05;
};
/// @throws AnalysisError unless every rate lies between 0 and 1 and there is a parameter.
RileySampleSize riley_sample_size(const RileyInput& input);

/// One-arm design against H0: rate <= p0, exact binomial: the smallest n at which rejecting at r or more successes keeps
/// alpha and reaches the power at p1.
struct OneArmDesign {
    std::uint64_t n = 0, r = 0;
    double alpha = 0, power = 0;  ///< as they are
};
/// @throws AnalysisError unless 0 <= p0 < p1 <= 1, alpha and power lie between 0 and 1; or beyond n = 100000.
OneArmDesign one_arm_design(double p0, double p1, double alpha_one_sided, double power);

}  // namespace asparagate
