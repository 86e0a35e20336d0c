#pragma once
#include "asparagate/gating/population_table.hpp"

#include <QString>

#include <cstdint>
#include <optional>

namespace asparagate::gui {

/// 1234567 -> "1 234 567" with thin spaces (U+2009).
QString count_text(std::uint64_t count);
/// A percentage (0-100) without the sign: one decimal from 1 % on, two significant digits below, "0" for none,
/// an en dash where it is undefined.
QString percent_text(std::optional<double> percent);
/// "11.9 – 12.9 %"; an en dash where it is undefined.
QString interval_text(const std::optional<ProportionInterval>& interval);
/// `value` with at most `digits` significant decimal digits; infinities and NaN unchanged.
double round_significant(double value, int digits);
/// At most seven significant digits, no exponent between 1e-4 and 1e7, C locale, typographic minus.
QString coordinate_text(double value);
/// "1:05" or "1:02:03" for seconds.
QString duration_text(double seconds);

}  // namespace asparagate::gui
