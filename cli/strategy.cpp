#include "command.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/gating/strategy_file.hpp"

#include <CLI/CLI.hpp>

namespace asparagate::cli {
namespace {

void print_below(const GatingStrategy& strategy, const std::vector<PopulationInfo>& populations,
                 const std::string& parent) {
    for (const PopulationInfo& population : populations) {
        if (population.parent != parent) continue;
        const std::string name = population.path.substr(population.path.rfind('/') + 1);
        std::printf("%*s%s  (%s)\n", 2 * population.depth, "", terminal_text(name).c_str(),
                    gate_type(strategy.nodes[population.node].gate).c_str());
        print_below(strategy, populations, population.path);
    }
}

int run_strategy_check(const std::vector<std::string>& files, const CommonOptions& common, Console& console) {
    bool failed = false;
    for (const std::string& file : files) {
        try {
            const GatingStrategy strategy = read_strategy_file(file).strategy;
            std::printf("%s: ok, %s, hash %s\n", terminal_text(file).c_str(),
                        counted(strategy.populations().size(), "population").c_str(),
                        strategy_hash(strategy).substr(0, 12).c_str());
            if (!common.quiet) print_below(strategy, strategy.populations(), "/");
        } catch (const Error& error) {
            console.error(error.what());
            failed = true;
        }
    }
    return failed ? input_error : done;
}

}  // namespace

Run add_strategy(CLI::App& app) {
    auto files = std::make_shared<std::vector<std::string>>();
    app.require_subcommand(1);
    CLI::App* check = app.add_subcommand("check", "Is this strategy sound? Prints its tree");
    check->add_option("STRATEGY", *files, "Strategy files (TOML; docs/strategy.md)")->required();
    return
        [files](const CommonOptions& common, Console& console) { return run_strategy_check(*files, common, console); };
}

}  // namespace asparagate::cli
