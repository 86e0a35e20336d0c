#pragma once
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace asparagate {

/// Decline of asparaginase activity after a dose, descriptive only (DOMAIN 2.4): pegaspargase is lost faster with time
/// since the dose, so a short late half-life is not evidence of antibodies.
struct ActivityDecline {
    std::size_t points = 0;                        ///< used: positive and not below the LLOQ
    std::optional<double> rate_per_day;            ///< minus the slope of ln(activity) on day; from two points
    std::optional<double> half_life_days;          ///< ln 2 / rate, where it falls
    std::vector<std::optional<double>> pairwise;   ///< half-life between neighbouring points, where it falls
    std::optional<double> area;                    ///< IU/L x days, linear up and logarithmic down
    std::optional<double> crossing_day;            ///< first fall below the threshold, interpolated on the log scale
    double days_above_threshold = 0;               ///< between the first and the last point
};
/// `days` strictly ascending, `activities` in IU/L; NaN is missing. @throws AnalysisError otherwise, or when the threshold
/// is not positive.
ActivityDecline activity_kinetics(std::span<const double> days, std::span<const double> activities_iu_l,
                                   double threshold_iu_l, double lloq_iu_l = 0);

/// Area under the activity between two draws, linear up and logarithmic down; a fall to 0 has the rule's limit, 0.
double activity_area(double day_1, double iu_l_1, double day_2, double iu_l_2);
/// Day on which the activity between two draws is at the threshold: logarithmic down, linear up.
double crossing_day(double day_1, double iu_l_1, double day_2, double iu_l_2, double threshold_iu_l);

}  // namespace asparagate
