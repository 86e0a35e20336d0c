#include "command.hpp"

#include "asparagate/analysis/run_study.hpp"
#include "asparagate/fcs/fcs_file.hpp"
#include "figures/blind_findings.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

namespace asparagate::cli {
namespace {

struct Options {
    std::string study;
    std::string output = "results";
    std::string template_folder;
    std::string language = "en";
    bool dry_run = false;
    bool fail_fast = false;
    bool no_report = false;
    std::optional<std::size_t> draws;
};

int write_template(const Options& options, Console& console) {
    write_study_template(options.template_folder);
    console.note("template: " + options.template_folder + "/study.toml");
    return done;
}

void print_plan(const Study& study) {
    std::printf("study: %s\n%s, %s, %s\n", study.settings.title.c_str(),
                counted(study.patients.size(), "patient").c_str(), counted(study.samples.size(), "sample").c_str(),
                counted(study.features.size(), "feature").c_str());
    for (const StudySample& sample : study.samples) {
        const bool present = std::filesystem::exists(sample.file);
        std::printf("  %-28s %-6s %-8s %-12s %-14s %s\n", sample.id.c_str(), sample.patient.c_str(),
                    sample.visit.c_str(), sample.tube.c_str(),
                    sample.control.empty() ? "full stain" : sample.control.c_str(), present ? "" : "file is missing");
    }
}

void refuse_warnings(const Study& study) {
    for (const Finding& finding : study.findings) {
        if (finding.severity != Severity::note)
            throw Error(ErrorKind::input, describe(finding) + "; refused by --strict");
    }
}

/// The record of the run, for scripts: what was gated, from what, and what failed.
void print_provenance(const std::filesystem::path& results) {
    std::ifstream stream(results / "provenance.json", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::fwrite(text.data(), 1, text.size(), stdout);
}

Findings shown_findings(const StudySettings& settings, const Findings& findings) {
    return settings.blind ? blind_findings(findings) : findings;
}

/// Looks at HEADER and TEXT of every file that is there; those that are not are findings of the study already.
std::size_t unreadable_samples(const Study& study, Console& console) {
    std::size_t failed = 0;
    for (const StudySample& sample : study.samples) {
        std::error_code missing;
        if (!std::filesystem::exists(sample.file, missing)) continue;
        try {
            (void)FcsFile::open(sample.file);
        } catch (const Error& error) {
            console.error("sample " + sample.id + ": " + error.what());
            ++failed;
        }
    }
    return failed;
}

int finish(const RunResult& result, const Options& options, const CommonOptions& common, Console& console) {
    console.clear_progress();
    const std::string kept = options.no_report ? "/study.h5" : "/report.html, study.h5";
    console.findings(shown_findings(result.evidence.settings, result.evidence.findings),
                     " (all in " + options.output + kept + ")");
    if (common.format == "json") print_provenance(options.output);
    console.note(counted(result.gated, "sample") + " gated, " + std::to_string(result.reused) + " reused, " +
                 std::to_string(result.failed) + " failed");
    if (!options.no_report) {
        draw_report(options.output, options.language, console);
        console.note("report: " + options.output + "/report.html");
    } else {
        console.note("results: " + options.output);
    }
    return result.failed > 0 ? some_failed : done;
}

int run_run(const Options& options, const CommonOptions& common, Console& console) {
    if (!options.template_folder.empty()) return write_template(options, console);
    if (options.study.empty()) throw Error(ErrorKind::usage, "run: give a STUDY.toml, or --init DIR for a template");
    const Study study = read_study(options.study);
    if (options.draws && !UncertaintySettings::are_draws(*options.draws))
        throw Error(ErrorKind::usage, "run: --draws " + std::to_string(*options.draws) + "; expected " +
                                          UncertaintySettings::expected_draws());
    if (options.dry_run) {
        console.findings(shown_findings(study.settings, study.findings));
        print_plan(study);
        return unreadable_samples(study, console) > 0 ? some_failed : done;
    }
    if (common.strict) refuse_warnings(study);
    std::vector<std::filesystem::path> inputs = study.input_files;
    inputs.push_back(study.path);
    for (const StudySample& sample : study.samples) inputs.push_back(sample.file);
    refuse_folder_of_inputs(options.output, inputs);
    RunOptions run;
    run.output = options.output;
    run.fail_fast = options.fail_fast;
    run.force = common.force;
    run.strict = common.strict;
    run.threads = common.threads;
    run.max_memory_bytes = common.max_memory_bytes;
    run.draws = options.draws;
    run.command = command_line();
    const RunResult result = run_study(study, run, console.task_control());
    write_results(result.evidence, options.output);
    return finish(result, options, common, console);
}

}  // namespace

Run add_run(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("STUDY", options->study, "Study file (TOML; docs/study.md)");
    app.add_option("-o,--output", options->output, "Folder of the results")->capture_default_str();
    app.add_option("--init", options->template_folder, "Write a commented study template into this folder")
        ->excludes("STUDY");
    app.add_flag("--dry-run", options->dry_run, "Check study, tables and the headers of files, list what would be gated, write nothing");
    app.add_flag("--fail-fast,!--keep-going", options->fail_fast,
                 "Stop at the first failing sample; the default goes on and names it");
    app.add_flag("--no-report", options->no_report, "Tables only, no figures and no report");
    app.add_option("--draws", options->draws,
                   "Move every gate this often and tell what hangs on its place (docs/uncertainty.md);\n"
                   "0 = off; the default is the study's [uncertainty], without it 0");
    add_language_option(app, options->language);
    app.footer(
        "Samples gated before from the same file, strategy and program are reused; --force gates them again.\n"
        "--format json prints provenance.json as well.\n"
        "Exit code 4 when some samples failed.");
    return [options](const CommonOptions& common, Console& console) { return run_run(*options, common, console); };
}

}  // namespace asparagate::cli
