#include "strategy_input.hpp"

namespace asparagate::cli {

void report_findings(const Findings& findings, const std::string& file, const CommonOptions& common, Console& console) {
    console.findings(findings);
    if (!common.strict) return;
    for (const Finding& finding : findings)
        if (finding.severity != Severity::note)
            throw Error(ErrorKind::input,
                        file + ": " + finding.message + " (" + finding.code + ", refused by --strict)");
}

StrategyFile read_strategy_input(const std::string& file, const CommonOptions& common, Console& console) {
    StrategyFile read = read_strategy_file(file);
    report_findings(read.findings, file, common, console);
    return read;
}

}  // namespace asparagate::cli
