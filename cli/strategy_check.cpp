#include "strategy_check.hpp"

#include "sample_names.hpp"
#include "strategy_input.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/gating/strategy_check.hpp"

#include <fstream>
#include <map>

namespace asparagate::cli {
namespace {

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

/// Every FCS file begins with its version.
bool is_fcs(const std::string& file) {
    char start[3] = {};
    std::ifstream(file, std::ios::binary).read(start, sizeof start);
    return std::string_view(start, sizeof start) == "FCS";
}

struct Inputs {
    std::vector<std::string> strategies;
    std::vector<SampleFile> samples;
};

Inputs sort_by_content(const std::vector<std::string>& files) {
    Inputs inputs;
    std::vector<std::string> fcs;
    for (const std::string& file : files) (is_fcs(file) ? fcs : inputs.strategies).push_back(file);
    const std::vector<std::string> names = sample_names(fcs);
    for (std::size_t i = 0; i < fcs.size(); ++i) inputs.samples.push_back({names[i], fcs[i]});
    if (inputs.strategies.empty())
        throw Error(ErrorKind::usage, "only FCS files are given; expected a strategy beside them");
    return inputs;
}

class StrategyCheck {
public:
    StrategyCheck(const CommonOptions& common, Console& console) : common_(common), console_(console) {}

    /// Exit code for one strategy.
    int run(const std::string& file, const std::vector<SampleFile>& samples) {
        const StrategyFile read = read_strategy_input(file, common_, console_);
        report_findings(strategy_findings(read.strategy, file), file, common_, console_);
        if (!samples.empty())
            report_findings(unmatched_sample_findings(read.strategy, samples, file), file, common_, console_);
        std::size_t fitting = 0;
        for (const SampleFile& sample : samples) fitting += fits(read.strategy, sample);
        const std::string fit =
            samples.empty() ? "" : ", fits " + std::to_string(fitting) + " of " + counted(samples.size(), "file");
        std::printf("%s: %s, %s, %s, hash %s%s\n", terminal_text(file).c_str(),
                    fitting == samples.size() ? "ok" : "NOT FITTING", format_name(read.format).c_str(),
                    counted(read.strategy.populations().size(), "population").c_str(),
                    strategy_hash(read.strategy).substr(0, 12).c_str(), fit.c_str());
        if (!common_.quiet) print_tree(read.strategy);
        if (fitting == samples.size()) return done;
        return fitting == 0 ? input_error : some_failed;
    }

private:
    bool fits(const GatingStrategy& strategy, const SampleFile& sample) {
        try {
            const FcsFile file = FcsFile::open(sample.file);
            console_.findings(version_findings(strategy, sample.sample, sample.file));
            const Findings findings = channel_findings(strategy, file.data_set(), sample);
            console_.findings(findings);
            return findings.empty();
        } catch (const Error& error) {
            console_.error(error.what());
            return false;
        }
    }

    const CommonOptions& common_;
    Console& console_;
};

}  // namespace

int run_strategy_check(const std::vector<std::string>& files, const CommonOptions& common, Console& console) {
    const Inputs inputs = sort_by_content(files);
    int worst = done;
    for (const std::string& file : inputs.strategies) {
        try {
            const int code = StrategyCheck(common, console).run(file, inputs.samples);
            if (code == input_error || worst == done) worst = code;
        } catch (const Error& error) {
            console.error(error.what());
            worst = input_error;
        }
    }
    return worst;
}

}  // namespace asparagate::cli
