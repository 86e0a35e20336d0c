#include "command.hpp"
#include "read_options.hpp"
#include "strategy_input.hpp"

#include "asparagate/analysis/convert.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iterator>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string output_folder;
    std::string to;
    std::string strategy;
    std::string population;
    std::vector<std::string> channels;
    std::string compensate;
    std::string values;
    std::string fcs_version;
    bool deidentify = false;
    std::string date_secret;
    ReadOptions read;
    DataSetChoice data_set;
};

/// One input and the output made of it.
struct Job {
    std::filesystem::path input, output;
};

EventFormat output_format(const Options& options, const std::filesystem::path& output) {
    std::string name = options.to.empty() ? output.extension().string() : options.to;
    if (name.starts_with('.')) name.erase(0, 1);
    if (const auto format = event_format_named(name)) return *format;
    throw Error(ErrorKind::usage, output.string() +
                                      ": its extension names no format; expected .fcs, .csv, .tsv, .h5 or "
                                      ".h5ad, or say --to FORMAT");
}

std::string number_with_zeros(std::size_t number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

/// IN OUT, or FILES into a folder. De-identified outputs are numbered, since names of files name patients.
std::vector<Job> plan_jobs(const Options& options) {
    if (options.output_folder.empty()) {
        if (options.files.size() != 2)
            throw Error(ErrorKind::usage, "convert takes IN and OUT, or any number of files with -o FOLDER; got " +
                                              counted(options.files.size(), "file") + " and no -o");
        return {{options.files[0], options.files[1]}};
    }
    if (options.to.empty()) throw Error(ErrorKind::usage, "-o FOLDER needs --to FORMAT");
    std::vector<Job> jobs;
    for (const std::string& file : options.files) {
        const std::filesystem::path input(file);
        const std::string stem =
            options.deidentify ? "sample_" + number_with_zeros(jobs.size() + 1) : input.stem().string();
        jobs.push_back({input, std::filesystem::path(options.output_folder) / (stem + '.' + options.to)});
    }
    return jobs;
}

void check_outputs(const std::vector<Job>& jobs, const Options& options, bool force) {
    std::vector<std::filesystem::path> inputs, outputs;
    for (const Job& job : jobs) {
        inputs.push_back(job.input);
        outputs.push_back(job.output);
    }
    for (const std::string& file : {options.strategy, options.compensate, options.date_secret})
        if (!file.empty() && std::filesystem::exists(file)) inputs.emplace_back(file);
    refuse_overwriting(outputs, inputs);
    for (const auto& output : outputs) {
        std::error_code unknown;
        if (!force && std::filesystem::exists(std::filesystem::symlink_status(output, unknown)))
            throw OutputError(output.string(), "it exists; --force replaces it");
    }
}

std::string read_secret(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw Error(ErrorKind::input, path + ": cannot be read; expected the secret that shifts dates");
    const std::string secret{std::istreambuf_iterator<char>(stream), {}};
    return std::string(trim(secret));
}

void read_compensation(const std::string& text, ConvertOptions& convert) {
    convert.compensate = !text.empty();
    if (text.empty() || text == "file") return;
    if (text == "strategy") {
        convert.compensation = CompensationSource::strategy;
        if (!convert.strategy) throw Error(ErrorKind::usage, "--compensate strategy needs --strategy");
    } else if (text == "none") {
        convert.compensation = CompensationSource::none;
    } else {
        convert.matrix = read_spillover_csv(text);
        convert.matrix_name = text;
    }
}

ConvertOptions convert_options(const Options& options, const CommonOptions& common, Console& console) {
    ConvertOptions convert;
    if (!options.strategy.empty()) convert.strategy = read_strategy_input(options.strategy, common, console).strategy;
    if (!options.population.empty() && !convert.strategy)
        throw Error(ErrorKind::usage, "--population needs --strategy, which defines it");
    convert.population = options.population;
    convert.channels = options.channels;
    read_compensation(options.compensate, convert);
    if (!options.values.empty()) convert.values = options.values == "raw" ? ValueKind::raw : ValueKind::scale;
    convert.fcs_version = options.fcs_version;
    convert.deidentify = options.deidentify;
    if (!options.date_secret.empty()) {
        if (!options.deidentify) throw Error(ErrorKind::usage, "--date-secret needs --deidentify");
        convert.date_secret = read_secret(options.date_secret);
    }
    convert.read = options.read;
    convert.read.strict = common.strict;
    convert.read.scan_data_sets = options.data_set.scans();
    convert.all_data_sets = options.data_set.scans() || options.data_set.text == "all";
    if (!convert.all_data_sets)
        convert.data_set = static_cast<std::size_t>(parse_unsigned(options.data_set.text).value_or(0));
    convert.threads = common.threads;
    convert.max_memory_bytes = common.max_memory_bytes;
    convert.command = command_line();
    return convert;
}

/// A subset without a use for the strategy would be a surprise.
void check_strategy_is_used(const ConvertOptions& convert, const Options& options) {
    const bool columns = convert.format == EventFormat::hdf5 || convert.format == EventFormat::h5ad;
    if (convert.strategy && convert.population.empty() && !columns && options.compensate != "strategy")
        throw Error(ErrorKind::usage,
                    "--strategy without --population changes nothing in this format; name a population");
}

int run_convert(const Options& options, const CommonOptions& common, Console& console) {
    const std::vector<Job> jobs = plan_jobs(options);
    check_outputs(jobs, options, common.force);
    ConvertOptions convert = convert_options(options, common, console);
    std::size_t failed = 0;
    int first_failure = done;
    for (const Job& job : jobs) {
        try {
            convert.format = output_format(options, job.output);
            check_strategy_is_used(convert, options);
            const ConvertResult result = convert_events(job.input, job.output, convert, console.task_control());
            console.clear_progress();
            console.findings(result.findings);
            console.note(job.output.string() + ": " + counted(result.n_events, "event") + " x " +
                         counted(result.n_parameters, "parameter") + ", compensation: " + result.compensation);
        } catch (const Error& error) {
            // One file of one job: the command's own error, as for every other command.
            if (jobs.size() == 1 || error.kind() != ErrorKind::input) throw;
            console.clear_progress();
            console.error(error.what());
            ++failed;
            first_failure = input_error;
        }
    }
    if (failed == 0) return done;
    console.note(std::to_string(failed) + " of " + counted(jobs.size(), "file") + " failed");
    return failed == jobs.size() ? first_failure : some_failed;
}

}  // namespace

