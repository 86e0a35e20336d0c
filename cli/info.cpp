#include "command.hpp"
#include "finding_record.hpp"
#include "read_options.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/number.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

namespace asparagate::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::vector<std::string> files;
    DataSetChoice data_set;
    ReadOptions read;
    bool statistics = false;
    std::string values = "scale";

    [[nodiscard]] ValueKind value_kind() const { return values == "raw" ? ValueKind::raw : ValueKind::scale; }
};

/// Over the finite values of a parameter, accumulated in event order.
struct Statistics {
    double minimum = INFINITY, maximum = -INFINITY, sum = 0;
    std::uint64_t n = 0;
};

Statistics statistics_of(const DataSet& data_set, std::size_t p, ValueKind kind, const TaskControl& control) {
    Statistics s;
    std::vector<double> block(65536);
    for (std::uint64_t first = 0; first < data_set.n_events(); first += block.size()) {
        control.throw_if_stopped();
        const std::span<double> values(block.data(),
                                       std::min<std::uint64_t>(block.size(), data_set.n_events() - first));
        data_set.read(p, first, values, kind);
        for (const double x : values) {
            if (!std::isfinite(x)) continue;
            s.minimum = std::min(s.minimum, x);
            s.maximum = std::max(s.maximum, x);
            s.sum += x;
            ++s.n;
        }
    }
    return s;
}

Json parameter_json(const DataSet& data_set, const Options& options, const TaskControl& control) {
    Json list = Json::array();
    for (std::size_t p = 0; p < data_set.parameters().size(); ++p) {
        const Parameter& parameter = data_set.parameters()[p];
        Json item{{"index", parameter.index},
                  {"name", parameter.name},
                  {"marker", parameter.marker},
                  {"bits", parameter.bits}};
        item["range"] = parameter.range ? Json(*parameter.range) : Json();
        item["gain"] = parameter.gain;
        item["log_decades"] = parameter.log_decades;
        if (options.statistics) {
            const Statistics s = statistics_of(data_set, p, options.value_kind(), control);
            const bool any = s.n > 0;
            item["min"] = any ? Json(s.minimum) : Json();
            item["max"] = any ? Json(s.maximum) : Json();
            item["mean"] = any ? Json(s.sum / static_cast<double>(s.n)) : Json();
            item["sum"] = any ? Json(s.sum) : Json();
        }
        list.push_back(std::move(item));
    }
    return list;
}

Json spillover_json(const SpilloverMatrix& matrix) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        Json row = Json::array();
        for (std::size_t j = 0; j < matrix.size(); ++j) row.push_back(matrix(i, j));
        rows.push_back(std::move(row));
    }
    return {{"channels", matrix.channels}, {"matrix", std::move(rows)}};
}

Json data_set_json(const DataSet& data_set, const Options& options, const TaskControl& control) {
    Json item{{"index", data_set.index()},
              {"version", data_set.version()},
              {"events", data_set.n_events()},
              {"datatype", std::string(1, data_set.datatype())},
              {"byte_order", data_set.byte_order()}};
    item["parameters"] = parameter_json(data_set, options, control);
    item["spillover"] = data_set.spillover() ? spillover_json(*data_set.spillover()) : Json();
    Json keywords = Json::object();
    for (const auto& [key, value] : data_set.keywords().entries()) keywords[key] = value;
    item["keywords"] = std::move(keywords);
    return item;
}

Json findings_json(const Findings& findings) {
    Json list = Json::array();
    for (const Finding& finding : findings) list.push_back(finding_json(finding));
    return list;
}

Json file_json(const FcsFile& file, const Options& options, const TaskControl& control) {
    Json record{{"schema", "asparagate.info/1"}, {"file", file.path().string()}};
    Json sets = Json::array();
    Findings findings = file.findings();
    for (const std::size_t chosen : options.data_set.select(file, DataSetChoice::Without::all)) {
        const DataSet& data_set = file.data_sets()[chosen];
        sets.push_back(data_set_json(data_set, options, control));
        if (!options.statistics) continue;
        for (Finding& f : inspect_events(file, data_set)) findings.push_back(std::move(f));
    }
    record["datasets"] = std::move(sets);
    record["findings"] = findings_json(findings);
    return record;
}

