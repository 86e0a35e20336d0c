#include "date_time_text.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "standard_keywords.hpp"

#include <array>

namespace asparagate::detail {
namespace {

/// Takes pieces off the front of a text; every function says whether the piece was there.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(trim(text)) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

    bool literal(char c) {
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// A number of at least `least` and at most `most` digits.
    bool number(unsigned least, unsigned most, int& value) {
        value = 0;
        unsigned digits = 0;
        for (; digits < most && at_digit(); ++digits) {
            value = 10 * value + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        return digits >= least;
    }

    /// `.` and digits, as a fraction of one. Returns the number of digits, 0 when there are none.
    std::size_t fraction(double& value) {
        if (rest_.size() < 2 || rest_[0] != '.') return 0;
        const std::size_t end = std::min(rest_.find_first_not_of("0123456789", 1), rest_.size());
        const auto number = parse_number("0" + std::string(rest_.substr(0, end)));
        // A row of nines can round up to 1, which would be the next second.
        if (end == 1 || !number || *number >= 1) return 0;
        value = *number;
        rest_.remove_prefix(end);
        return end - 1;
    }

    /// The first three letters of an English month in any case; never a matter of the locale.
    bool month(int& value) {
        static constexpr std::array<std::string_view, 12> names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                                "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
        const auto found = std::find(names.begin(), names.end(), upper_case(rest_.substr(0, 3)));
        if (found == names.end()) return false;
        value = static_cast<int>(found - names.begin()) + 1;
        rest_.remove_prefix(3);
        return true;
    }

private:
    std::string_view rest_;
};

std::optional<CalendarDate> calendar_date(int year, int month, int day) {
    const CalendarDate date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool scan_date(Scanner& scanner, std::optional<CalendarDate>& date) {
    int day = 0, month = 0, year = 0;
    if (!scanner.number(2, 2, day) || !scanner.literal('-') || !scanner.month(month) || !scanner.literal('-') ||
        !scanner.number(4, 4, year))
        return false;
    date = calendar_date(year, month, day);
    return date.has_value();
}

/// hh:mm:ss with the number of digits it has to have.
bool scan_clock(Scanner& scanner, unsigned least_digits, std::int64_t& seconds) {
    int hour = 0, minute = 0, second = 0;
    if (!scanner.number(least_digits, 2, hour) || !scanner.literal(':') || !scanner.number(2, 2, minute) ||
        !scanner.literal(':') || !scanner.number(2, 2, second))
        return false;
    seconds = 3600 * std::int64_t{hour} + 60 * minute + second;
    return hour < 24 && minute < 60 && second < 60;
}

/// `Z`, `+hh`, `+hh:mm` or `+hhmm`, or nothing.
bool scan_zone(Scanner& scanner, std::optional<int>& minutes_east) {
    if (scanner.at_end()) return true;
    if (scanner.literal('Z') || scanner.literal('z')) {
        minutes_east = 0;
        return true;
    }
    const bool west = scanner.literal('-');
    int hours = 0, minutes = 0;
    if ((!west && !scanner.literal('+')) || !scanner.number(2, 2, hours)) return false;
    if (scanner.literal(':') || scanner.at_digit()) {
        if (!scanner.number(2, 2, minutes)) return false;
    }
    minutes_east = (west ? -1 : 1) * (60 * hours + minutes);
    return hours < 24 && minutes < 60;
}

std::int64_t seconds_since_1970(const CalendarDate& date) {
    return std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * 86400;
}

}  // namespace

std::optional<ClockTime> parse_clock_time(std::string_view text) {
    Scanner scanner(text);
    ClockTime time;
    if (!scan_clock(scanner, 1, time.seconds)) return std::nullopt;
    const bool padded = trim(text).find(':') == 2;
    if (scanner.literal(':')) {
        int sixtieths = 0;
        if (!scanner.number(2, 2, sixtieths) || sixtieths >= 60) return std::nullopt;
        time.fraction = sixtieths / 60.0;
        time.form = ClockTime::Form::sixtieths;
    } else if (!scanner.at_end()) {
        const std::size_t digits = scanner.fraction(time.fraction);
        if (digits == 0) return std::nullopt;
        time.form = digits == 2 ? ClockTime::Form::hundredths : ClockTime::Form::loose;
    }
    if (!scanner.at_end()) return std::nullopt;
    if (!padded) time.form = ClockTime::Form::loose;
    return time;
}

std::optional<CalendarDate> parse_date(std::string_view text) {
    Scanner scanner(text);
    std::optional<CalendarDate> date;
    return scan_date(scanner, date) && scanner.at_end() ? date : std::nullopt;
}

DateFormat::DateFormat(const std::string& pattern) {
    // Stored as one letter for each piece; longer pieces come first.
    static constexpr std::array<std::pair<std::string_view, char>, 5> pieces{
        {{"dd", 'd'}, {"mmm", 'M'}, {"mm", 'm'}, {"yyyy", 'Y'}, {"yy", 'y'}}};
    bool sound = true;
    for (std::string_view rest = pattern; !rest.empty();) {
        const auto piece =
            std::find_if(pieces.begin(), pieces.end(), [&](const auto& p) { return rest.starts_with(p.first); });
        const bool known = piece != pieces.end();
        sound = sound && (known || !is_letter_or_digit(rest[0]));
        pattern_ += known ? piece->second : rest[0];
        rest.remove_prefix(known ? piece->first.size() : 1);
    }
    const auto once = [&](std::string_view letters) {
        return std::count_if(pattern_.begin(), pattern_.end(),
                             [&](char c) { return letters.find(c) < letters.size(); }) == 1;
    };
    if (!sound || !once("d") || !once("mM") || !once("yY"))
        throw Error(ErrorKind::usage, "--date-format=" + pattern +
                                          ": expected dd, mm or mmm, and yy or yyyy, once each, such as dd/mm/yyyy");
}

std::optional<CalendarDate> DateFormat::parse(std::string_view text) const {
    Scanner scanner(text);
    int day = 0, month = 0, year = 0;
    for (const char piece : pattern_) {
        bool found = false;
        switch (piece) {
            case 'd':
                found = scanner.number(1, 2, day);
                break;
            case 'm':
                found = scanner.number(1, 2, month);
                break;
            case 'M':
                found = scanner.month(month);
                break;
            case 'y':
                found = scanner.number(2, 2, year);
                year += year < 70 ? 2000 : 1900;
                break;
            case 'Y':
                found = scanner.number(4, 4, year);
                break;
            default:
                found = scanner.literal(piece);
        }
        if (!found) return std::nullopt;
    }
    return scanner.at_end() ? calendar_date(year, month, day) : std::nullopt;
}

std::optional<Instant> parse_date_and_time(std::string_view text) {
    Scanner scanner(text);
    std::optional<CalendarDate> date;
    ClockTime time;
    if (!scan_date(scanner, date) || !scanner.literal(' ') || !scan_clock(scanner, 2, time.seconds))
        return std::nullopt;
    if (!scanner.at_end() && scanner.fraction(time.fraction) != 2) return std::nullopt;
    return scanner.at_end() ? std::optional(instant_of(*date, time)) : std::nullopt;
}

std::optional<Instant> parse_iso_8601(std::string_view text) {
    Scanner scanner(text);
    int year = 0, month = 0, day = 0;
    ClockTime time;
    if (!scanner.number(4, 4, year) || !scanner.literal('-') || !scanner.number(2, 2, month) || !scanner.literal('-') ||
        !scanner.number(2, 2, day) || (!scanner.literal('T') && !scanner.literal('t')) ||
        !scan_clock(scanner, 2, time.seconds))
        return std::nullopt;
    scanner.fraction(time.fraction);
    std::optional<int> zone;
    if (!scan_zone(scanner, zone) || !scanner.at_end()) return std::nullopt;
    const auto date = calendar_date(year, month, day);
    if (!date) return std::nullopt;
    Instant instant = instant_of(*date, time);
    instant.zone_minutes = zone;
    instant.seconds -= 60 * std::int64_t{zone.value_or(0)};
    return instant;
}

Instant instant_of(const CalendarDate& date, const ClockTime& time) {
    return {seconds_since_1970(date) + time.seconds, time.fraction, std::nullopt};
}

}  // namespace asparagate::detail
