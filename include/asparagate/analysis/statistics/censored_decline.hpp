#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace asparagate {

/// What a draw says of the activity: that it lies from `low` to `high`, IU/L. Equal where it was measured; low 0 below
/// the LLOQ, high infinite above the ULOQ.
struct ActivityBounds {
    double day = 0, low_iu_l = 0, high_iu_l = 0;
    [[nodiscard]] bool measured() const { return low_iu_l == high_iu_l; }
};

/// A line through ln(activity) on day with normal errors, by maximum likelihood: a measured draw counts with its
/// density, any other with the probability of its interval (Tobin 1958; DOMAIN 2.4). Descriptive, as ActivityDecline.
/// Limits are those of the 95 % profile likelihood, which with a handful of draws covers less than 95 %.
struct CensoredDecline {
    std::size_t points = 0, censored = 0;    ///< draws, and those of them that were not measured
    std::string not_estimable;               ///< why there is no line, or no interval; empty when there are both
    std::optional<double> slope_per_day;     ///< of ln(activity)
    std::optional<double> slope_low, slope_high;
    std::optional<double> ln_at_day_0;       ///< the line's ln(IU/L) on day 0
    std::optional<double> sd_ln;             ///< of the errors, by maximum likelihood; 0 when there is no interval
    std::optional<double> log_likelihood;    ///< of ln(activity), where there is an interval
    std::optional<double> half_life_days;    ///< -ln 2 / slope, where the line falls
    std::optional<double> half_life_low, half_life_high;  ///< infinite where the interval holds no fall
};
/// No line from fewer than three draws or two measured ones. Where a line through all measured draws also agrees with
/// the others, it is given without error or interval: the likelihood grows without bound as the errors vanish.
/// `draws` by strictly ascending day. @throws AnalysisError otherwise, or on bounds that hold no positive activity or
/// all of them.
CensoredDecline censored_decline(std::span<const ActivityBounds> draws);

}  // namespace asparagate
