#include "read_metadata.hpp"

#include "acquisition_times.hpp"
#include "asparagate/fcs/number.hpp"
#include "field_list.hpp"
#include "hardware_compensation.hpp"
#include "measurement.hpp"
#include "optional_keywords.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace asparagate {
namespace {

constexpr std::array<const char*, 4> originalities{"Original", "NonDataModified", "Appended", "DataModified"};

}  // namespace

const char* to_string(Originality originality) noexcept {
    return originalities[static_cast<std::size_t>(originality)];
}

namespace detail {
namespace {

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

/// W-LINK when a keyword names no parameter, or Time, which is no measurement.
bool is_linked(const std::string& key, std::string_view name, const std::vector<Parameter>& parameters,
               OptionalKeywords& keywords) {
    const Parameter* parameter = find_parameter(parameters, name);
    if (!parameter) {
        keywords.log().warn("W-LINK", {"TEXT", key},
                            key + " names " + in_quotes(name) + ", which is no parameter of the file");
    } else if (parameter->is_time()) {
        keywords.log().warn("W-LINK", {"TEXT", key}, key + " names " + in_quotes(name) + ", which is Time");
    }
    return parameter != nullptr;
}

/// `$TR/name,threshold`
std::optional<Trigger> read_trigger(const std::vector<Parameter>& parameters, OptionalKeywords& keywords) {
    const std::string_view text = keywords.text("$TR");
    if (text.empty()) return std::nullopt;
    // A name may hold commas in old files, so the threshold is what follows the last one.
    const auto comma = text.rfind(',');
    const std::string_view name = trim(text.substr(0, comma));
    const auto threshold = comma == std::string_view::npos ? std::nullopt : parse_number(text.substr(comma + 1));
    if (!threshold || !std::isfinite(*threshold)) {
        keywords.not_used("W-VALUE", "$TR", "a channel and a threshold, such as FSC-A,500");
        return std::nullopt;
    }
    if (!is_linked("$TR", name, parameters, keywords)) return std::nullopt;
    return Trigger{std::string(name), *threshold};
}

/// `n,name1..namen,f1..fn`
std::vector<UnstainedCenter> read_unstained_centers(const std::vector<Parameter>& parameters,
                                                    OptionalKeywords& keywords) {
    const std::string key = "$UNSTAINEDCENTERS";
    const std::string_view text = keywords.text(key);
    if (text.empty()) return {};
    const auto fields = split_fields(text);
    const auto n = parse_unsigned(fields[0]).value_or(0);
    if (n == 0 || n > parameters.size() || fields.size() != 1 + 2 * n) {
        keywords.not_used("W-VALUE", key, "n, then n different channels, then n numbers");
        return {};
    }
    std::vector<UnstainedCenter> centers;
    std::unordered_set<std::string_view> names;
    bool padded = false;
    for (std::size_t i = 1; i <= n; ++i) {
        const std::string_view name = find_parameter(parameters, fields[i]) ? fields[i] : trim(fields[i]);
        const auto value = parse_number(fields[n + i]);
        if (!value || !std::isfinite(*value) || !names.insert(name).second) {
            keywords.not_used("W-VALUE", key, "n, then n different channels, then n numbers");
            return {};
        }
        if (!is_linked(key, name, parameters, keywords)) return {};
        padded |= name.size() != fields[i].size() || is_padded(fields[n + i]);
        centers.push_back({std::string(name), *value});
    }
    if (padded) keywords.log().warn("W-PAD", {"TEXT", key}, key + " has blanks around names or numbers");
    return centers;
}

std::optional<Originality> read_originality(OptionalKeywords& keywords) {
    const std::string_view text = keywords.text("$ORIGINALITY");
    if (text.empty()) return std::nullopt;
    const auto position = keywords.word("$ORIGINALITY", text, originalities);
    if (position) return static_cast<Originality>(*position);
    keywords.not_used("W-VALUE", "$ORIGINALITY", "Original, NonDataModified, Appended or DataModified");
    return std::nullopt;
}

/// `$SMNO`, or its misspelling with a zero.
std::string read_sample_number(const Keywords& keywords, OptionalKeywords& optional) {
    const auto misspelt = keywords.find("$SMN0");
    if (!misspelt || keywords.contains("$SMNO")) return std::string(optional.text("$SMNO"));
    optional.log().warn("W-KEY-VERSION", {"TEXT", "$SMN0"}, "$SMN0 is taken for the missing $SMNO");
    return std::string(trim(*misspelt));
}

/// The value of the newer key, or of the one that it replaced in FCS 3.2.
std::string read_successor(const char* newer, const char* older, const OptionalKeywords& keywords) {
    return std::string(keywords.has(newer) ? keywords.text(newer) : keywords.text(older));
}

}  // namespace

Metadata read_metadata(const Keywords& keywords, const std::string& version, const std::string& date_format,
                       std::vector<Parameter>& parameters, FindingLog& log) {
    OptionalKeywords optional(keywords, version, log);
    Metadata metadata;
    metadata.cytometer = optional.text("$CYT");
    metadata.serial_number = optional.text("$CYTSN");
    metadata.sample_number = read_sample_number(keywords, optional);
    read_times(metadata, optional, date_format);
    metadata.volume_nl = optional.number("$VOL", 0);
    metadata.events_aborted = optional.count("$ABRT");
    metadata.events_lost = optional.count("$LOST");
    metadata.trigger = read_trigger(parameters, optional);
    metadata.flow_rate = optional.text("$FLOWRATE");
    metadata.carrier_id = read_successor("$CARRIERID", "$PLATEID", optional);
    metadata.carrier_type = read_successor("$CARRIERTYPE", "$PLATENAME", optional);
    metadata.location_id = read_successor("$LOCATIONID", "$WELLID", optional);
    metadata.unstained_info = optional.text("$UNSTAINEDINFO");
    metadata.unstained_centers = read_unstained_centers(parameters, optional);
    metadata.hardware_compensation = read_hardware_compensation(keywords, optional, parameters.size());
    metadata.last_modifier = optional.text("$LAST_MODIFIER");
    metadata.originality = read_originality(optional);
    const std::size_t findings_before = log.count();
    for (Parameter& parameter : parameters) read_measurement(parameter, optional);
    log.fold_parameters(findings_before);
    return metadata;
}

}  // namespace detail
}  // namespace asparagate
