#include "command.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
};

struct Verdict {
    std::string file;
    std::string error;
    Findings findings;
    std::uint64_t events = 0;
};

Verdict check_file(const std::string& path, bool strict) {
    Verdict verdict{path, {}, {}, 0};
    try {
        const FcsFile file = FcsFile::open(path, {.strict = strict});
        verdict.findings = file.findings();
        for (const DataSet& data_set : file.data_sets()) {
            verdict.events += data_set.n_events();
            for (Finding& finding : inspect_events(file, data_set)) verdict.findings.push_back(std::move(finding));
        }
    } catch (const Error& error) {
        verdict.error = error.what();
    }
    return verdict;
}

bool is_warning(const Finding& finding) {
    return finding.severity != Severity::note;
}

void print(const Verdict& verdict, const std::string& format) {
    const auto warnings =
        static_cast<std::size_t>(std::count_if(verdict.findings.begin(), verdict.findings.end(), is_warning));
    const std::string state = !verdict.error.empty() ? "failed" : warnings > 0 ? "warnings" : "ok";
    if (format == "json") {
        nlohmann::json record{{"schema", "asparagate.check/1"},
                              {"file", verdict.file},
                              {"state", state},
                              {"events", verdict.events},
                              {"findings", nlohmann::json::array()}};
        if (!verdict.error.empty()) record["error"] = verdict.error;
        for (const Finding& f : verdict.findings)
            record["findings"].push_back({{"code", f.code}, {"message", f.message}});
        std::printf("%s\n", record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        return;
    }
    const char separator = format == "csv" ? ',' : '\t';
    std::printf("%s%c%s%c%llu%c%zu\n", delimited_cell(verdict.file, separator).c_str(), separator, state.c_str(),
                separator, static_cast<unsigned long long>(verdict.events), separator, warnings);
}

int run_check(const Options& options, const CommonOptions& common, Console& console) {
    bool failed = false;
    const TaskControl control = console.task_control();
    if (common.format != "json") {
        const char separator = common.format == "csv" ? ',' : '\t';
        std::printf("file%cstate%cevents%cwarnings\n", separator, separator, separator);
    }
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        control.throw_if_stopped();
        control.update({"checking", options.files[i], "files", i, options.files.size()});
        Verdict verdict = check_file(options.files[i], common.strict);
        const auto bad = std::find_if(verdict.findings.begin(), verdict.findings.end(), is_warning);
        if (common.strict && verdict.error.empty() && bad != verdict.findings.end()) verdict.error = describe(*bad);
        console.clear_progress();
        print(verdict, common.format);
        if (!verdict.error.empty()) console.error(verdict.error);
        console.findings(verdict.findings);
        failed |= !verdict.error.empty();
    }
    return failed ? input_error : done;
}

}  // namespace

Run add_check(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("FILE", options->files, "FCS files")->required();
    app.footer("Prints file, state (ok, warnings, failed), events and warnings. Exit code 3 when a file fails.");
    return [options](const CommonOptions& common, Console& console) { return run_check(*options, common, console); };
}

}  // namespace asparagate::cli
