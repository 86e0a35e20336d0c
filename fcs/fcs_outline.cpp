#include "asparagate/fcs/fcs_outline.hpp"

#include "asparagate/fcs/number.hpp"
#include "finding_log.hpp"
#include "outline_keywords.hpp"
#include "parameter_values.hpp"

#include <algorithm>
#include <unordered_set>

namespace asparagate {
namespace {

using detail::in_quotes;
using detail::keyword_finding;
using detail::parameter_key;

constexpr double exact_in_single = 16777216.0;          // 2^24
constexpr double exact_in_double = 9007199254740992.0;  // 2^53
constexpr unsigned longest_number_in_32_bits = 9;       // digits

/// FCS 3.2 deprecates packed integers and ASCII numbers, and this program writes neither.
void use_whole_bytes(Parameter& parameter, Findings& findings) {
    const std::string key = parameter_key(parameter.index, "B");
    const unsigned bits = parameter.bits;
    if (parameter.datatype == 'A') {
        parameter.datatype = 'I';
        parameter.bits = bits > 0 && bits <= longest_number_in_32_bits ? 32 : 64;
        parameter.mask = ~0ull;
        parameter.range.reset();
        findings.push_back(
            keyword_finding("I-KEY-CHANGED", Severity::note, key,
                            "numbers as text become integers of " + std::to_string(parameter.bits) + " bits"));
    } else if (parameter.datatype == 'I' && bits % 8 != 0) {
        parameter.bits = (bits + 7) / 8 * 8;
        findings.push_back(keyword_finding(
            "I-KEY-CHANGED", Severity::note, key,
            "packed integers of " + std::to_string(bits) + " bits become " + std::to_string(parameter.bits) + " bits"));
    }
}

std::string legal_name(std::string name, const std::unordered_set<std::string>& taken) {
    std::replace(name.begin(), name.end(), ',', '_');
    while (taken.contains(name)) name += '_';
    return name;
}

/// FCS 3.1: `$PnN` is unique and holds no comma, since lists of names are separated by commas.
void make_names_legal(FcsOutline& outline, Findings& findings) {
    std::unordered_set<std::string> taken;
    for (Parameter& parameter : outline.parameters) {
        const std::string key = parameter_key(parameter.index, "N");
        const std::string found(outline.keywords.find(key).value_or(parameter.name));
        parameter.name = legal_name(parameter.name, taken);
        taken.insert(parameter.name);
        if (found != parameter.name)
            findings.push_back(keyword_finding("I-KEY-CHANGED", Severity::note, key,
                                               in_quotes(found) + " is written as " + in_quotes(parameter.name)));
    }
}

}  // namespace

char FcsOutline::datatype() const {
    const std::string_view said = keywords.find("$DATATYPE").value_or("");
    for (const Parameter& parameter : parameters)
        if (said.size() == 1 && parameter.datatype == said[0]) return said[0];
    std::size_t best = 0;
    char shared = 'F';
    for (const char type : {'F', 'D', 'I'}) {
        const auto count = static_cast<std::size_t>(std::count_if(
            parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.datatype == type; }));
        if (count > best) best = count, shared = type;
    }
    return shared;
}

bool FcsOutline::has_mixed_types() const {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const Parameter& p) { return p.datatype != parameters.front().datatype; });
}

FcsOutline outline_of(const DataSet& data_set, const std::string& file, Findings& findings) {
    FcsOutline outline;
    outline.parameters = data_set.parameters();
    outline.keywords = data_set.keywords();
    outline.spillover = data_set.spillover();
    outline.n_events = data_set.n_events();
    outline.analysis = data_set.analysis().value_or("");
    for (const OtherSegment& other : data_set.other_segments()) outline.other_segments.emplace_back(other.bytes);
    const std::size_t first = findings.size();
    for (Parameter& parameter : outline.parameters) use_whole_bytes(parameter, findings);
    make_names_legal(outline, findings);
    outline.version = data_set.version() == "3.2" || outline.has_mixed_types() ? "3.2" : "3.1";
    for (std::size_t i = first; i < findings.size(); ++i) findings[i].file = file;
    return outline;
}

bool unify_types(FcsOutline& outline) {
    if (!outline.has_mixed_types()) return true;
    const auto any = [&](auto condition) {
        return std::any_of(outline.parameters.begin(), outline.parameters.end(), condition);
    };
    const auto largest = [](const Parameter& p) {
        return p.datatype == 'I' ? std::min(static_cast<double>(p.mask), std::exp2(p.bits)) : 0.0;
    };
    if (any([&](const Parameter& p) {
            return largest(p) > exact_in_double || (p.datatype == 'I' && p.log_decades > 0);
        }))
        return false;
    const bool single = !any([&](const Parameter& p) { return p.datatype == 'D' || largest(p) > exact_in_single; });
    for (Parameter& parameter : outline.parameters) {
        parameter.datatype = single ? 'F' : 'D';
        parameter.bits = single ? 32 : 64;
    }
    return true;
}

}  // namespace asparagate
