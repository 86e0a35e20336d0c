#include "parameter_values.hpp"

#include "asparagate/fcs/number.hpp"

#include <bit>
#include <cmath>

namespace asparagate::detail {
namespace {

std::string assignment(const std::string& key, std::string_view value) {
    return key + "=" + in_quotes(value);
}

bool only_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// AND mask for values below `range`: 2^ceil(log2(range)) - 1, in integers since log2 of a double is wrong near 2^53.
std::uint64_t mask_below(std::uint64_t range, unsigned word_bits) {
    const int bits = std::bit_width(range - 1);
    return bits < static_cast<int>(word_bits) ? (std::uint64_t{1} << bits) - 1 : ~std::uint64_t{0};
}

/// `f1,f2`; a lone `0` and a third field occur. nullopt when the first two are no numbers.
struct Amplification {
    double decades = 0;
    double offset = 0;
    bool tidy = true;
};
std::optional<Amplification> parse_amplification(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) {
        const auto only = parse_number(text);
        return only && *only == 0 ? std::optional(Amplification{0, 0, false}) : std::nullopt;
    }
    const auto second = text.substr(comma + 1);
    const auto second_end = second.find(',');
    const auto f1 = parse_number(text.substr(0, comma));
    const auto f2 = parse_number(second.substr(0, second_end));
    if (!f1 || !f2 || !std::isfinite(*f1) || !std::isfinite(*f2)) return std::nullopt;
    return Amplification{*f1, *f2, second_end == std::string_view::npos && text.find(' ') == std::string_view::npos};
}

/// Binary or as text: `$PnE` may be logarithmic.
bool holds_integers(const Parameter& parameter) {
    return parameter.datatype == 'I' || parameter.datatype == 'A';
}

}  // namespace

std::string parameter_key(std::size_t index, const char* suffix) {
    return "$P" + std::to_string(index) + suffix;
}

void read_range(Parameter& parameter, const Keywords& keywords, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "R");
    const std::string_view text = trim(keywords.find(key).value_or(""));
    const LogPlace place{"TEXT", key, std::nullopt};
    const bool integer = parameter.datatype == 'I';
    const auto value = parse_number(text);
    // FLT_MAX-like ranges of 10^400 overflow a double; they say nothing either.
    if (!value || !std::isfinite(*value) || *value <= 0) {
        log.warn("W-PNR", place,
                 assignment(key, text) + " is no range; " + (integer ? "no mask is applied" : "the range is unknown"));
        return;
    }
    parameter.range = *value;
    if (!integer) return;
    const bool huge = *value >= 0x1p63;
    const std::uint64_t range =
        huge ? ~std::uint64_t{0} : parse_unsigned(text).value_or(static_cast<std::uint64_t>(std::ceil(*value)));
    if (!only_digits(text))
        log.warn("W-PNR", place,
                 assignment(key, text) + " is not a whole number; the mask is taken from it rounded up");
    if (range == 1) {
        log.warn("W-PNR", place, assignment(key, text) + " would mask every value to 0; no mask is applied");
        return;
    }
    parameter.mask = mask_below(range, parameter.bits);
}

void read_amplification(Parameter& parameter, const Keywords& keywords, const std::string& version, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "E");
    const LogPlace place{"TEXT", key, std::nullopt};
    const auto text = keywords.find(key);
    if (!text || trim(*text).empty()) {
        if (version != "2.0")
            log.warn("W-VERSION", place, key + " is missing, which FCS " + version + " requires; read as 0,0 (linear)");
        return;
    }
    const auto amplification = parse_amplification(*text);
    if (!amplification || amplification->decades < 0) {
        if (holds_integers(parameter))
            log.refuse(place,
                       assignment(key, *text) + " is no amplification; expected decades,offset such as 0,0 or 4,1");
        log.warn("W-PNE-FLOAT", place,
                 assignment(key, *text) + " is no amplification; the values are floating point and linear");
        return;
    }
    if (!amplification->tidy)
        log.warn("W-PAD", place, assignment(key, *text) + " has blanks or the wrong number of fields");
    if (amplification->decades == 0) {
        if (amplification->offset != 0)
            log.warn("W-PNE-F2", place, assignment(key, *text) + " has an offset without decades; read as linear");
        return;
    }
    if (!holds_integers(parameter) || parameter.is_time()) {
        log.warn("W-PNE-FLOAT", place,
                 assignment(key, *text) +
                     " is ignored: " + (holds_integers(parameter) ? "Time is" : "floating-point data are") + " linear");
        return;
    }
    if (!parameter.range)
        log.refuse(place, assignment(key, *text) + " is logarithmic, but " + parameter_key(parameter.index, "R") +
                              " gives no range to decode it with");
    parameter.log_decades = amplification->decades;
    parameter.log_offset = amplification->offset;
    if (amplification->offset > 0) return;
    parameter.log_offset = 1;
    log.warn("W-PNE-F2", place, assignment(key, *text) + ": the offset must exceed 0 in logarithmic data; read as 1");
}

void read_gain(Parameter& parameter, const Keywords& keywords, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "G");
    const auto text = keywords.find(key);
    if (!text) return;
    const LogPlace place{"TEXT", key, std::nullopt};
    const auto gain = parse_number(*text);
    if (!gain || !std::isfinite(*gain) || *gain <= 0) {
        log.warn("W-PNG", place, assignment(key, *text) + " is no gain; read as 1");
    } else if (*gain != 1 && parameter.is_time() && gain == parse_number(keywords.find("$TIMESTEP").value_or(""))) {
        // FACSDiva writes it so in every file.
        log.note("I-TIME-GAIN", place, assignment(key, *text) + " repeats $TIMESTEP and is ignored: Time has no gain");
    } else if (*gain != 1 && (parameter.log_decades > 0 || parameter.is_time())) {
        log.warn("W-PNG", place,
                 assignment(key, *text) +
                     " is ignored: " + (parameter.is_time() ? "Time has" : "logarithmic data have") + " no gain");
    } else {
        parameter.gain = *gain;
    }
}

void read_marker(Parameter& parameter, const Keywords& keywords, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "S");
    auto text = keywords.find(key);
    if (!text) {
        text = keywords.find(std::string_view(key).substr(1));
        if (text)
            log.warn("W-KEY-VERSION", {"TEXT", key.substr(1)}, key.substr(1) + " is taken for the missing " + key);
    }
    if (text && !trim(*text).empty()) parameter.marker = trim(*text);
}

}  // namespace asparagate::detail
