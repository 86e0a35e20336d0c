#include "command.hpp"
#include "strategy_check.hpp"
#include "strategy_input.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_diff.hpp"
#include "asparagate/gating/workspace.hpp"

#include <CLI/CLI.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string input, output, to, sample, group;
    std::vector<std::string> fcs_files;
};

StrategyFormat wanted_format(const Options& options) {
    const std::string extension = lower_case(std::filesystem::path(options.output).extension().string());
    if (options.to == "toml" || (options.to.empty() && extension == ".toml")) return StrategyFormat::toml;
    if (options.to == "gating-ml" || (options.to.empty() && extension == ".xml")) return StrategyFormat::gating_ml;
    if (options.to == "flowjo" || (options.to.empty() && extension == ".wsp")) return StrategyFormat::flowjo;
    throw Error(ErrorKind::usage, options.output + ": the format is not told by .toml, .xml or .wsp; give --to");
}

/// A sample is called like its file without extension; --sample may be either.
SampleFile named_sample(const std::string& name) {
    const std::filesystem::path path(name);
    if (lower_case(path.extension().string()) == ".fcs") return {path.stem().string(), path};
    return {name, name + ".fcs"};
}

/// The strategy as it holds for --sample. A name that fits no version may be a typing error, and is said.
GatingStrategy strategy_of_sample(const GatingStrategy& strategy, const Options& options, const CommonOptions& common,
                                  Console& console) {
    const SampleFile sample = named_sample(options.sample);
    Findings findings = version_findings(strategy, sample.sample, sample.file);
    if (findings.empty())
        findings.push_back({"G-VERSION", Severity::warning, options.sample, "", "", std::nullopt,
                            "no tailored version fits this sample; the common tree is written"});
    report_findings(findings, options.input, common, console);
    return strategy_for_sample(strategy, sample.sample, sample.file);
}

/// The strategy to convert: for a workspace of the samples that are chosen.
StrategyFile read_chosen(const Options& options, const CommonOptions& common, Console& console) {
    if (is_workspace_file(options.input)) {
        StrategyFile read = workspace_strategy(read_workspace(options.input), {options.sample, options.group});
        report_findings(read.findings, options.input, common, console);
        return read;
    }
    if (!options.group.empty())
        throw Error(ErrorKind::usage, options.input + ": is no FlowJo workspace, so it has no --group");
    StrategyFile read = read_strategy_input(options.input, common, console);
    if (!options.sample.empty()) read.strategy = strategy_of_sample(read.strategy, options, common, console);
    return read;
}

/// A workspace is written for FCS files, other formats for themselves.
StrategyText write_chosen(const GatingStrategy& strategy, StrategyFormat format, const Options& options) {
    if (format != StrategyFormat::flowjo) {
        if (!options.fcs_files.empty()) throw Error(ErrorKind::usage, "--fcs: only a FlowJo workspace has samples");
        return write_strategy(strategy, format);
    }
    std::vector<SampleFile> files;
    for (const std::string& file : options.fcs_files)
        files.push_back({std::filesystem::path(file).stem().string(), file});
    return write_workspace(strategy, files);
}

int run_convert(const Options& options, const CommonOptions& common, Console& console) {
    const StrategyFormat format = wanted_format(options);
    std::vector<std::filesystem::path> inputs(options.fcs_files.begin(), options.fcs_files.end());
    inputs.emplace_back(options.input);
    refuse_overwriting({options.output}, inputs);
    if (options.output != "-" && std::filesystem::exists(options.output) && !common.force)
        throw Error(ErrorKind::output, options.output + ": is already there; give --force to replace it");
    const StrategyFile read = read_chosen(options, common, console);
    const StrategyText written = write_chosen(read.strategy, format, options);
    report_findings(written.losses, options.output, common, console);
    write_output(written.text, options.output);
    console.note(format_name(read.format) + " -> " + format_name(format) + ": " +
                 counted(read.strategy.populations().size(), "population") + ", " +
                 counted(read.findings.size() + written.losses.size(), "finding"));
    return done;
}

int run_diff(const Options& options, const CommonOptions& common, Console& console) {
    const StrategyFile before = read_strategy_input(options.input, common, console);
    const StrategyFile after = read_strategy_input(options.output, common, console);
    std::string text;
    for (const StrategyChange& change : strategy_changes(before.strategy, after.strategy))
        text += terminal_text(describe(change)) + "\n";
    write_output(text.empty() ? "no difference\n" : text, "-");
    return done;
}

}  // namespace

Run add_strategy(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.require_subcommand(1);
    const char* formats = "TOML (docs/strategy.md) or another program's (docs/exchange.md), told by its content";
    CLI::App* check =
        app.add_subcommand("check", "Is this strategy sound, and does it fit these files? Prints its tree");
    check
        ->add_option(
            "FILE", options->files,
            std::string("Strategies and the FCS files they are meant for, told by their content; strategies: ") +
                formats)
        ->required();
    check->footer("Exit code 3 when a strategy is unusable or fits none of the files, 4 when it fits some.");
    CLI::App* convert = app.add_subcommand("convert", "Write a strategy in another format; says what is lost");
    convert->add_option("IN", options->input, std::string("Strategy: ") + formats)->required();
    convert->add_option("OUT", options->output, "File to write, .toml, .xml or .wsp; - for stdout")->required();
    convert->add_option("--to", options->to, "Format, where the name of OUT does not tell it")
        ->check(CLI::IsMember({"toml", "gating-ml", "flowjo"}));
    convert->add_option(
        "--sample", options->sample,
        "Write the strategy as it holds for this sample or FCS file, with its tailored version in place");
    convert->add_option("--group", options->group, "Only the samples of this group of a FlowJo workspace");
    convert
        ->add_option("--fcs", options->fcs_files,
                     "FCS file that a FlowJo workspace is written for, as often as there are files")
        ->allow_extra_args(false);
    CLI::App* diff = app.add_subcommand("diff", "What makes B out of A, in words, population by population");
    diff->add_option("A", options->input, std::string("Strategy: ") + formats)->required();
    diff->add_option("B", options->output, "Strategy")->required();
    return [options, check, convert](const CommonOptions& common, Console& console) {
        if (check->parsed()) return run_strategy_check(options->files, common, console);
        return convert->parsed() ? run_convert(*options, common, console) : run_diff(*options, common, console);
    };
}

}  // namespace asparagate::cli
