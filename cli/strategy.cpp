#include "command.hpp"
#include "strategy_input.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_diff.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace asparagate::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string input, output, to;
};

/// Depth first, children in the order of the file.
void print_tree(const GatingStrategy& strategy) {
    std::map<std::string, std::vector<PopulationInfo>> children;
    for (const PopulationInfo& population : strategy.populations()) children[population.parent].push_back(population);
    std::vector<PopulationInfo> stack(children["/"].rbegin(), children["/"].rend());
    while (!stack.empty()) {
        const PopulationInfo population = stack.back();
        stack.pop_back();
        const std::string name = population.path.substr(population.path.rfind('/') + 1);
        std::printf("%*s%s  (%s)\n", 2 * population.depth, "", terminal_text(name).c_str(),
                    gate_type(strategy.nodes[population.node].gate).c_str());
        const auto& below = children[population.path];
        stack.insert(stack.end(), below.rbegin(), below.rend());
    }
}

int run_check(const Options& options, const CommonOptions& common, Console& console) {
    bool failed = false;
    for (const std::string& file : options.files) {
        try {
            const StrategyFile read = read_strategy_input(file, common, console);
            report_findings(strategy_findings(read.strategy, file), file, common, console);
            std::printf("%s: ok, %s, %s, hash %s\n", terminal_text(file).c_str(), format_name(read.format).c_str(),
                        counted(read.strategy.populations().size(), "population").c_str(),
                        strategy_hash(read.strategy).substr(0, 12).c_str());
            if (!common.quiet) print_tree(read.strategy);
        } catch (const Error& error) {
            console.error(error.what());
            failed = true;
        }
    }
    return failed ? input_error : done;
}

StrategyFormat wanted_format(const Options& options) {
    const std::string extension = lower_case(std::filesystem::path(options.output).extension().string());
    if (options.to == "toml" || (options.to.empty() && extension == ".toml")) return StrategyFormat::toml;
    if (options.to == "gating-ml" || (options.to.empty() && extension == ".xml")) return StrategyFormat::gating_ml;
    throw Error(ErrorKind::usage, options.output + ": the format is not told by .toml or .xml; give --to");
}

int run_convert(const Options& options, const CommonOptions& common, Console& console) {
    const StrategyFormat format = wanted_format(options);
    refuse_overwriting({options.output}, {options.input});
    if (options.output != "-" && std::filesystem::exists(options.output) && !common.force)
        throw Error(ErrorKind::output, options.output + ": is already there; give --force to replace it");
    const StrategyFile read = read_strategy_input(options.input, common, console);
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
    const char* formats = "TOML (docs/strategy.md) or Gating-ML 2.0, told by its content";
    CLI::App* check = app.add_subcommand("check", "Is this strategy sound? Prints its tree");
    check->add_option("STRATEGY", options->files, std::string("Strategy files: ") + formats)->required();
    CLI::App* convert = app.add_subcommand("convert", "Write a strategy in another format; says what is lost");
    convert->add_option("IN", options->input, std::string("Strategy: ") + formats)->required();
    convert->add_option("OUT", options->output, "File to write, .toml or .xml; - for stdout")->required();
    convert->add_option("--to", options->to, "Format, where the name of OUT does not tell it")
        ->check(CLI::IsMember({"toml", "gating-ml"}));
    CLI::App* diff = app.add_subcommand("diff", "What makes B out of A, in words, population by population");
    diff->add_option("A", options->input, std::string("Strategy: ") + formats)->required();
    diff->add_option("B", options->output, "Strategy")->required();
    return [options, check, convert](const CommonOptions& common, Console& console) {
        if (check->parsed()) return run_check(*options, common, console);
        return convert->parsed() ? run_convert(*options, common, console) : run_diff(*options, common, console);
    };
}

}  // namespace asparagate::cli
