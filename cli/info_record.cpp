#include "finding_record.hpp"
#include "info_view.hpp"

#include "asparagate/fcs/sha256.hpp"

#include <cmath>

namespace asparagate::cli {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json display_json(const std::optional<ParameterDisplay>& display) {
    if (!display) return {};
    if (display->axis == ParameterDisplay::Axis::linear)
        return {{"axis", "linear"}, {"lower", display->lower}, {"upper", display->upper}};
    return {{"axis", "logarithmic"}, {"decades", display->decades}, {"offset", display->offset}};
}

Json calibration_json(const std::optional<Calibration>& calibration) {
    if (!calibration) return {};
    return {{"slope", calibration->slope}, {"offset", calibration->offset}, {"unit", calibration->unit}};
}

/// The fixed fields first, in the order that scripts know.
Json parameter_json(const Parameter& parameter, const ParameterStatistics* statistics) {
    Json item{{"index", parameter.index},
              {"name", parameter.name},
              {"marker", parameter.marker},
              {"bits", parameter.bits},
              {"range", or_null(parameter.range)},
              {"gain", parameter.gain},
              {"log_decades", parameter.log_decades}};
    if (statistics) {
        item["min"] = or_null(statistics->minimum);
        item["max"] = or_null(statistics->maximum);
        item["mean"] = or_null(statistics->mean);
        item["sum"] = or_null(statistics->sum);
        item["n_nonfinite"] = statistics->n_nonfinite;
    }
    item["datatype"] = std::string(1, parameter.datatype);
    item["log_offset"] = parameter.log_offset;
    item["is_time"] = parameter.is_time();
    item["timestep"] = or_null(parameter.timestep);
    item["type"] = parameter.type;
    item["feature"] = parameter.feature;
    item["analyte"] = parameter.analyte;
    item["tag"] = parameter.tag;
    item["detector"] = parameter.detector;
    item["detector_type"] = parameter.detector_type;
    item["filter"] = parameter.filter;
    item["wavelengths_nm"] = parameter.wavelengths_nm;
    item["power_mw"] = or_null(parameter.power_mw);
    item["percent_light"] = parameter.percent_light;
    item["voltage"] = or_null(parameter.voltage);
    item["display"] = display_json(parameter.display);
    item["calibration"] = calibration_json(parameter.calibration);
    return item;
}

Json spillover_json(const DataSet& data_set) {
    if (!data_set.spillover()) return {};
    const SpilloverMatrix& matrix = *data_set.spillover();
    Json rows = Json::array();
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        Json row = Json::array();
        for (std::size_t j = 0; j < matrix.size(); ++j) row.push_back(matrix(i, j));
        rows.push_back(std::move(row));
    }
    const double condition = condition_number(matrix);
    return {{"channels", matrix.channels},
            {"matrix", std::move(rows)},
            {"keyword", data_set.spillover_keyword()},
            {"identity", matrix.is_identity()},
            {"condition_number", std::isfinite(condition) ? Json(condition) : Json()}};
}

Json acquisition_json(const DataSet& data_set) {
    const Metadata& metadata = data_set.metadata();
    const auto iso = [](const auto& time) { return time ? Json(to_iso_8601(*time)) : Json(); };
    Json item{{"cytometer", metadata.cytometer},
              {"serial_number", metadata.serial_number},
              {"sample_number", metadata.sample_number},
              {"date", iso(metadata.date)},
              {"begin", iso(metadata.begin)},
              {"end", iso(metadata.end)},
              {"duration_seconds", or_null(metadata.duration_seconds)},
              {"events_per_second", or_null(data_set.events_per_second())},
              {"volume_nl", or_null(metadata.volume_nl)},
              {"events_aborted", or_null(metadata.events_aborted)},
              {"events_lost", or_null(metadata.events_lost)},
              {"flow_rate", metadata.flow_rate}};
    item["trigger"] = metadata.trigger
                          ? Json{{"channel", metadata.trigger->channel}, {"threshold", metadata.trigger->threshold}}
                          : Json();
    item["carrier"] = {
        {"id", metadata.carrier_id}, {"type", metadata.carrier_type}, {"location", metadata.location_id}};
    item["last_modified"] = iso(metadata.last_modified);
    item["last_modifier"] = metadata.last_modifier;
    item["originality"] = metadata.originality ? Json(to_string(*metadata.originality)) : Json();
    return item;
}

