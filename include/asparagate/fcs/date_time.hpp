#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace asparagate {

/// A day of the Gregorian calendar.
using CalendarDate = std::chrono::year_month_day;

/// A point in time as a file gives it. With a zone it is an instant of UTC. Without one it is what an unknown local
/// clock showed: it is never converted, since the zone of the computer that reads says nothing about the instrument.
struct Instant {
    std::int64_t seconds = 0;         ///< since 1970-01-01T00:00:00, of UTC or of that clock
    double fraction = 0;              ///< of a second, 0 <= fraction < 1
    std::optional<int> zone_minutes;  ///< east of UTC as the file has it; nullopt when it names no zone

    bool operator==(const Instant&) const = default;
};

/// `2026-03-01`
std::string to_iso_8601(const CalendarDate& date);
/// `2026-03-01T21:30:00.25Z` in UTC; without the Z when the zone is unknown. Shortest fraction.
std::string to_iso_8601(const Instant& instant);
/// `end` minus `begin`, negative when `end` is earlier; nullopt when only one of them has a zone.
std::optional<double> seconds_between(const Instant& begin, const Instant& end);

}  // namespace asparagate
