#include "time_parameter.hpp"

#include "asparagate/fcs/number.hpp"
#include "name_list.hpp"
#include "parameter_values.hpp"
#include "standard_keywords.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::detail {
namespace {

using Position = std::vector<Parameter>::iterator;

LogPlace place_of(const Parameter& parameter) {
    return {"TEXT", parameter_key(parameter.index, "N"), std::nullopt};
}

Position find_named(std::vector<Parameter>& parameters, const std::string& name, FindingLog& log) {
    const auto named =
        std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
    if (named == parameters.end())
        log.refuse({"TEXT", ""}, "--time-name=" + in_quotes(name) + ": there is no such channel");
    log.note("I-OVERRIDE", place_of(*named), "--time-name: channel " + in_quotes(name) + " is Time");
    return named;
}

Position find_by_convention(std::vector<Parameter>& parameters, FindingLog& log) {
    const auto standard = std::find_if(parameters.begin(), parameters.end(),
                                       [](const Parameter& p) { return upper_case(p.name) == "TIME"; });
    const auto time = standard != parameters.end() ? standard
                                                   : std::find_if(parameters.begin(), parameters.end(),
                                                                  [](const Parameter& p) { return p.is_time(); });
    if (time != parameters.end() && standard == parameters.end())
        log.warn("W-TIME-NAME", place_of(*time), "channel " + in_quotes(time->name) + " is taken for Time");
    return time;
}

/// Channels that could be Time and are not: a second one, or the two words of one clock that the Bio-Rad S3e writes.
void report_others(const std::vector<Parameter>& parameters, const Parameter* time, FindingLog& log) {
    NameList others;
    const Parameter* first = nullptr;
    for (const Parameter& parameter : parameters) {
        const std::string upper = upper_case(parameter.name);
        const bool word = upper.starts_with("TIME") && (upper.ends_with("MSW") || upper.ends_with("LSW"));
        if (&parameter == time || (!parameter.is_time() && !word)) continue;
        if (!first) first = &parameter;
        others.add(parameter.name);
    }
    if (first)
        log.warn("W-TIME-NAME", place_of(*first),
                 "not read as Time, which only one channel can be: " + others.text() +
                     (time ? "" : "; --time-name names the channel to take"));
}

}  // namespace

void choose_time(std::vector<Parameter>& parameters, const ReadOptions& options, FindingLog& log) {
    const bool told = !options.time_name.empty();
    const Position time = told ? find_named(parameters, options.time_name, log) : find_by_convention(parameters, log);
    if (!told) report_others(parameters, time == parameters.end() ? nullptr : &*time, log);
    for (auto parameter = parameters.begin(); parameter != parameters.end(); ++parameter) {
        const bool is_time = parameter == time;
        if (parameter->is_time() != is_time) parameter->told_time = is_time;
    }
}

void read_timestep(std::vector<Parameter>& parameters, const Keywords& keywords, const std::string& version,
                   const ReadOptions& options, FindingLog& log) {
    const auto text = keywords.find("$TIMESTEP");
    const LogPlace place{"TEXT", "$TIMESTEP", std::nullopt};
    const auto time =
        std::find_if(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.is_time(); });
    if (time == parameters.end()) {
        if (text) log.note("I-UNUSED", place, "$TIMESTEP is given, but no parameter is Time");
        return;
    }
    const auto seconds = parse_number(text.value_or(""));
    if (options.timestep) {
        time->timestep = options.timestep;
        if (seconds != options.timestep)
            log.note("I-OVERRIDE", place,
                     "--timestep: a unit of Time is " + format_number(*options.timestep) + " s; the file says " +
                         (text ? in_quotes(*text) : "nothing"));
    } else if (seconds && std::isfinite(*seconds) && *seconds > 0) {
        time->timestep = *seconds;
    } else if (text || version != "2.0") {
        log.warn("W-TIMESTEP", place,
                 text ? "$TIMESTEP=" + in_quotes(*text) + " is no time step; the unit of Time is unknown"
                      : std::string("$TIMESTEP is missing; the unit of Time is unknown"));
    }
}

}  // namespace asparagate::detail
