#include "asparagate/gating/strategy_file.hpp"

#include <fstream>
#include <iterator>

namespace asparagate {

std::string format_name(StrategyFormat format) {
    return format == StrategyFormat::toml ? "AsparaGate TOML" : "Gating-ML 2.0";
}

StrategyFile parse_strategy_file(std::string_view text, const std::string& name) {
    return {parse_strategy(text, name), StrategyFormat::toml, {}};
}

StrategyFile read_strategy_file(const std::filesystem::path& path) {
    std::error_code error;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, error))
        throw GatingError(path.string(), "", "cannot be read; expected a strategy file (TOML or Gating-ML 2.0)");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parse_strategy_file(text, path.string());
}

}  // namespace asparagate
