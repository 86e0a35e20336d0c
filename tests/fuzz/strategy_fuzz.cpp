// Any bytes either are refused as a GatingError or make a strategy that writes and reads back equal.
#include "asparagate/gating/strategy.hpp"

#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace asparagate;
    try {
        const GatingStrategy strategy =
            parse_strategy(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.toml");
        if (parse_strategy(format_strategy(strategy), "again.toml") != strategy) std::abort();
    } catch (const GatingError&) {
    }
    return 0;
}
