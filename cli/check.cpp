#include "command.hpp"
#include "finding_record.hpp"
#include "read_options.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    ReadOptions read;
    DataSetChoice data_set;
    bool deep = false;
};

struct Verdict {
    std::string file;
    std::string error;
    Findings findings;
    std::uint64_t events = 0;
    std::size_t data_sets = 0;

    [[nodiscard]] std::size_t warnings() const {
        return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
            return finding.severity != Severity::note;
        }));
    }
    [[nodiscard]] const char* state() const { return !error.empty() ? "failed" : warnings() > 0 ? "warnings" : "ok"; }
};

void append(Findings& to, Findings from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// HEADER and TEXT of every data set, DATA against what is there; with `deep` also the events and the CRC.
void examine(const std::string& path, const ReadOptions& read, const Options& options, unsigned threads,
             Verdict& verdict) {
    const FcsFile file = FcsFile::open(path, read);
    verdict.findings = file.findings();
    for (const std::size_t chosen : options.data_set.select(file, DataSetChoice::Without::all)) {
        const DataSet& data_set = file.data_sets()[chosen];
        ++verdict.data_sets;
        verdict.events += data_set.n_events();
        if (!options.deep) continue;
        append(verdict.findings, inspect_crc(file, data_set));
        append(verdict.findings, inspect_events(file, data_set, threads));
    }
    const auto refused = std::find_if(verdict.findings.begin(), verdict.findings.end(), [&](const Finding& finding) {
        return finding.severity != Severity::note && read.refuses(finding.code);
    });
    if (refused != verdict.findings.end()) verdict.error = describe(*refused) + "; refused by --strict";
}

Verdict check_file(const std::string& path, const ReadOptions& read, const Options& options, unsigned threads) {
    Verdict verdict;
    verdict.file = path;
    try {
        examine(path, read, options, threads, verdict);
    } catch (const FcsError& error) {
        verdict.error = error.what();
    }
    return verdict;
}

void print_json(const Verdict& verdict) {
    nlohmann::ordered_json record{{"schema", "asparagate.check/1"},     {"file", verdict.file},
                                  {"state", verdict.state()},           {"data_sets", verdict.data_sets},
                                  {"events", verdict.events},           {"warnings", verdict.warnings()},
                                  {"findings", nlohmann::json::array()}};
    if (!verdict.error.empty()) record["error"] = verdict.error;
    for (const Finding& finding : verdict.findings) record["findings"].push_back(finding_json(finding));
    std::printf("%s\n", record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void print_line(const Verdict& verdict, char separator) {
    std::printf("%s%c%s%c%llu%c%zu\n", delimited_cell(verdict.file, separator).c_str(), separator, verdict.state(),
                separator, static_cast<unsigned long long>(verdict.events), separator, verdict.warnings());
}

int run_check(const Options& options, const CommonOptions& common, Console& console) {
    ReadOptions read = options.read;
    read.strict = common.strict;
    read.scan_data_sets = options.data_set.scans();
    const bool json = common.format == "json";
    const char separator = common.format == "csv" ? ',' : '\t';
    const TaskControl control = console.task_control();
    if (!json) std::printf("file%cstate%cevents%cwarnings\n", separator, separator, separator);
    std::size_t failed = 0;
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        control.throw_if_stopped();
        control.update({"check", options.files[i], "files", i, options.files.size()});
        const Verdict verdict = check_file(options.files[i], read, options, common.thread_count());
        console.findings(verdict.findings);
        if (!verdict.error.empty()) console.error(verdict.error);
        json ? print_json(verdict) : print_line(verdict, separator);
        failed += !verdict.error.empty();
    }
    console.clear_progress();
    if (failed > 0) console.note(std::to_string(failed) + " of " + counted(options.files.size(), "file") + " failed");
    return failed > 0 ? input_error : done;
}

}  // namespace

Run add_check(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("FILE", options->files, "FCS files")->required();
    app.add_flag("--deep", options->deep,
                 "Read the events too: values that are not finite or exceed $PnR, bits that a mask removes, the CRC");
    add_data_set_option(app, options->data_set);
    add_read_options(app, options->read);
    app.footer("Prints file, state (ok, warnings, failed), events and warnings. Exit code 3 when a file fails.");
    return [options](const CommonOptions& common, Console& console) { return run_check(*options, common, console); };
}

}  // namespace asparagate::cli
