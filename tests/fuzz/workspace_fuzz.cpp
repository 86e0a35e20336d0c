// Any bytes are refused as a workspace, or make samples whose strategies validate, merge and are told apart.
#include "asparagate/gating/workspace.hpp"

#include <cstdlib>

using namespace asparagate;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Workspace workspace;
    try {
        workspace = parse_workspace(text, "fuzz");
    } catch (const GatingError&) {
        return 0;
    }
    for (const WorkspaceSample& sample : workspace.samples) {
        validate_strategy(sample.strategy, "fuzz");
        require(parse_strategy(format_strategy(sample.strategy), "fuzz") == sample.strategy);
        for (const StoredPopulation& population : sample.populations)
            require(population.population.empty() != population.obstacle.empty());
    }
    validate_strategy(workspace_strategy(workspace).strategy, "fuzz");
    return 0;
}
