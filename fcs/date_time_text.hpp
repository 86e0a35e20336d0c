#pragma once
#include "asparagate/fcs/date_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// `$BTIM`, `$ETIM`: a reading of the clock, in the form that one version or another defines.
struct ClockTime {
    enum class Form {
        seconds,     ///< hh:mm:ss, every version
        sixtieths,   ///< hh:mm:ss:tt, tt in 1/60 s, FCS 3.0
        hundredths,  ///< hh:mm:ss.cc, FCS 3.1 and later
        loose        ///< another number of digits, no version
    };
    std::int64_t seconds = 0;  ///< since midnight
    double fraction = 0;
    Form form = Form::seconds;
};
std::optional<ClockTime> parse_clock_time(std::string_view text);

/// `dd-mmm-yyyy` with an English month in any case, as the standard has it.
std::optional<CalendarDate> parse_date(std::string_view text);

/// How dates of a file are written: `dd`, `mm` (number) or `mmm` (English name), and `yyyy` or `yy` (1970 to 2069),
/// once each, with anything but letters and digits between them: `dd/mm/yyyy`, `yyyymmdd`.
class DateFormat {
public:
    /// @throws Error(usage) when `pattern` is not such a form.
    explicit DateFormat(const std::string& pattern);
    [[nodiscard]] std::optional<CalendarDate> parse(std::string_view text) const;

private:
    std::string pattern_;
};

/// `$LAST_MODIFIED`: `dd-mmm-yyyy hh:mm:ss[.cc]`, zone-less.
std::optional<Instant> parse_date_and_time(std::string_view text);
/// `yyyy-mm-ddThh:mm:ss[.f][Z or +hh[[:]mm]]` (ISO 8601), any number of digits in the fraction.
std::optional<Instant> parse_iso_8601(std::string_view text);
/// A day and a reading of the clock on it, zone-less.
Instant instant_of(const CalendarDate& date, const ClockTime& time);

}  // namespace asparagate::detail
