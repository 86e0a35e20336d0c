// Any bytes either are refused as a GatingError or make a strategy that, written as Gating-ML and read again, has the
// same populations; writing may refuse what Gating-ML cannot express.
#include "asparagate/gating/strategy_file.hpp"

#include <cstdlib>
#include <string_view>

namespace {

using namespace asparagate;

void write_and_reread(const GatingStrategy& strategy) {
    StrategyText written;
    try {
        written = write_strategy(strategy, StrategyFormat::gating_ml);
    } catch (const GatingError&) {
        return;
    }
    const StrategyFile again = parse_strategy_file(written.text, "again.xml");
    if (again.strategy.populations().size() != strategy.populations().size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const StrategyFile file =
            parse_strategy_file(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.xml");
        for (const Finding& finding : file.findings)
            if (describe(finding).empty()) std::abort();
        if (parse_strategy(format_strategy(file.strategy), "again.toml") != file.strategy) std::abort();
        write_and_reread(file.strategy);
    } catch (const GatingError&) {
    }
    return 0;
}
