#include "command.hpp"
#include "info_view.hpp"
#include "read_options.hpp"

#include <CLI/CLI.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    DataSetChoice data_set;
    ReadOptions read;
    bool statistics = false;
    std::string values = "scale";

    [[nodiscard]] ValueKind value_kind() const { return values == "raw" ? ValueKind::raw : ValueKind::scale; }
};

void append(Findings& to, Findings from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// @throws FcsError when the file cannot be read, or under `--strict` for a warning, also one about the events.
FileView view_file(const std::string& path, const Options& options, const ReadOptions& read, unsigned threads,
                   const TaskControl& control) {
    const FcsFile file = FcsFile::open(path, read);
    FileView view{path, file.data_sets().size(), {}, file.findings()};
    for (const std::size_t chosen : options.data_set.select(file, DataSetChoice::Without::all)) {
        DataSetView& shown = view.data_sets.emplace_back(DataSetView{file.data_sets()[chosen], {}, {}});
        if (!options.statistics) continue;
        shown.statistics = parameter_statistics(shown.data_set, options.value_kind(), control);
        shown.crc = shown.data_set.check_crc();
        append(view.findings, inspect_crc(file, shown.data_set));
        append(view.findings, inspect_events(file, shown.data_set, threads));
    }
    for (const Finding& finding : view.findings) {
        if (finding.severity != Severity::note && read.refuses(finding.code))
            throw FcsError({finding.file, finding.segment, finding.keyword, finding.offset},
                           finding.code + ": " + finding.message + "; refused by --strict");
    }
    return view;
}

void print_json(const nlohmann::ordered_json& record) {
    std::printf("%s\n", record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void print(const FileView& view, const std::string& format) {
    if (format == "json") return print_json(info_record(view));
    if (format.empty()) return print_info_text(view);
    print_info_rows(view, format == "tsv" ? '\t' : ',');
}

/// Findings once: a JSON record holds them, so only the log repeats them.
void tell(const Findings& findings, const std::string& format, Console& console) {
    std::fflush(stdout);  // so that on a terminal they follow the file they are about
    if (format != "json") return console.findings(findings);
    for (const Finding& finding : findings) console.record("finding", describe(finding));
}

int run_info(const Options& options, const CommonOptions& common, Console& console) {
    ReadOptions read = options.read;
    read.strict = common.strict;
    read.scan_data_sets = options.data_set.scans();
    const TaskControl control = console.task_control();
    if (common.format == "csv" || common.format == "tsv")
        print_info_header(options.statistics, common.format == "tsv" ? '\t' : ',');
    bool failed = false;
    for (const std::string& path : options.files) {
        control.throw_if_stopped();
        try {
            const FileView view = view_file(path, options, read, common.thread_count(), control);
            print(view, common.format);
            tell(view.findings, common.format, console);
        } catch (const FcsError& error) {
            console.error(error.what());
            if (common.format == "json")
                print_json({{"schema", "asparagate.info/1"}, {"file", path}, {"error", error.what()}});
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
    app.add_flag("--statistics", options->statistics,
                 "Read the events: min, max, mean and sum of each parameter, values out of range, the CRC");
    app.add_option("--values", options->values,
                   "Numbers of --statistics: raw as stored, or scale after $PnE, $PnG, $TIMESTEP")
        ->check(CLI::IsMember({"raw", "scale"}))
        ->capture_default_str();
    add_read_options(app, options->read);
    return [options](const CommonOptions& common, Console& console) { return run_info(*options, common, console); };
}

}  // namespace asparagate::cli
