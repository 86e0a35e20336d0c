#include "asparagate/fcs/sha256.hpp"
#include "asparagate/gating/strategy.hpp"
#include "gate_writer.hpp"
#include "population_path.hpp"
#include "toml_text.hpp"

#include <cmath>

namespace asparagate {
namespace {

using namespace detail;

class StrategyWriter {
public:
    explicit StrategyWriter(const GatingStrategy& strategy) : strategy_(strategy) {}

    std::string write() {
        text_ = "[strategy]\n";
        if (!strategy_.name.empty()) line("name", toml_text(strategy_.name));
        if (!strategy_.description.empty()) line("description", toml_text(strategy_.description));
        if (strategy_.evaluation == Evaluation::flowjo) line("evaluation", "\"flowjo\"");
        if (!strategy_.custom_info.empty()) line("custom_info", toml_texts(strategy_.custom_info));
        write_compensation();
        for (const auto& [name, matrix] : strategy_.matrices)
            if (!is_inline(name, matrix)) write_matrix(name, matrix);
        write_panel();
        for (const auto& [name, transform] : strategy_.transforms) write_transform(name, transform);
        for (const auto& [name, ratio] : strategy_.ratios) write_ratio(name, ratio);
        write_scales("scales", strategy_.scales);
        write_groups();
        for (const GateNode& node : strategy_.nodes) write_node(node);
        for (const TailoredVersion& version : strategy_.versions) write_version(version);
        return std::move(text_);
    }

private:
    void line(std::string_view name, const std::string& value) { text_ += toml_line(name, value); }
    void section(const std::string& name) { text_ += "\n[" + name + "]\n"; }

    void write_compensation() {
        section("compensation");
        line("source", toml_text(strategy_.compensation));
        const auto matrix = strategy_.matrices.find(inline_matrix_name);
        if (matrix == strategy_.matrices.end() || !is_inline(matrix->first, matrix->second)) return;
        line("channels", toml_texts(matrix->second.detectors));
        line("matrix", toml_rows(matrix->second.values, matrix->second.detectors.size()));
    }
    /// A plain spillover matrix of the strategy itself stands within [compensation].
    static bool is_inline(const std::string& name, const SpectrumMatrix& matrix) {
        return name == inline_matrix_name && matrix.fluorochromes == matrix.detectors && !matrix.inverted &&
               matrix.custom_info.empty();
    }
    void write_matrix(const std::string& name, const SpectrumMatrix& matrix) {
        section("matrices." + toml_key(name));
        if (matrix.fluorochromes != matrix.detectors) line("fluorochromes", toml_texts(matrix.fluorochromes));
        line("detectors", toml_texts(matrix.detectors));
        line(matrix.inverted ? "inverse" : "spectrum",
             toml_rows(matrix.values, (matrix.inverted ? matrix.fluorochromes : matrix.detectors).size()));
        write_custom_info(matrix.custom_info);
    }
    void write_custom_info(const std::string& info) {
        if (!info.empty()) line("custom_info", toml_text(info));
    }
    void write_transform_custom_info(const std::string& name) {
        const auto info = strategy_.transform_custom_info.find(name);
        if (info != strategy_.transform_custom_info.end()) write_custom_info(info->second);
    }
    void write_panel() {
        if (strategy_.panel.empty()) return;
        section("panel");
        for (const auto& [marker, names] : strategy_.panel) line(toml_key(marker), toml_texts(names));
    }
    void write_scales(const std::string& name, const std::map<std::string, std::string>& scales) {
        if (scales.empty()) return;
        section(name);
        for (const auto& [channel, transform] : scales) line(toml_key(channel), toml_text(transform));
    }
    void write_groups() {
        if (strategy_.groups.empty()) return;
        section("groups");
        for (const auto& [name, samples] : strategy_.groups) line(toml_key(name), toml_texts(samples));
    }
    void write_version(const TailoredVersion& version) {
        const std::string name = "version." + toml_text(version.name);
        section(name);
        if (!version.samples.empty()) line("samples", toml_texts(version.samples));
        if (!version.groups.empty()) line("groups", toml_texts(version.groups));
        line("reason", toml_text(version.reason));
        if (version.compensation) line("compensation", toml_text(*version.compensation));
        write_scales(name + ".scales", version.scales);
        for (const TailoredGate& tailored : version.gates) {
            section(name + ".gate." + toml_text(tailored.population));
            text_ += format_gate(tailored.gate);
        }
    }

    void write_transform(const std::string& name, const Transform& transform) {
        section("transforms." + toml_key(name));
        line("type", toml_text(transform_type(transform)));
        std::visit([this](const auto& t) { write_parameters(t); }, transform);
        write_transform_custom_info(name);
    }
    void write_ratio(const std::string& name, const Ratio& ratio) {
        section("ratios." + toml_key(name));
        line("numerator", toml_text(ratio.numerator));
        line("denominator", toml_text(ratio.denominator));
        line("A", toml_number(ratio.A)), line("B", toml_number(ratio.B)), line("C", toml_number(ratio.C));
        write_bound("bound_min", ratio.bound_min);
        write_bound("bound_max", ratio.bound_max);
        write_transform_custom_info(name);
    }
    void write_parameters(const IdentityTransform&) {}
    void write_parameters(const LinearTransform& t) { line("T", toml_number(t.T)), line("A", toml_number(t.A)); }
    void write_parameters(const LogTransform& t) { line("T", toml_number(t.T)), line("M", toml_number(t.M)); }
    void write_parameters(const AsinhTransform& t) {
        line("T", toml_number(t.T)), line("M", toml_number(t.M)), line("A", toml_number(t.A));
    }
    void write_parameters(const LogicleTransform& t) {
        line("T", toml_number(t.T())), line("W", toml_number(t.W())), line("M", toml_number(t.M())),
            line("A", toml_number(t.A()));
    }
    void write_parameters(const HyperlogTransform& t) {
        line("T", toml_number(t.T())), line("W", toml_number(t.W())), line("M", toml_number(t.M())),
            line("A", toml_number(t.A()));
    }
    void write_parameters(const BiexTransform& t) {
        line("max_range", toml_number(t.max_range()));
        line("positive_decades", toml_number(t.positive_decades()));
        line("negative_decades", toml_number(t.negative_decades()));
        line("width", toml_number(t.width()));
    }
    void write_parameters(const FlowJoLogTransform& t) {
        line("offset", toml_number(t.offset)), line("decades", toml_number(t.decades));
    }
    void write_parameters(const TableTransform& t) { line("values", toml_numbers(t.values())); }
    void write_parameters(const BoundedTransform& t) {
        std::visit([this](const auto& function) { write_parameters(function); }, t.function);
        write_bound("bound_min", t.min);
        write_bound("bound_max", t.max);
    }

    void write_node(const GateNode& node) {
        section("population." + toml_text(child_path(node.parent, node.name)));
        text_ += format_gate(node.gate);
        if (!node.note.empty()) line("note", toml_text(node.note));
        write_custom_info(node.custom_info);
    }

    void write_bound(const std::string& name, double bound) {
        if (std::isfinite(bound)) line(name, toml_number(bound));
    }

    const GatingStrategy& strategy_;
    std::string text_;
};

}  // namespace

std::string format_strategy(const GatingStrategy& strategy) {
    return StrategyWriter(strategy).write();
}

std::string strategy_hash(const GatingStrategy& strategy) {
    return sha256(format_strategy(strategy));
}

}  // namespace asparagate