Run add_convert(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("FILE", options->files, "IN and OUT; with -o, any number of inputs (FCS, CSV, TSV)")->required();
    app.add_option("-o,--output", options->output_folder, "Folder for the outputs; needs --to");
    app.add_option("--to", options->to, "Format of the output; default: its extension")
        ->check(CLI::IsMember({"fcs", "csv", "tsv", "h5", "hdf5", "h5ad"}));
    app.add_option("--strategy", options->strategy, "Gating strategy that defines the population");
    app.add_option("--population", options->population,
                   "Only the events of this population (full path), with their numbers in column original_event, "
                   "counted from 0");
    app.add_option("--channels", options->channels, "Only these channels or markers, in this order")->delimiter(',');
    app.add_option(
        "--compensate", options->compensate,
        "Compensate the values, and gate with the same matrix: file ($SPILLOVER), strategy, none, or a matrix "
        "as CSV; default: values stay, gating follows the strategy");
    app.add_option("--values", options->values,
                   "raw as stored, or scale after $PnE, $PnG, $TIMESTEP; default: raw into FCS, else scale")
        ->check(CLI::IsMember({"raw", "scale"}));
    app.add_option("--write-version", options->fcs_version, "FCS version to write; default: 3.1, or 3.2 where needed")
        ->check(CLI::IsMember({"3.1", "3.2"}));
    app.add_flag("--deidentify", options->deidentify,
                 "Keep only keywords known to name nobody, no ANALYSIS, no OTHER segments, no dates");
    app.add_option(
        "--date-secret", options->date_secret,
        "With --deidentify: file with a secret of 16 bytes or more that shifts dates instead of removing them");
    add_data_set_option(app, options->data_set);
    add_read_options(app, options->read);
    app.footer(
        "Refuses to replace an output without --force. An FCS output is read back and compared bit by bit before "
        "it gets its name.");
    return [options](const CommonOptions& common, Console& console) { return run_convert(*options, common, console); };
}

}  // namespace asparagate::cli
