#include "asparagate/fcs/date_time.hpp"

#include <charconv>
#include <cstdio>

namespace asparagate {
namespace {

/// Digits after the decimal point, without trailing zeros.
std::string fraction_digits(double fraction) {
    char buffer[400];  // a denormal has 1,074 places, but no clock writes more than a few hundred
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, fraction, std::chars_format::fixed);
    return error == std::errc{} ? std::string(buffer + 2, end) : "0";
}

}  // namespace

std::string to_iso_8601(const CalendarDate& date) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

std::string to_iso_8601(const Instant& instant) {
    using namespace std::chrono;
    const sys_seconds time{seconds(instant.seconds)};
    const auto midnight = floor<days>(time);
    const hh_mm_ss clock(time - midnight);
    char text[32];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string iso = to_iso_8601(CalendarDate(midnight)) + text;
    if (instant.fraction > 0) iso += '.' + fraction_digits(instant.fraction);
    return instant.zone_minutes ? iso + 'Z' : iso;
}

std::optional<double> seconds_between(const Instant& begin, const Instant& end) {
    if (begin.zone_minutes.has_value() != end.zone_minutes.has_value()) return std::nullopt;
    return static_cast<double>(end.seconds - begin.seconds) + (end.fraction - begin.fraction);
}

}  // namespace asparagate
