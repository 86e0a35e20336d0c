#include "command.hpp"
#include "finding_record.hpp"
#include "flowjo_counts.hpp"
#include "read_options.hpp"
#include "sample_names.hpp"
#include "strategy_input.hpp"

#include "asparagate/analysis/gate_batch.hpp"
#include "asparagate/fcs/delimited_text.hpp"

#include <CLI/CLI.hpp>

#include <set>
#include <sstream>

namespace asparagate::cli {
namespace {

struct Options {
    std::string strategy;
    std::vector<std::string> files;
    std::string output;
    std::string membership_folder;
    std::string intensities;
    std::string resume;
    std::string compensation;
    std::string findings;
    std::string evaluation;
    std::vector<std::string> map;
    bool flowjo_counts = false;
    DetectionLimits detection;
    ReadOptions read;
    DataSetChoice data_set;
};

/// Data sets of a file that become samples. A file that cannot be read stays one sample, whose gating says why.
std::vector<std::optional<std::size_t>> data_sets_of(const std::string& file, const Options& options) {
    if (options.data_set.text.empty()) return {std::nullopt};
    try {
        ReadOptions read = options.read;
        read.scan_data_sets = options.data_set.scans();
        const auto chosen = options.data_set.select(FcsFile::open(file, read), DataSetChoice::Without::first);
        return {chosen.begin(), chosen.end()};
    } catch (const FcsError&) {
        return {std::nullopt};
    }
}

/// Of a file with several samples, each has `#` and the number of its data set behind the name.
std::vector<SampleFile> name_samples(const Options& options) {
    const std::vector<std::string> names = sample_names(options.files);
    std::vector<SampleFile> samples;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto data_sets = data_sets_of(options.files[i], options);
        for (const auto& data_set : data_sets)
            samples.push_back({data_sets.size() == 1 ? names[i] : names[i] + '#' + std::to_string(*data_set),
                               options.files[i], data_set});
    }
    return samples;
}

GateOptions gate_options(const Options& options, const CommonOptions& common) {
    GateOptions gate;
    gate.threads = common.threads;
    gate.detection = options.detection;
    gate.intensities = !options.intensities.empty();
    gate.read = options.read;
    gate.read.strict = common.strict;
    gate.read.scan_data_sets = options.data_set.scans();
    gate.max_memory_bytes = common.max_memory_bytes;
    if (options.compensation == "file")
        gate.compensation_source = CompensationSource::file;
    else if (options.compensation == "strategy")
        gate.compensation_source = CompensationSource::strategy;
    else if (options.compensation == "none")
        gate.compensation_source = CompensationSource::none;
    else if (!options.compensation.empty()) {
        if (!std::filesystem::exists(options.compensation))
            throw Error(ErrorKind::usage, "--compensation " + options.compensation +
                                              ": no such file; expected file, strategy, none or a matrix as CSV");
        gate.matrix = read_spillover_csv(options.compensation);
        gate.matrix_name = options.compensation;
    }
    return gate;
}

std::string population_table(const std::vector<PopulationRow>& rows, TableFormat format) {
    std::ostringstream text;
    write_population_table(text, rows, format);
    return text.str();
}

std::string intensity_table(const std::vector<IntensityRow>& rows, TableFormat format) {
    std::ostringstream text;
    write_intensity_table(text, rows, format);
    return text.str();
}

/// One row of the table of findings, which goes with the results as their provenance.
std::string finding_line(const std::string& sample, const Finding& finding, char separator) {
    std::string line;
    for (const std::string& cell :
         {sample, finding.code, std::string(severity_name(finding.severity)), finding.file, finding.segment,
          finding.keyword, finding.offset ? std::to_string(*finding.offset) : "", finding.message})
        line.append(line.empty() ? "" : std::string(1, separator)).append(delimited_cell(cell, separator));
    return line + '\n';
}

struct Totals {
    std::vector<PopulationRow> rows;
    std::vector<IntensityRow> intensities;
    std::size_t samples = 0, failed = 0, reused = 0;
    std::set<std::string> compensations;
    std::string findings;  ///< table rows
};

void take(BatchOutcome batch, Totals& totals, Console& console) {
    if (!batch.outcome.gates) {
        console.error(batch.outcome.error);
        ++totals.failed;
        return;
    }
    SampleGates& gates = *batch.outcome.gates;
    totals.reused += batch.reused;
    console.record("note", gates.sample + ": compensation: " + gates.compensation);
    if (totals.compensations.insert(gates.compensation).second) console.note("compensation: " + gates.compensation);
    console.findings(gates.findings);
    for (const Finding& finding : gates.findings) totals.findings += finding_line(gates.sample, finding, ',');
    std::move(gates.rows.begin(), gates.rows.end(), std::back_inserter(totals.rows));
    std::move(gates.intensities.begin(), gates.intensities.end(), std::back_inserter(totals.intensities));
}

Totals gate_all(const std::vector<SampleFile>& samples, const GatingStrategy& strategy, const Options& options,
                const CommonOptions& common, Console& console) {
    const BatchOptions batch{gate_options(options, common), options.resume, options.membership_folder, common.force};
    Totals totals;
    totals.samples = samples.size();
    gate_batch(samples, strategy, batch, console.task_control(),
               [&](BatchOutcome outcome) { take(std::move(outcome), totals, console); });
    console.clear_progress();
    return totals;
}

/// Paths of the command line are checked before anything is read or written.
void check_paths(const Options& options) {
    std::vector<std::filesystem::path> inputs(options.files.begin(), options.files.end());
    inputs.emplace_back(options.strategy);
    if (std::filesystem::exists(options.compensation)) inputs.emplace_back(options.compensation);
    refuse_overwriting({options.output, options.intensities, options.findings}, inputs);
    if (options.detection.lod > options.detection.lloq)
        throw Error(ErrorKind::usage, "--lod " + std::to_string(options.detection.lod) + " is above --lloq " +
                                          std::to_string(options.detection.lloq));
    std::set<std::filesystem::path> seen;
    for (const std::string& file : options.files) {
        if (!seen.insert(std::filesystem::weakly_canonical(file)).second)
            throw Error(ErrorKind::usage, file + ": given twice");
    }
}

int write_results(const Totals& totals, const Options& options, const CommonOptions& common, Console& console) {
    const TableFormat format = common.table_format();
    const bool all_failed = totals.failed == totals.samples;
    // An empty table still parses; but it must not replace the file of a run that went better.
    if (!all_failed || options.output.empty()) write_output(population_table(totals.rows, format), options.output);
    if (all_failed) return input_error;
    if (!options.intensities.empty()) write_output(intensity_table(totals.intensities, format), options.intensities);
    if (!options.findings.empty())
        write_output("sample,code,severity,file,segment,keyword,offset,message\n" + totals.findings, options.findings);
    if (totals.reused > 0) console.note(counted(totals.reused, "sample") + " reused from " + options.resume);
    if (totals.failed == 0) return done;
    console.note(std::to_string(totals.failed) + " of " + counted(totals.samples, "sample") + " failed");
    return some_failed;
}

/// Stored counts instead of populations.
int run_counts(const Workspace& workspace, const WorkspaceSamples& samples, const Options& options,
               const CommonOptions& common, Console& console) {
    const CountCheck check = check_counts(workspace, samples, gate_options(options, common), console);
    if (check.rows.empty()) return input_error;
    std::ostringstream text;
    write_count_table(text, check.rows, common.table_format());
    write_output(text.str(), options.output);
    if (check.failed + samples.unmatched > 0) return some_failed;
    return check.broken ? limit_broken : done;
}

int run_workspace(const Options& options, const CommonOptions& common, Console& console) {
    const Workspace workspace = read_workspace(options.strategy);
    report_findings(workspace.findings, options.strategy, common, console);
    const Evaluation evaluation = options.evaluation == "flowjo" ? Evaluation::flowjo : Evaluation::exact;
    const WorkspaceSamples samples = match_workspace(workspace, name_samples(options), options.map, evaluation,
                                                     gate_options(options, common).read, console);
    if (options.flowjo_counts) return run_counts(workspace, samples, options, common, console);
    Totals totals = gate_all(samples.files, {}, options, common, console);
    totals.samples += samples.unmatched;
    totals.failed += samples.unmatched;
    std::string rows;
    for (const Finding& finding : workspace.findings) rows += finding_line("", finding, ',');
    totals.findings.insert(0, rows);
    return write_results(totals, options, common, console);
}

int run_gate(const Options& options, const CommonOptions& common, Console& console) {
    check_paths(options);
    if (is_workspace_file(options.strategy)) return run_workspace(options, common, console);
    if (options.flowjo_counts || !options.map.empty())
        throw Error(ErrorKind::usage,
                    options.strategy + ": is no FlowJo workspace; --flowjo-counts and --map need one");
    GatingStrategy strategy = read_strategy_input(options.strategy, common, console).strategy;
    if (strategy.nodes.empty())
        throw Error(ErrorKind::input,
                    options.strategy + ": defines no population; expected [population.\"/Name\"] tables or gates");
    if (!options.evaluation.empty())
        strategy.evaluation = options.evaluation == "flowjo" ? Evaluation::flowjo : Evaluation::exact;
    return write_results(gate_all(name_samples(options), strategy, options, common, console), options, common, console);
}

}  // namespace