void print_parameters(const Json& data_set) {
    const bool statistics = !data_set["parameters"].empty() && data_set["parameters"][0].contains("min");
    std::printf("  %3s  %-20s %-16s %4s %12s", "#", "channel", "marker", "bits", "range");
    if (statistics) std::printf(" %12s %12s %12s", "min", "max", "mean");
    std::printf("\n");
    const auto number = [](const Json& value) {
        char text[32] = "-";
        if (value.is_number()) std::snprintf(text, sizeof text, "%.7g", value.get<double>());
        return std::string(text);
    };
    for (const Json& p : data_set["parameters"]) {
        std::printf("  %3zu  %-20s %-16s %4u %12s", p["index"].get<std::size_t>(),
                    terminal_text(p["name"].get<std::string>()).c_str(),
                    terminal_text(p["marker"].get<std::string>()).c_str(), p["bits"].get<unsigned>(),
                    number(p["range"]).c_str());
        if (statistics) {
            std::printf(" %12s %12s %12s", number(p["min"]).c_str(), number(p["max"]).c_str(),
                        number(p["mean"]).c_str());
        }
        std::printf("\n");
    }
}

void print_text(const Json& file) {
    std::printf("%s\n", terminal_text(file["file"].get<std::string>()).c_str());
    for (const Json& set : file["datasets"]) {
        std::printf("  data set %zu: FCS %s, %llu events x %zu parameters, $DATATYPE %s, $BYTEORD %s\n",
                    set["index"].get<std::size_t>(), set["version"].get<std::string>().c_str(),
                    set["events"].get<unsigned long long>(), set["parameters"].size(),
                    set["datatype"].get<std::string>().c_str(),
                    terminal_text(set["byte_order"].get<std::string>()).c_str());
        for (const char* key : {"$CYT", "$DATE", "$SRC", "$FIL"}) {
            if (set["keywords"].contains(key)) {
                std::printf("  %-6s %s\n", key, terminal_text(set["keywords"][key].get<std::string>()).c_str());
            }
        }
        if (set["spillover"].is_null())
            std::printf("  spillover: none\n");
        else
            std::printf("  spillover: %zu channels\n", set["spillover"]["channels"].size());
        print_parameters(set);
    }
}

void print_table(const Json& file, char separator) {
    const auto cell = [separator](const Json& value) {
        if (value.is_null()) return std::string();
        if (value.is_number_float()) return format_number(value.get<double>());
        return value.is_string() ? delimited_cell(value.get<std::string>(), separator) : value.dump();
    };
    for (const Json& set : file["datasets"]) {
        for (const Json& p : set["parameters"]) {
            std::printf("%s%c%s", cell(file["file"]).c_str(), separator, cell(set["index"]).c_str());
            for (const auto& item : p.items()) std::printf("%c%s", separator, cell(item.value()).c_str());
            std::printf("\n");
        }
    }
}

int run_info(const Options& options, const CommonOptions& common, Console& console) {
    bool failed = false;
    const char separator = common.format == "tsv" ? '\t' : ',';
    if (common.format == "csv" || common.format == "tsv") {
        std::string header = "file,data_set,index,name,marker,bits,range,gain,log_decades";
        if (options.statistics) header += ",min,max,mean,sum";
        std::replace(header.begin(), header.end(), ',', separator);
        std::printf("%s\n", header.c_str());
    }
    ReadOptions read = options.read;
    read.strict = common.strict;
    read.scan_data_sets = options.data_set.scans();
    for (const std::string& path : options.files) {
        try {
            const FcsFile file = FcsFile::open(path, read);
            const Json record = file_json(file, options, console.task_control());
            if (common.format == "json") {
                std::printf("%s\n", record.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
            } else if (common.format.empty()) {
                print_text(record);
            } else {
                print_table(record, separator);
            }
            console.findings(file.findings());
        } catch (const FcsError& error) {
            console.error(error.what());
            if (common.format == "json") {
                const Json record{{"schema", "asparagate.info/1"}, {"file", path}, {"error", error.what()}};
                std::printf("%s\n", record.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
            }
            failed = true;
        }
    }
    return failed ? input_error : done;
}

}  // namespace

Run add_info(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("FILE", options->files, "FCS files")->required();
    add_data_set_option(app, options->data_set);
    app.add_flag("--statistics", options->statistics, "Add min, max, mean and sum of each parameter");
    app.add_option("--values", options->values,
                   "Numbers of --statistics: raw as stored, or scale after $PnE, $PnG, $TIMESTEP")
        ->check(CLI::IsMember({"raw", "scale"}))
        ->capture_default_str();
    add_read_options(app, options->read);
    return [options](const CommonOptions& common, Console& console) { return run_info(*options, common, console); };
}

}  // namespace asparagate::cli
