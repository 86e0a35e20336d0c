#include "measurement.hpp"

#include "asparagate/fcs/number.hpp"
#include "field_list.hpp"
#include "parameter_values.hpp"

#include <array>
#include <cmath>

namespace asparagate::detail {
namespace {

constexpr std::array<const char*, 9> types{"Forward Scatter",      "Side Scatter", "Raw Fluorescence",
                                           "Unmixed Fluorescence", "Mass",         "Time",
                                           "Electronic Volume",    "Index",        "Classification"};
constexpr std::array<const char*, 3> features{"Area", "Width", "Height"};
constexpr std::array<const char*, 2> axes{"Linear", "Logarithmic"};

/// A word of the standard as it spells it, any other text as it is.
std::string read_word(const std::string& key, std::span<const char* const> names, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    const auto known = keywords.word(key, text, names);
    return known ? names[*known] : std::string(text);
}

void read_type(Parameter& parameter, OptionalKeywords& keywords) {
    const std::string key = parameter_key(parameter.index, "TYPE");
    parameter.type = read_word(key, types, keywords);
    if (parameter.type.empty() || (parameter.type == "Time") == parameter.is_time()) return;
    keywords.log().warn("W-TIME-NAME", {"TEXT", key},
                        key + "=" + in_quotes(parameter.type) + ", but channel " + in_quotes(parameter.name) +
                            (parameter.is_time() ? " is" : " is not") + " read as Time");
}

void read_feature(Parameter& parameter, OptionalKeywords& keywords) {
    const std::string key = parameter_key(parameter.index, "FEATURE");
    parameter.feature = read_word(key, features, keywords);
    const auto is_known = [&](const char* name) { return parameter.feature == name; };
    if (parameter.feature.empty() || std::any_of(features.begin(), features.end(), is_known)) return;
    keywords.log().note("I-FEATURE", {"TEXT", key},
                        key + "=" + in_quotes(parameter.feature) + " is none of Area, Width, Height");
}

/// Nanometres: one number up to FCS 3.0, a list later.
std::vector<double> read_wavelengths(const std::string& key, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    if (text.empty()) return {};
    std::vector<double> wavelengths;
    for (const std::string_view field : split_fields(text)) {
        const auto number = parse_number(field);
        if (!number || !std::isfinite(*number) || *number <= 0) {
            keywords.not_used("W-VALUE", key, "wavelengths in nanometres, such as 488");
            return {};
        }
        wavelengths.push_back(*number);
    }
    if (wavelengths.size() > 1 && keywords.version() < "3.1")
        keywords.log().warn("W-KEY-VERSION", {"TEXT", key},
                            key + "=" + in_quotes(text) + " is a list, which FCS 3.1 introduced; it is read as one");
    return wavelengths;
}

std::optional<ParameterDisplay> parse_display(const std::vector<std::string_view>& fields,
                                              ParameterDisplay::Axis axis) {
    const auto first = fields.size() == 3 ? parse_number(fields[1]) : std::nullopt;
    const auto second = fields.size() == 3 ? parse_number(fields[2]) : std::nullopt;
    if (!first || !second || !std::isfinite(*first) || !std::isfinite(*second)) return std::nullopt;
    if (axis == ParameterDisplay::Axis::linear && *first < *second)
        return ParameterDisplay{axis, *first, *second, 0, 0};
    if (axis == ParameterDisplay::Axis::logarithmic && *first > 0 && *second > 0)
        return ParameterDisplay{axis, 0, 0, *first, *second};
    return std::nullopt;
}

std::optional<ParameterDisplay> read_display(const std::string& key, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    if (text.empty()) return std::nullopt;
    const auto fields = split_fields(text);
    const auto axis = keywords.word(key, trim(fields[0]), axes);
    std::optional<ParameterDisplay> display;
    if (axis)
        display =
            parse_display(fields, *axis == 0 ? ParameterDisplay::Axis::linear : ParameterDisplay::Axis::logarithmic);
    if (!display)
        keywords.not_used("W-DISPLAY", key,
                          "Linear,lower,upper with lower below upper, or Logarithmic,decades,offset, both above 0");
    return display;
}

std::optional<Calibration> read_calibration(const std::string& key, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text(key);
    if (text.empty()) return std::nullopt;
    const auto fields = split_fields(text);
    const bool has_offset = fields.size() == 3;
    const auto slope = parse_number(fields[0]);
    const auto offset = has_offset ? parse_number(fields[1]) : std::optional(0.0);
    const std::string_view unit = trim(fields.back());
    const bool sound = (fields.size() == 2 || has_offset) && slope && std::isfinite(*slope) && *slope > 0 && offset &&
                       std::isfinite(*offset) && !unit.empty();
    if (!sound) {
        keywords.not_used("W-VALUE", key, "slope,unit or, from FCS 3.2 on, slope,offset,unit with a slope above 0");
        return std::nullopt;
    }
    if (has_offset && keywords.version() < "3.2")
        keywords.log().warn(
            "W-KEY-VERSION", {"TEXT", key},
            key + "=" + in_quotes(text) + " has an offset, which FCS 3.2 introduced; it is read as one");
    return Calibration{*slope, *offset, std::string(unit)};
}

}  // namespace

void read_measurement(Parameter& parameter, OptionalKeywords& keywords) {
    const auto key = [&](const char* suffix) { return parameter_key(parameter.index, suffix); };
    read_type(parameter, keywords);
    read_feature(parameter, keywords);
    parameter.analyte = keywords.text(key("ANALYTE"));
    parameter.tag = keywords.text(key("TAG"));
    parameter.detector = keywords.text(key("DET"));
    parameter.detector_type = keywords.text(key("T"));
    parameter.filter = keywords.text(key("F"));
    parameter.percent_light = keywords.text(key("P"));
    parameter.wavelengths_nm = read_wavelengths(key("L"), keywords);
    parameter.power_mw = keywords.number(key("O"), 0);
    parameter.voltage = keywords.number(key("V"), 0);
    parameter.display = read_display(key("D"), keywords);
    parameter.calibration = read_calibration(key("CALIBRATION"), keywords);
}

}  // namespace asparagate::detail