Run add_gate(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option(
           "STRATEGY", options->strategy,
           "Gating strategy: TOML (docs/strategy.md) or another program's (docs/exchange.md), told by its content")
        ->required();
    app.add_option("FILE", options->files, "FCS files")->required();
    app.add_option("-o,--output", options->output, "Table of populations; default stdout");
    app.add_option("--membership", options->membership_folder, "Folder for DIR/<sample>.csv: one 0/1 row per event");
    app.add_option("--intensities", options->intensities, "Table of statistics per population and channel");
    app.add_option("--findings", options->findings,
                   "CSV of everything that was tolerated, overridden or skipped, by sample");
    app.add_option("--compensation", options->compensation,
                   "file ($SPILLOVER), strategy, none, or a matrix as CSV; default: what the strategy says");
    app.add_option("--evaluation", options->evaluation,
                   "exact, or flowjo: polygons on FlowJo's grid, so that counts are FlowJo's; default: what the "
                   "strategy says, exact for a workspace")
        ->check(CLI::IsMember({"exact", "flowjo"}));
    app.add_option("--map", options->map,
                   "SAMPLE=FILE, or a CSV of sample and file: which sample of the workspace a file is, where names "
                   "and keywords do not tell")
        ->allow_extra_args(false);
    app.add_flag("--flowjo-counts", options->flowjo_counts,
                 "Instead of populations: the counts that the workspace stores against exact and FlowJo-compatible "
                 "counts, and why they differ; exit code 5 when one is not explained");
    app.add_option("--resume", options->resume,
                   "Keep each sample's result in this folder and reuse it while file, strategy, options and program "
                   "are the same");
    app.add_option("--lod", options->detection.lod, "Events from which a population counts as detected")
        ->capture_default_str();
    app.add_option("--lloq", options->detection.lloq, "Events from which it counts as quantified")
        ->capture_default_str();
    add_data_set_option(app, options->data_set);
    add_read_options(app, options->read);
    app.footer("Goes on past a file that fails and names it. Exit code 4 when some failed, 3 when all did.");
    return [options](const CommonOptions& common, Console& console) { return run_gate(*options, common, console); };
}

}  // namespace asparagate::cli
