#include "acquisition_times.hpp"

#include "date_time_text.hpp"

namespace asparagate::detail {
namespace {

constexpr std::int64_t seconds_of_a_day = 86400;

std::optional<CalendarDate> read_date(OptionalKeywords& keywords, const std::optional<DateFormat>& format) {
    const std::string key = "$DATE";
    const std::string_view text = keywords.text(key);
    if (text.empty()) return std::nullopt;
    if (const auto date = parse_date(text)) return date;
    const auto date = format ? format->parse(text) : std::nullopt;
    if (date) {
        keywords.log().note("I-OVERRIDE", {"TEXT", key},
                            "--date-format: $DATE=" + in_quotes(text) + " is read as " + to_iso_8601(*date));
    } else {
        keywords.not_used("W-DATE", key,
                          "dd-mmm-yyyy, such as 09-MAR-2026; --date-format says how to read another form");
    }
    return date;
}

/// The form that the version of the file defines; whole seconds are of every version.
bool has_form_of_version(const ClockTime& time, const std::string& version) {
    switch (time.form) {
        case ClockTime::Form::seconds:
            return true;
        case ClockTime::Form::sixtieths:
            return version == "3.0";
        case ClockTime::Form::hundredths:
            return version >= "3.1";
        case ClockTime::Form::loose:
            return false;
    }
    return false;
}

std::optional<ClockTime> read_clock(const std::string& key, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    if (text.empty()) return std::nullopt;
    const std::string& version = keywords.version();
    const std::string form = version == "2.0"   ? "hh:mm:ss"
                             : version == "3.0" ? "hh:mm:ss or hh:mm:ss:tt (1/60 s)"
                                                : "hh:mm:ss or hh:mm:ss.cc (1/100 s)";
    const auto time = parse_clock_time(text);
    if (!time) {
        keywords.not_used("W-TIME-FORM", key, form);
    } else if (!has_form_of_version(*time, version)) {
        keywords.log().warn("W-TIME-FORM", {"TEXT", key},
                            key + "=" + in_quotes(text) + " is read, but FCS " + version + " has " + form);
    }
    return time;
}

/// Begin, end and duration from `$DATE`, `$BTIM` and `$ETIM`. A run that ends before it begins ends the next day.
void read_clock_times(Metadata& metadata, OptionalKeywords& keywords) {
    const auto begin = read_clock("$BTIM", keywords);
    const auto end = read_clock("$ETIM", keywords);
    std::int64_t days = 0;
    if (begin && end) {
        const auto length = [&] {
            return static_cast<double>(days * seconds_of_a_day + end->seconds - begin->seconds) +
                   (end->fraction - begin->fraction);
        };
        if (length() < 0) {
            days = 1;
            keywords.log().note("I-MIDNIGHT", {"TEXT", "$ETIM"},
                                "$ETIM is earlier than $BTIM: the run is taken to end the next day");
        }
        metadata.duration_seconds = length();
    }
    if (!metadata.date) return;
    if (begin) metadata.begin = instant_of(*metadata.date, *begin);
    if (end) {
        metadata.end = instant_of(*metadata.date, *end);
        metadata.end->seconds += days * seconds_of_a_day;
    }
}

std::optional<Instant> read_date_time(const std::string& key, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    if (text.empty()) return std::nullopt;
    const auto instant = parse_iso_8601(text);
    if (!instant) {
        keywords.not_used("W-DATE", key, "yyyy-mm-ddThh:mm:ss with Z or +hh:mm");
    } else if (!instant->zone_minutes) {
        keywords.log().note("I-ZONE-UNKNOWN", {"TEXT", key},
                            key + "=" + in_quotes(text) + " names no time zone; it stays without one");
    }
    return instant;
}

/// `$BEGINDATETIME` and `$ENDDATETIME` replace what the older keywords gave.
void read_date_times(Metadata& metadata, OptionalKeywords& keywords) {
    const auto begin = read_date_time("$BEGINDATETIME", keywords);
    const auto end = read_date_time("$ENDDATETIME", keywords);
    if (!begin && !end) return;
    if (begin) metadata.begin = begin;
    if (end) metadata.end = end;
    if (begin) {
        const std::chrono::sys_seconds as_written{
            std::chrono::seconds(begin->seconds + 60 * std::int64_t{begin->zone_minutes.value_or(0)})};
        metadata.date = CalendarDate(std::chrono::floor<std::chrono::days>(as_written));
    }
    if (!metadata.begin || !metadata.end) return;
    metadata.duration_seconds = seconds_between(*metadata.begin, *metadata.end);
    if (!metadata.duration_seconds || *metadata.duration_seconds >= 0) return;
    metadata.duration_seconds.reset();
    keywords.log().warn("W-TIME-ORDER", {"TEXT", "$ENDDATETIME"},
                        "the run ends, " + to_iso_8601(*metadata.end) + ", before it begins, " +
                            to_iso_8601(*metadata.begin) + "; both are kept, the duration is unknown");
}

void read_last_modified(Metadata& metadata, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text("$LAST_MODIFIED");
    if (text.empty()) return;
    metadata.last_modified = parse_date_and_time(text);
    if (!metadata.last_modified)
        keywords.not_used("W-DATE", "$LAST_MODIFIED", "dd-mmm-yyyy hh:mm:ss, such as 09-MAR-2026 08:00:00");
}

}  // namespace

void read_times(Metadata& metadata, OptionalKeywords& keywords, const std::string& date_format) {
    // Checked first, so that a wrong format is told whatever the file holds.
    std::optional<DateFormat> format;
    if (!date_format.empty()) format.emplace(date_format);
    metadata.date = read_date(keywords, format);
    read_clock_times(metadata, keywords);
    read_date_times(metadata, keywords);
    read_last_modified(metadata, keywords);
}

}  // namespace asparagate::detail
