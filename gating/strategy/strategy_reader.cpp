#include "asparagate/fcs/nearest_name.hpp"
#include "gate_reader.hpp"
#include "node_order.hpp"
#include "population_path.hpp"
#include "scale_reader.hpp"
#include "version_reader.hpp"

#include <algorithm>

namespace asparagate {
namespace {

using namespace detail;

/// The sections of a strategy file in the order in which they need each other.
class StrategyReader {
public:
    StrategyReader(const toml::table& root, const std::string& file) : root_(root, file), file_(file) {}

    GatingStrategy read() {
        root_.allow_only({"strategy", "compensation", "matrices", "panel", "transforms", "ratios", "scales",
                          "population", "groups", "version"});
        if (const auto table = root_.child("strategy")) read_heading(*table);
        if (const auto table = root_.child("compensation")) read_compensation(*table);
        if (const auto table = root_.child("matrices")) read_matrices(*table);
        check_compensation();
        if (const auto table = root_.child("panel")) read_panel(*table);
        if (const auto table = root_.child("transforms")) read_transforms(*table);
        if (const auto table = root_.child("ratios")) read_ratios(*table);
        if (const auto table = root_.child("scales")) read_scales(*table);
        if (const auto table = root_.child("population")) read_populations(*table);
        if (const auto table = root_.child("groups")) read_groups(*table);
        if (const auto table = root_.child("version")) read_versions(*table);
        places_.file = file_;
        validate(strategy_, places_);
        return std::move(strategy_);
    }

private:
    void read_heading(const TomlTable& table) {
        table.allow_only({"name", "description", "evaluation", "custom_info"});
        strategy_.evaluation = read_evaluation(table);
        strategy_.name = table.text("name").value_or("");
        strategy_.description = table.text("description").value_or("");
        strategy_.custom_info = table.texts("custom_info").value_or(std::vector<std::string>{});
    }

    static Evaluation read_evaluation(const TomlTable& table) {
        const std::string text = table.text("evaluation").value_or("exact");
        if (text == "exact") return Evaluation::exact;
        if (text == "flowjo") return Evaluation::flowjo;
        table.fail(*table.find("evaluation"), "evaluation is \"" + text + "\"; expected \"exact\" or \"flowjo\"");
    }

    void read_compensation(const TomlTable& table) {
        table.allow_only({"source", "channels", "matrix"});
        strategy_.compensation = table.text("source").value_or(file_compensation);
        const auto channels = table.texts("channels");
        if (channels.has_value() != table.contains("matrix")) table.fail("channels and matrix go together");
        if (!channels) return;
        const auto rows = table.rows("matrix", channels->size());
        if (rows->size() != channels->size())
            table.fail(*table.find("matrix"), "matrix has " + std::to_string(rows->size()) + " rows; expected " +
                                                  std::to_string(channels->size()));
        SpilloverMatrix matrix{*channels, {}};
        for (const auto& row : *rows) matrix.values.insert(matrix.values.end(), row.begin(), row.end());
        try {
            Compensation::from_spillover(matrix, "");
        } catch (const GatingError& error) {
            table.fail(*table.find("matrix"), error.what());
        }
        strategy_.matrices[inline_matrix_name] = spectrum_matrix(matrix);
    }

    void read_matrices(const TomlTable& table) {
        for (const auto& [name, node] : table.entries()) {
            if (name == file_compensation || name == uncompensated || name.empty())
                table.fail(*node, "a matrix cannot be named \"" + name + "\"; expected another name");
            if (!strategy_.matrices.emplace(name, read_matrix(*table.child(name))).second)
                table.fail(*node, "matrix \"" + name + "\" is given in [compensation] already");
        }
    }

    void check_compensation() const {
        const std::string& source = strategy_.compensation;
        if (source == file_compensation || source == uncompensated || strategy_.matrices.contains(source)) return;
        const TomlTable table = *root_.child("compensation");
        if (source == inline_matrix_name)
            throw GatingError(file_, "", "compensation source is \"strategy\" but there are no channels and matrix");
        std::string known = "\"file\", \"none\"";
        for (const auto& [name, matrix] : strategy_.matrices) known += ", \"" + name + "\"";
        table.fail(*table.find("source"),
                   "source is \"" + source + "\"; expected " + known + " or \"strategy\" with channels and matrix");
    }

    void read_panel(const TomlTable& table) {
        for (const auto& [marker, node] : table.entries()) strategy_.panel[marker] = *table.texts(marker);
    }

    void read_transforms(const TomlTable& table) {
        for (const auto& [name, node] : table.entries()) {
            const TomlTable own = *table.child(name);
            strategy_.transforms[name] = read_transform(own);
            keep_custom_info(name, own);
        }
    }
    void read_ratios(const TomlTable& table) {
        for (const auto& [name, node] : table.entries()) {
            const TomlTable own = *table.child(name);
            if (strategy_.transforms.contains(name)) own.fail("ratio \"" + name + "\" has the name of a transform");
            strategy_.ratios[name] = read_ratio(own);
            keep_custom_info(name, own);
        }
    }
    void keep_custom_info(const std::string& name, const TomlTable& table) {
        if (auto info = table.text("custom_info")) strategy_.transform_custom_info[name] = *std::move(info);
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
                             gate_table.text("note").value_or(""), gate_table.text("custom_info").value_or("")});
            places.push_back(gate_table.where());
        }
        for (const std::size_t node : parents_first(nodes)) {
            strategy_.nodes.push_back(std::move(nodes[node]));
            places_.nodes.push_back(std::move(places[node]));
        }
    }

    void read_groups(const TomlTable& table) {
        for (const auto& [name, node] : table.entries()) strategy_.groups[name] = *table.texts(name);
    }
    void read_versions(const TomlTable& table) {
        for (const auto& [name, node] : table.entries())
            strategy_.versions.push_back(
                read_version(name, *table.child(name), strategy_, places_.versions.emplace_back()));
    }

    TomlTable root_;
    std::string file_;
    GatingStrategy strategy_;
    StrategyPlaces places_;
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

}  // namespace asparagate