Json hardware_compensation_json(const std::optional<HardwareCompensation>& compensation) {
    if (!compensation) return {};
    Json shares = Json::array();
    for (const HardwareCompensation::Share& share : compensation->shares)
        shares.push_back({{"from", share.from}, {"of", share.of}, {"percent", share.percent}});
    return {{"keyword", compensation->keyword}, {"shares", std::move(shares)}};
}

Json unstained_json(const Metadata& metadata) {
    Json centers = Json::array();
    for (const UnstainedCenter& center : metadata.unstained_centers)
        centers.push_back({{"channel", center.channel}, {"value", center.value}});
    return {{"info", metadata.unstained_info}, {"centers", std::move(centers)}};
}

const char* name_of(CrcState state) {
    switch (state) {
        case CrcState::absent:
            return "absent";
        case CrcState::zero:
            return "not computed";
        case CrcState::matches:
            return "matches";
        case CrcState::differs:
            return "differs";
    }
    return "absent";
}

Json segments_json(const DataSetView& view) {
    const DataSet& data_set = view.data_set;
    Json analysis;
    if (data_set.analysis()) {
        analysis = {{"bytes", data_set.analysis()->size()}, {"sha256", sha256(*data_set.analysis())}};
        analysis["n_keywords"] = data_set.analysis_keywords() ? Json(data_set.analysis_keywords()->size()) : Json();
    }
    Json others = Json::array();
    for (const OtherSegment& other : data_set.other_segments())
        others.push_back({{"offset", other.offset}, {"bytes", other.bytes.size()}, {"sha256", sha256(other.bytes)}});
    return {{"analysis", std::move(analysis)},
            {"other", std::move(others)},
            {"crc", view.crc ? Json(name_of(*view.crc)) : Json()}};
}

Json data_set_json(const DataSetView& view) {
    const DataSet& data_set = view.data_set;
    Json item{{"index", data_set.index()},
              {"version", data_set.version()},
              {"events", data_set.n_events()},
              {"datatype", std::string(1, data_set.datatype())},
              {"byte_order", data_set.byte_order()}};
    Json parameters = Json::array();
    for (std::size_t p = 0; p < data_set.parameters().size(); ++p) {
        const ParameterStatistics* statistics = view.statistics.empty() ? nullptr : &view.statistics[p];
        parameters.push_back(parameter_json(data_set.parameters()[p], statistics));
    }
    item["parameters"] = std::move(parameters);
    item["spillover"] = spillover_json(data_set);
    // Keys are unique, so they are appended: looking each one up first would take the square of their number.
    Json::object_t keywords;
    for (const auto& [key, value] : data_set.keywords().entries()) keywords.emplace_back(key, value);
    item["keywords"] = std::move(keywords);
    item["acquisition"] = acquisition_json(data_set);
    item["hardware_compensation"] = hardware_compensation_json(data_set.metadata().hardware_compensation);
    item["unstained"] = unstained_json(data_set.metadata());
    item["segments"] = segments_json(view);
    return item;
}

}  // namespace

Json info_record(const FileView& file) {
    Json record{{"schema", "asparagate.info/1"}, {"file", file.path}, {"datasets", Json::array()}};
    for (const DataSetView& view : file.data_sets) record["datasets"].push_back(data_set_json(view));
    record["findings"] = Json::array();
    for (const Finding& finding : file.findings) record["findings"].push_back(finding_json(finding));
    return record;
}

}  // namespace asparagate::cli
