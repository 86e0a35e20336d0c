#include "command.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "asparagate/gating/engine.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <sstream>

namespace asparagate::cli {
namespace {

struct Options {
    std::string strategy;
    std::vector<std::string> files;
    std::string output;
    std::string membership_folder;
    std::string intensities;
    std::string compensation;
    DetectionLimits detection;
};

/// The sample's name is the file's, without extension; where that repeats, with as many folders as tell them apart.
std::vector<SampleFile> name_samples(const std::vector<std::string>& files) {
    std::map<std::string, int> stems;
    for (const std::string& file : files) ++stems[std::filesystem::path(file).stem().string()];
    std::vector<SampleFile> samples;
    for (const std::string& file : files) {
        const std::filesystem::path path(file);
        const std::string stem = path.stem().string();
        samples.push_back({stems[stem] == 1 ? stem : (path.parent_path() / stem).string(), path});
    }
    return samples;
}

GateOptions gate_options(const Options& options, const CommonOptions& common) {
    GateOptions gate;
    gate.threads = common.threads;
    gate.detection = options.detection;
    gate.memberships = !options.membership_folder.empty();
    gate.intensities = !options.intensities.empty();
    gate.strict = common.strict;
    gate.max_memory_bytes = common.max_memory_bytes;
    if (options.compensation == "file")
        gate.compensation_source = CompensationSource::file;
    else if (options.compensation == "strategy")
        gate.compensation_source = CompensationSource::strategy;
    else if (options.compensation == "none")
        gate.compensation_source = CompensationSource::none;
    else if (!options.compensation.empty()) {
        gate.matrix = read_spillover_csv(options.compensation);
        gate.matrix_name = options.compensation;
    }
    return gate;
}

void write_membership(const SampleGates& gates, const std::filesystem::path& folder) {
    OutputFile file(folder / (safe_file_name(gates.sample) + ".csv"));
    std::string text;
    std::vector<const Membership*> columns;
    for (std::size_t i = 0; i < gates.rows.size(); ++i) {
        text += (i ? "," : "") + delimited_cell(gates.rows[i].population, ',');
        columns.push_back(&gates.memberships[i]);
    }
    text += '\n';
    for (std::uint64_t event = 0; event < gates.n_events; ++event) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i) text += ',';
            // A population that is not computable has no bits: its cells stay empty.
            if (columns[i]->n_events() > 0) text += (*columns[i])[event] ? '1' : '0';
        }
        text += '\n';
        if (text.size() > (1u << 20)) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
    file.commit();
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

/// Gates the files in batches small enough that their memberships fit in memory.
struct Totals {
    std::vector<PopulationRow> rows;
    std::vector<IntensityRow> intensities;
    std::size_t failed = 0;
};

void take(SampleOutcome& outcome, const Options& options, Totals& totals, Console& console) {
    if (!outcome.gates) {
        console.error(outcome.error);
        ++totals.failed;
        return;
    }
    SampleGates& gates = *outcome.gates;
    console.findings(gates.findings);
    if (!options.membership_folder.empty()) write_membership(gates, options.membership_folder);
    std::move(gates.rows.begin(), gates.rows.end(), std::back_inserter(totals.rows));
    std::move(gates.intensities.begin(), gates.intensities.end(), std::back_inserter(totals.intensities));
}

Totals gate_all(const GatingStrategy& strategy, const Options& options, const CommonOptions& common, Console& console) {
    const std::vector<SampleFile> samples = name_samples(options.files);
    const GateOptions gate = gate_options(options, common);
    const std::size_t batch = gate.memberships ? 16 : 1024;
    Totals totals;
    for (std::size_t first = 0; first < samples.size(); first += batch) {
        const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = samples.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, samples.size()));
        for (SampleOutcome& outcome : gate_samples({begin, end}, strategy, gate, console.task_control())) {
            take(outcome, options, totals, console);
        }
    }
    console.clear_progress();
    return totals;
}

int run_gate(const Options& options, const CommonOptions& common, Console& console) {
    const GatingStrategy strategy = read_strategy(options.strategy);
    const Totals totals = gate_all(strategy, options, common, console);
    if (totals.failed == options.files.size()) return input_error;
    const TableFormat format = common.table_format();
    write_output(population_table(totals.rows, format), options.output);
    if (!options.intensities.empty()) write_output(intensity_table(totals.intensities, format), options.intensities);
    if (totals.failed > 0)
        console.note(std::to_string(totals.failed) + " of " + counted(options.files.size(), "sample") + " failed");
    return totals.failed > 0 ? some_failed : done;
}

}  // namespace

Run add_gate(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("STRATEGY", options->strategy, "Gating strategy (TOML; docs/strategy.md)")->required();
    app.add_option("FILE", options->files, "FCS files")->required();
    app.add_option("-o,--output", options->output, "Table of populations; default stdout");
    app.add_option("--membership", options->membership_folder, "Folder for DIR/<sample>.csv: one 0/1 row per event");
    app.add_option("--intensities", options->intensities, "Table of statistics per population and channel");
    app.add_option("--compensation", options->compensation,
                   "file ($SPILLOVER), strategy, none, or a matrix as CSV; default: what the strategy says");
    app.add_option("--lod", options->detection.lod, "Events from which a population counts as detected")
        ->capture_default_str();
    app.add_option("--lloq", options->detection.lloq, "Events from which it counts as quantified")
        ->capture_default_str();
    app.footer("Goes on past a file that fails and names it. Exit code 4 when some failed, 3 when all did.");
    return [options](const CommonOptions& common, Console& console) { return run_gate(*options, common, console); };
}

}  // namespace asparagate::cli
