#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/version.hpp"
#include "outline_keywords.hpp"
#include "parameter_values.hpp"
#include "standard_keywords.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>

namespace asparagate {
namespace {

using detail::keyword_finding;
using detail::move_to_private;
using detail::parameter_key;
using detail::upper_case;

void drop_segments(FcsOutline& outline, Findings& findings) {
    const auto say = [&](const char* segment, const std::string& message) {
        findings.push_back({"I-SEGMENT-DROPPED", Severity::note, {}, segment, {}, std::nullopt, message});
    };
    if (!outline.analysis.empty()) say("ANALYSIS", "ANALYSIS describes the events as they were and is left out");
    if (!outline.other_segments.empty())
        say("OTHER", std::to_string(outline.other_segments.size()) +
                         " OTHER segments may describe the events as they were and are left out");
    outline.analysis.clear();
    outline.other_segments.clear();
}

/// `$CS...`, `$PKn`, `$PKNn`: counts of subsets and histogram peaks.
bool counts_events(std::string_view key) {
    const std::string upper = upper_case(key);
    if (upper.starts_with("$CS")) return true;
    return upper.starts_with("$PK") &&
           upper.find_first_not_of("0123456789", upper.starts_with("$PKN") ? 4 : 3) == std::string::npos;
}

void move_matrices(FcsOutline& outline, const std::string& reason, Findings& findings) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : outline.keywords.entries()) {
        const std::string upper = upper_case(key);
        if (upper == "$SPILLOVER" || upper == "$SPILL" || upper == "SPILLOVER" || upper == "SPILL" ||
            upper == "$COMP" || upper == "COMP" || upper.starts_with("$DFC"))
            keys.push_back(key);
    }
    for (const std::string& key : keys) move_to_private(outline.keywords, key, reason, findings);
    outline.spillover.reset();
}

void decode(Parameter& parameter) {
    if (parameter.datatype == 'I' && parameter.log_decades > 0) {
        parameter.range = std::pow(10.0, parameter.log_decades) * parameter.log_offset;
    } else if (parameter.timestep) {
        if (parameter.range) *parameter.range *= *parameter.timestep;
        if (*parameter.timestep == 1) return;
    } else if (parameter.gain != 1) {
        if (parameter.range) *parameter.range /= parameter.gain;
    } else {
        return;
    }
    parameter.datatype = 'D';
    parameter.bits = 64;
    parameter.log_decades = parameter.log_offset = 0;
    parameter.gain = 1;
    if (parameter.timestep) parameter.timestep = 1.0;
}

/// `dd-mmm-yyyy hh:mm:ss` of FCS 3.1, in UTC.
std::string fcs_timestamp() {
    std::time_t seconds = std::time(nullptr);
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"))
        if (const auto value = parse_unsigned(fixed)) seconds = static_cast<std::time_t>(*value);
    std::tm utc{};
    if (gmtime_r(&seconds, &utc) == nullptr) utc = {};
    static constexpr std::array<const char*, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                        "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), "%02d-%s-%04d %02d:%02d:%02d", utc.tm_mday,
                                     months[static_cast<std::size_t>(utc.tm_mon) % 12], utc.tm_year + 1900, utc.tm_hour,
                                     utc.tm_min, utc.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

void select_events(FcsOutline& outline, std::uint64_t n_events, Findings& findings) {
    outline.n_events = n_events;
    drop_segments(outline, findings);
    std::vector<std::string> counts;
    for (const auto& [key, value] : outline.keywords.entries())
        if (counts_events(key)) counts.push_back(key);
    for (const std::string& key : counts)
        move_to_private(outline.keywords, key, "it describes the events as they were", findings);
}

void mark_compensated(FcsOutline& outline, const SpilloverMatrix& applied, const std::string& source,
                      Findings& findings) {
    drop_segments(outline, findings);
    move_matrices(outline, "the values are compensated now", findings);
    move_to_private(outline.keywords, "$UNSTAINEDCENTERS", "the values are compensated now", findings);
    outline.keywords.set("ASPARAGATE APPLIED SPILLOVER", format_spillover(applied));
    outline.keywords.set("ASPARAGATE APPLIED SPILLOVER SOURCE", source);
    for (Parameter& parameter : outline.parameters) {
        const auto& channels = applied.channels;
        if (std::find(channels.begin(), channels.end(), parameter.name) == channels.end()) continue;
        parameter.datatype = 'D';
        parameter.bits = 64;
    }
}

void decode_to_scale(FcsOutline& outline) {
    for (Parameter& parameter : outline.parameters) decode(parameter);
}

void stamp_modification(FcsOutline& outline, Originality originality, const std::string& input_sha256,
                        const std::string& conversion) {
    Keywords& keywords = outline.keywords;
    const std::string before = upper_case(keywords.find("$ORIGINALITY").value_or(""));
    if (originality == Originality::data_modified)
        keywords.set("$ORIGINALITY", "DataModified");
    else if (originality == Originality::non_data_modified && before != "DATAMODIFIED" && before != "APPENDED")
        keywords.set("$ORIGINALITY", "NonDataModified");
    keywords.set("$LAST_MODIFIED", fcs_timestamp());
    keywords.set("$LAST_MODIFIER", "AsparaGate " + std::string(program_version()));
    keywords.set("ASPARAGATE VERSION", program_version());
    keywords.remove("ASPARAGATE INPUT SHA256");
    if (!input_sha256.empty()) keywords.set("ASPARAGATE INPUT SHA256", input_sha256);
    keywords.remove("ASPARAGATE CONVERSION");
    if (!conversion.empty()) keywords.set("ASPARAGATE CONVERSION", conversion);
}

}  // namespace asparagate
