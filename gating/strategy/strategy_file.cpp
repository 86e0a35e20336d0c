#include "asparagate/gating/strategy_file.hpp"

#include "../gatingml/gatingml_reader.hpp"
#include "../gatingml/gatingml_writer.hpp"

#include <fstream>
#include <iterator>

namespace asparagate {

std::string format_name(StrategyFormat format) {
    return format == StrategyFormat::toml ? "AsparaGate TOML" : "Gating-ML 2.0";
}

StrategyFile parse_strategy_file(std::string_view text, const std::string& name) {
    std::string_view start = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    // No TOML file begins with '<'.
    if (!start.starts_with('<')) return {parse_strategy(text, name), StrategyFormat::toml, {}};
    return gatingml::read_gatingml(detail::XmlDocument::parse(start, name), name);
}

StrategyText write_strategy(const GatingStrategy& strategy, StrategyFormat format) {
    if (format == StrategyFormat::toml) return {format_strategy(strategy), {}};
    return gatingml::write_gatingml(strategy);
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
