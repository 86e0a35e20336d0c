#include "command.hpp"
#include "strategy_check.hpp"
#include "strategy_input.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_diff.hpp"

#include <CLI/CLI.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string input, output, to, sample;
};

StrategyFormat wanted_format(const Options& options) {
    const std::string extension = lower_case(std::filesystem::path(options.output).extension().string());
    if (options.to == "toml" || (options.to.empty() && extension == ".toml")) return StrategyFormat::toml;
    if (options.to == "gating-ml" || (options.to.empty() && extension == ".xml")) return StrategyFormat::gating_ml;
    throw Error(ErrorKind::usage, options.output + ": the format is not told by .toml or .xml; give --to");
}

/// The strategy as it holds for --sample. A name that fits no version may be a typing error, and is said.
GatingStrategy strategy_of_sample(const GatingStrategy& strategy, const Options& options, const CommonOptions& common,
                                  Console& console) {
    Findings findings = version_findings(strategy, options.sample, options.sample);
    if (findings.empty())
        findings.push_back({"G-VERSION", Severity::note, options.sample, "", "", std::nullopt,
                            "no tailored version fits this sample; the common tree is written"});
    report_findings(findings, options.input, common, console);
    return strategy_for_sample(strategy, options.sample, options.sample);
}

int run_convert(const Options& options, const CommonOptions& common, Console& console) {
    const StrategyFormat format = wanted_format(options);
    refuse_overwriting({options.output}, {options.input});
    if (options.output != "-" && std::filesystem::exists(options.output) && !common.force)
        throw Error(ErrorKind::output, options.output + ": is already there; give --force to replace it");
    StrategyFile read = read_strategy_input(options.input, common, console);
    if (!options.sample.empty()) read.strategy = strategy_of_sample(read.strategy, options, common, console);
    const StrategyText written = write_strategy(read.strategy, format);
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
    convert->add_option("OUT", options->output, "File to write, .toml or .xml; - for stdout")->required();
    convert->add_option("--to", options->to, "Format, where the name of OUT does not tell it")
        ->check(CLI::IsMember({"toml", "gating-ml"}));
    convert->add_option(
        "--sample", options->sample,
        "Write the strategy as it holds for this sample or FCS file, with its tailored version in place");
    CLI::App* diff = app.add_subcommand("diff", "What makes B out of A, in words, population by population");
    diff->add_option("A", options->input, std::string("Strategy: ") + formats)->required();
    diff->add_option("B", options->output, "Strategy")->required();
    return [options, check, convert](const CommonOptions& common, Console& console) {
        if (check->parsed()) return run_strategy_check(options->files, common, console);
        return convert->parsed() ? run_convert(*options, common, console) : run_diff(*options, common, console);
    };
}

}  // namespace asparagate::cli
