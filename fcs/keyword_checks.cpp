#include "keyword_checks.hpp"

#include "asparagate/fcs/number.hpp"
#include "name_list.hpp"
#include "parameter_values.hpp"
#include "standard_keywords.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

/// `$` keywords sorted by what the version says about them.
struct Standings {
    NameList other_version, unknown, deprecated, beyond_par, damaged;
};

/// A key such as `dP4DATATYPE` or `P4DATATYPE`, one byte away from a keyword that decides values and is missing.
bool is_damaged(const std::string& key, const Keywords& keywords) {
    const bool without_dollar = key.starts_with('P') || key.starts_with('p');
    const std::string repaired = '$' + (without_dollar ? key : key.substr(1));
    const auto parameter = parse_parameter_key(repaired);
    if (!parameter || keywords.contains(repaired)) return false;
    const std::string suffix = upper_case(parameter->suffix);
    return suffix == "B" || suffix == "R" || suffix == "E" || suffix == "G" || suffix == "N" || suffix == "DATATYPE";
}

Standings sort_keywords(const Keywords& keywords, const std::string& version, std::size_t n_parameters) {
    Standings standings;
    for (const auto& [key, value] : keywords.entries()) {
        if (!key.starts_with('$')) {
            if (is_damaged(key, keywords)) standings.damaged.add(key);
            continue;
        }
        const auto parameter = parse_parameter_key(key);
        if (parameter && (parameter->index == 0 || parameter->index > n_parameters)) {
            standings.beyond_par.add(key);
            continue;
        }
        switch (keyword_standing(key, version)) {
            case KeywordStanding::standard:
                break;
            case KeywordStanding::deprecated:
                standings.deprecated.add(key);
                break;
            case KeywordStanding::other_version:
                standings.other_version.add(key);
                break;
            case KeywordStanding::unknown:
                standings.unknown.add(key);
                break;
        }
    }
    return standings;
}

std::string counted_keywords(const NameList& names) {
    return std::to_string(names.count()) + (names.count() == 1 ? " keyword" : " keywords");
}

void report(const Standings& standings, const std::string& version, FindingLog& log) {
    const auto place = [](const NameList& names) { return LogPlace{"TEXT", names.first(), std::nullopt}; };
    if (!standings.other_version.empty()) {
        log.warn("W-KEY-VERSION", place(standings.other_version),
                 counted_keywords(standings.other_version) + " that FCS " + version +
                     " does not define: " + standings.other_version.text());
    }
    if (!standings.unknown.empty()) {
        log.warn("W-KEY-VERSION", place(standings.unknown),
                 counted_keywords(standings.unknown) +
                     " with $ that no version of FCS defines: " + standings.unknown.text());
    }
    if (!standings.damaged.empty()) {
        log.warn("W-KEY-VERSION", place(standings.damaged),
                 "these look like keywords that begin with $, which are missing, and are not used as such: " +
                     standings.damaged.text());
    }
    if (!standings.deprecated.empty()) {
        log.note("I-DEPRECATED", place(standings.deprecated),
                 "deprecated in FCS " + version + ": " + standings.deprecated.text());
    }
    if (!standings.beyond_par.empty()) {
        log.warn("W-HYPER-PAR", place(standings.beyond_par),
                 "keywords of parameters beyond $PAR are ignored: " + standings.beyond_par.text());
    }
}

/// Whether the absence of a keyword, or of the first one of its pair, is a finding already.
bool is_reported(std::string_view key, const FindingLog& log) {
    const bool ends_a_pair = key.starts_with("$END");
    return log.has_reported(key) || (ends_a_pair && log.has_reported("$BEGIN" + std::string(key.substr(4))));
}

/// `#` of a required keyword stands for every parameter; read_layout reports those that are missing.
void check_required(const Keywords& keywords, const std::string& version, FindingLog& log) {
    NameList missing;
    for (const std::string_view key : required_keywords(version)) {
        const bool of_parameters = key.find('#') != std::string_view::npos;
        if (!of_parameters && !keywords.contains(key) && !is_reported(key, log)) missing.add(key);
    }
    if (!missing.empty())
        log.warn("W-VERSION", {"TEXT", missing.first()},
                 "keywords that FCS " + version + " requires are missing: " + missing.text());
}

void check_time(const Keywords& keywords, const std::vector<Parameter>& parameters, FindingLog& log) {
    const auto time =
        std::find_if(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.is_time(); });
    if (time == parameters.end()) return;
    NameList optical;
    for (const char* suffix : {"F", "L", "O", "P", "T", "V", "CALIBRATION", "DET", "TAG", "FEATURE", "ANALYTE"}) {
        const std::string key = parameter_key(time->index, suffix);
        if (keywords.contains(key)) optical.add(key);
    }
    if (!optical.empty())
        log.warn("W-TIME-OPTICAL", {"TEXT", optical.first()}, "Time has keywords of a detector: " + optical.text());
}

}  // namespace

void check_keywords(const Keywords& keywords, const std::string& version, const std::vector<Parameter>& parameters,
                    FindingLog& log) {
    report(sort_keywords(keywords, version, parameters.size()), version, log);
    check_time(keywords, parameters, log);
    if (version == "3.2" && trim(keywords.find("$CYT").value_or("")).empty()) {
        log.warn("W-CYT", {"TEXT", "$CYT"}, "$CYT is missing, which FCS 3.2 requires");
    }
    check_required(keywords, version, log);
}

}  // namespace asparagate::detail
