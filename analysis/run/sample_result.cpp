#include "run/sample_result.hpp"

#include "store/gate_plot_tables.hpp"
#include "store/gating_fields.hpp"
#include "store/study_fields.hpp"

#include "asparagate/fcs/number.hpp"

#include <nlohmann/json.hpp>

namespace asparagate {
namespace {

using nlohmann::json;

constexpr const char* place = "cached sample";

/// JSON has no NaN and no infinity: null and text stand for them.
json number_to_json(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return format_number(value);
    return value;
}

double number_from_json(const json& value) {
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (value.is_string()) return parse_number(value.get<std::string>()).value_or(0);
    return value.get<double>();
}

json column_to_json(const Column& column) {
    json values = json::array();
    if (column.type == ColumnType::text)
        values = column.texts();
    else if (column.type == ColumnType::number)
        for (const double value : column.numbers()) values.push_back(number_to_json(value));
    else
        values = column.integers();
    return {{"name", column.name}, {"type", static_cast<int>(column.type)}, {"values", std::move(values)}};
}

Column column_from_json(const json& stored) {
    const int type = stored.at("type").get<int>();
    if (type < 0 || type > static_cast<int>(ColumnType::yes_no)) throw Error(ErrorKind::input, "unknown column type");
    Column column(stored.at("name").get<std::string>(), static_cast<ColumnType>(type));
    const json& values = stored.at("values");
    if (column.type == ColumnType::text)
        column.values = values.get<std::vector<std::string>>();
    else if (column.type == ColumnType::number)
        for (const json& value : values) column.numbers().push_back(number_from_json(value));
    else
        column.values = values.get<std::vector<std::int64_t>>();
    return column;
}

template <class Record>
json records_to_json(const std::vector<Record>& records) {
    json columns = json::array();
    for (const Column& column : to_table(records).columns) columns.push_back(column_to_json(column));
    return columns;
}

template <class Record>
std::vector<Record> records_from_json(const json& stored) {
    Table table;
    for (const json& column : stored) {
        table.columns.push_back(column_from_json(column));
        if (table.columns.back().size() != table.rows()) throw Error(ErrorKind::input, "columns of unequal length");
    }
    return from_table<Record>(table, place);
}

json plots_to_json(const std::vector<GatePlot>& plots) {
    const GatePlotTables tables = gate_plot_tables(plots);
    json counts = json::array();
    for (const CountRow& row : tables.counts) counts.push_back(row.count);
    return {{"plots", records_to_json(tables.plots)},
            {"axes", records_to_json(tables.axes)},
            {"gates", records_to_json(tables.gates)},
            {"vertices", records_to_json(tables.vertices)},
            {"counts", std::move(counts)}};
}

std::vector<GatePlot> plots_from_json(const json& stored) {
    GatePlotTables tables{records_from_json<GatePlotRow>(stored.at("plots")),
                          records_from_json<GatePlotAxisRow>(stored.at("axes")),
                          records_from_json<DrawnGateRow>(stored.at("gates")),
                          records_from_json<VertexRow>(stored.at("vertices")),
                          {}};
    for (const json& count : stored.at("counts")) tables.counts.push_back({count.get<std::uint64_t>()});
    return gate_plots_of(tables, place);
}

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class Parse>
auto parse_text(const std::string& text, Parse&& parse) {
    try {
        return parse(json::parse(text));
    } catch (const json::exception& error) {
        throw Error(ErrorKind::input, std::string(place) + ": " + error.what());
    }
}

}  // namespace

std::string format_result(const SampleResult& result) {
    json counts = json::array();
    for (const MarkerHistogram& histogram : result.histograms) counts.push_back(histogram.histogram.counts);
    return dump({{"summary", records_to_json(std::vector{result.summary})},
                 {"populations", records_to_json(result.populations)},
                 {"intensities", records_to_json(result.intensities)},
                 {"histograms", records_to_json(result.histograms)},
                 {"histogram_counts", std::move(counts)},
                 {"gate_plots", plots_to_json(result.gate_plots)},
                 {"threshold_sensitivity", records_to_json(result.threshold_sensitivity)},
                 {"findings", records_to_json(result.findings)},
                 {"blanks", records_to_json(result.blanks)}});
}

std::string format_result(const ThresholdResult& result) {
    return dump({{"strategy", result.strategy_toml},
                 {"thresholds", records_to_json(result.thresholds)},
                 {"findings", records_to_json(result.findings)}});
}

SampleResult parse_sample_result(const std::string& text) {
    return parse_text(text, [](const json& stored) {
        const auto summaries = records_from_json<SampleSummary>(stored.at("summary"));
        if (summaries.size() != 1) throw Error(ErrorKind::input, "cached sample: expected one summary");
        SampleResult result{summaries.front(),
                            records_from_json<PopulationRow>(stored.at("populations")),
                            records_from_json<IntensityRow>(stored.at("intensities")),
                            records_from_json<MarkerHistogram>(stored.at("histograms")),
                            plots_from_json(stored.at("gate_plots")),
                            records_from_json<ThresholdSensitivity>(stored.at("threshold_sensitivity")),
                            records_from_json<Finding>(stored.at("findings")),
                            records_from_json<BlankCount>(stored.at("blanks"))};
        for (std::size_t i = 0; i < result.histograms.size(); ++i)
            result.histograms[i].histogram.counts =
                stored.at("histogram_counts").at(i).get<std::vector<std::uint32_t>>();
        return result;
    });
}

ThresholdResult parse_threshold_result(const std::string& text) {
    return parse_text(text, [](const json& stored) {
        return ThresholdResult{stored.at("strategy").get<std::string>(),
                               records_from_json<ThresholdUse>(stored.at("thresholds")),
                               records_from_json<Finding>(stored.at("findings"))};
    });
}

}  // namespace asparagate
