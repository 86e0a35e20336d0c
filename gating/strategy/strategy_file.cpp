#include "asparagate/gating/strategy_file.hpp"

#include "asparagate/gating/workspace.hpp"

#include "../diva/diva_reader.hpp"
#include "../gatingml/gatingml_reader.hpp"
#include "../gatingml/gatingml_writer.hpp"
#include "../gatingml/version15_reader.hpp"

#include <fstream>
#include <iterator>

namespace asparagate {

std::string format_name(StrategyFormat format) {
    switch (format) {
        case StrategyFormat::toml:
            return "AsparaGate TOML";
        case StrategyFormat::gating_ml:
            return "Gating-ML";
        case StrategyFormat::diva:
            return "FACSDiva experiment";
        case StrategyFormat::flowjo:
            return "FlowJo workspace";
    }
    return "";
}

StrategyFile parse_strategy_file(std::string_view text, const std::string& name) {
    std::string_view start = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    if (text.starts_with("FCS"))
        throw GatingError(name, "", "is an FCS file; expected a strategy, which comes before the files");
    if (text.starts_with("PK\x03\x04"))
        throw GatingError(name, "", "is an archive (zip, ACS, .flowjo); expected a strategy in it, taken out");
    // No TOML file begins with '<'.
    if (!start.starts_with('<')) return {parse_strategy(text, name), StrategyFormat::toml, {}};
    if (looks_like_workspace(start)) return workspace_strategy(parse_workspace(start, name));
    const detail::XmlDocument document = detail::XmlDocument::parse(start, name);
    if (diva::is_experiment(document.root())) return diva::read_experiment(document, name);
    if (gatingml::is_version_15(document.root())) return gatingml::read_version_15(document, name);
    return gatingml::read_gatingml(document, name);
}

StrategyText write_strategy(const GatingStrategy& strategy, StrategyFormat format) {
    switch (format) {
        case StrategyFormat::toml:
            return {format_strategy(strategy), {}};
        case StrategyFormat::gating_ml:
            return gatingml::write_gatingml(strategy);
        case StrategyFormat::flowjo:
            throw GatingError("", "", "a FlowJo workspace is written for FCS files; name them");
        case StrategyFormat::diva:
            break;
    }
    throw GatingError("", "", format_name(format) + " is read, not written; expected AsparaGate TOML or Gating-ML");
}

StrategyFile read_strategy_file(const std::filesystem::path& path) {
    std::error_code error;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, error))
        throw GatingError(path.string(), "", "cannot be read; expected a strategy file (docs/exchange.md)");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parse_strategy_file(text, path.string());
}

}  // namespace asparagate
