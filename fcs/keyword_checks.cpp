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
    NameList other_version, unknown, deprecated, beyond_par;
};

Standings sort_keywords(const Keywords& keywords, const std::string& version, std::size_t n_parameters) {
    Standings standings;
    for (const auto& [key, value] : keywords.entries()) {
        if (!key.starts_with('$')) continue;
        const auto parameter = parse_parameter_key(key);
        if (parameter && parameter->index > n_parameters) {
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

void report(const Standings& standings, const std::string& version, FindingLog& log) {
    const auto place = [](const NameList& names) { return LogPlace{"TEXT", names.first(), std::nullopt}; };
    if (!standings.other_version.empty()) {
        log.warn("W-KEY-VERSION", place(standings.other_version),
                 "keywords that FCS " + version + " does not define: " + standings.other_version.text());
    }
    if (!standings.unknown.empty()) {
        log.warn("W-KEY-VERSION", place(standings.unknown),
                 "keywords with $ that no version of FCS defines: " + standings.unknown.text());
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

/// `$TR/name,threshold`
void check_trigger(const Keywords& keywords, const std::vector<Parameter>& parameters, FindingLog& log) {
    const auto text = keywords.find("$TR");
    if (!text || trim(*text).empty()) return;
    // A name may hold commas in old files, so the threshold is what follows the last one.
    const std::string_view name = trim(text->substr(0, text->rfind(',')));
    const bool known =
        std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
    if (!known) log.warn("W-LINK", {"TEXT", "$TR"}, "$TR=" + in_quotes(*text) + " names no parameter");
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
    check_trigger(keywords, parameters, log);
    check_time(keywords, parameters, log);
    if (version == "3.2" && trim(keywords.find("$CYT").value_or("")).empty()) {
        log.warn("W-CYT", {"TEXT", "$CYT"}, "$CYT is missing, which FCS 3.2 requires");
    }
}

}  // namespace asparagate::detail
