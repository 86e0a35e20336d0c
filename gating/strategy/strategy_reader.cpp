#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/compensation.hpp"
#include "gate_reader.hpp"
#include "population_path.hpp"
#include "validation.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

namespace asparagate {
namespace {

using namespace detail;

/// The sections of a strategy file in the order in which they need each other.
class StrategyReader {
public:
    StrategyReader(const toml::table& root, const std::string& file) : root_(root, file), file_(file) {}

    GatingStrategy read() {
        root_.allow_only({"strategy", "compensation", "panel", "transforms", "scales", "population"});
        if (const auto table = root_.child("strategy")) read_heading(*table);
        if (const auto table = root_.child("compensation")) read_compensation(*table);
        if (const auto table = root_.child("panel")) read_panel(*table);
        if (const auto table = root_.child("transforms")) read_transforms(*table);
        if (const auto table = root_.child("scales")) read_scales(*table);
        if (const auto table = root_.child("population")) read_populations(*table);
        validate(strategy_, file_, [&](std::size_t node) { return places_[node]; });
        return std::move(strategy_);
    }

private:
    void read_heading(const TomlTable& table) {
        table.allow_only({"name", "description"});
        strategy_.name = table.text("name").value_or("");
        strategy_.description = table.text("description").value_or("");
    }

    void read_compensation(const TomlTable& table) {
        table.allow_only({"source", "channels", "matrix"});
        const std::string source = table.text("source").value_or("file");
        if (source == "file")
            strategy_.compensation = CompensationSource::file;
        else if (source == "none")
            strategy_.compensation = CompensationSource::none;
        else if (source == "strategy")
            strategy_.compensation = CompensationSource::strategy;
        else
            table.fail(*table.find("source"),
                       "source is \"" + source + "\"; expected \"file\", \"none\" or \"strategy\"");
        const auto channels = table.texts("channels");
        if (channels.has_value() != table.contains("matrix")) table.fail("channels and matrix go together");
        if (!channels) return;
        const auto rows = table.rows("matrix", channels->size());
        if (rows->size() != channels->size())
            table.fail(*table.find("matrix"), "matrix has " + std::to_string(rows->size()) + " rows; expected " +
                                                  std::to_string(channels->size()));
        strategy_.matrix = SpilloverMatrix{*channels, {}};
        for (const auto& row : *rows)
            strategy_.matrix->values.insert(strategy_.matrix->values.end(), row.begin(), row.end());
        try {
            Compensation::from_spillover(*strategy_.matrix, "");
        } catch (const GatingError& error) {
            table.fail(*table.find("matrix"), error.what());
        }
    }

    void read_panel(const TomlTable& table) {
        for (const auto& [marker, node] : table.entries()) strategy_.panel[marker] = *table.texts(marker);
    }

    void read_transforms(const TomlTable& table) {
        for (const auto& [name, node] : table.entries())
            strategy_.transforms[name] = read_transform(*table.child(name));
    }

    static Transform read_transform(const TomlTable& table) {
        static const std::vector<std::string> types = {"logicle", "asinh", "log", "linear", "identity"};
        const std::string type = table.required_text("type", "logicle, asinh, log, linear or identity");
        const auto value = [&](const char* key, double otherwise) { return table.number(key).value_or(otherwise); };
        if (type == "logicle") {
            table.allow_only({"type", "T", "W", "M", "A"});
            try {
                return LogicleTransform::make(table.required_number("T"), value("W", 0.5), value("M", 4.5),
                                              value("A", 0));
            } catch (const GatingError& error) {
                if (error.where().empty()) table.fail(error.what());
                throw;
            }
        }
        if (type == "asinh") {
            table.allow_only({"type", "T", "M", "A"});
            return AsinhTransform{table.required_number("T"), value("M", 4.5), value("A", 0)};
        }
        if (type == "log") {
            table.allow_only({"type", "T", "M"});
            return LogTransform{table.required_number("T"), value("M", 4.5)};
        }
        if (type == "linear") {
            table.allow_only({"type", "T", "A"});
            return LinearTransform{table.required_number("T"), value("A", 0)};
        }
        if (type == "identity") {
            table.allow_only({"type"});
            return IdentityTransform{};
        }
        table.fail(*table.find("type"), "unknown transform type \"" + type + "\"" + suggestion(type, types));
    }

    void read_scales(const TomlTable& table) {
        for (const auto& [channel, node] : table.entries()) {
            const std::string name = table.as_text(*node, channel);
            if (name != "identity" && !strategy_.transforms.contains(name)) {
                std::vector<std::string> known;
                for (const auto& entry : strategy_.transforms) known.push_back(entry.first);
                table.fail(*node,
                           "transform \"" + name + "\" is not defined in [transforms]" + suggestion(name, known));
            }
            strategy_.scales[channel] = name;
        }
    }

    void read_populations(const TomlTable& table) {
        std::vector<GateNode> nodes;
        std::vector<std::string> places;
        for (const auto& [path, node] : table.entries()) {
            const auto* fields = node->as_table();
            const TomlTable gate_table(fields != nullptr ? *fields : table.table(), file_, path);
            if (fields == nullptr)
                gate_table.fail(*node, "is " + describe_type(*node) + "; expected a table with a gate");
            if (!path.starts_with('/') || path.size() < 2 || path.ends_with('/'))
                gate_table.fail("a population is named by its path, such as [population.\"/Singlets/Live\"]");
            auto [parent, name] = split_path(path);
            nodes.push_back({std::move(parent), std::move(name), read_gate(gate_table, strategy_),
                             gate_table.text("note").value_or("")});
            places.push_back(gate_table.where());
        }
        order_parents_first(std::move(nodes), std::move(places));
    }

    /// Keeps the order of the file but moves a child behind its parent. What has no parent comes last, for validation
    /// to name it.
    void order_parents_first(std::vector<GateNode> nodes, std::vector<std::string> places) {
        std::map<std::string, std::vector<std::size_t>> waiting;
        std::set<std::string> defined = {"/"};
        const std::function<void(std::size_t)> emit = [&](std::size_t i) {
            GatingStrategy single;
            single.nodes = {std::move(nodes[i])};
            const auto populations = single.populations();
            strategy_.nodes.push_back(std::move(single.nodes.front()));
            places_.push_back(std::move(places[i]));
            for (const auto& population : populations) {
                defined.insert(population.path);
                const auto children = waiting.extract(population.path);
                if (children.empty()) continue;
                for (const std::size_t child : children.mapped()) emit(child);
            }
        };
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (defined.contains(nodes[i].parent))
                emit(i);
            else
                waiting[nodes[i].parent].push_back(i);
        }
        while (!waiting.empty()) {
            const auto orphans = waiting.extract(waiting.begin());
            for (const std::size_t orphan : orphans.mapped()) emit(orphan);
        }
    }

    TomlTable root_;
    std::string file_;
    GatingStrategy strategy_;
    std::vector<std::string> places_;  ///< of each node
};

}  // namespace

GatingStrategy parse_strategy(std::string_view toml, const std::string& name) {
    try {
        const toml::table root = toml::parse(toml, name);
        return StrategyReader(root, name).read();
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        throw GatingError(name + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column), "",
                          "not valid TOML: " + std::string(error.description()));
    }
}

GatingStrategy read_strategy(const std::filesystem::path& path) {
    std::error_code error;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, error))
        throw GatingError(path.string(), "", "cannot be read; expected a strategy file (TOML)");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parse_strategy(text, path.string());
}

}  // namespace asparagate
