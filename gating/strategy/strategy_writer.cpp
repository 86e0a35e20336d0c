#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/gating/strategy.hpp"
#include "population_path.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using namespace detail;

std::string toml_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += {'\\', c};
        else if (byte < 0x20 || byte == 0x7F)
            result += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
        else
            result += c;
    }
    return result + '"';
}

/// A bare TOML key where it may be one.
std::string key(const std::string& name) {
    const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return bare ? name : toml_text(name);
}

std::string number(double value) {
    const std::string text = format_number(value == 0 ? 0.0 : value);  // minus zero equals zero, so it is written so
    // TOML integers end at 2^63.
    const bool long_integer = text.size() > 15 && text.find_first_of(".einf") == std::string::npos;
    return long_integer ? text + ".0" : text;
}

template <typename Items, typename Write>
std::string array(const Items& items, Write write) {
    std::string text = "[";
    for (std::size_t i = 0; i < items.size(); ++i) text += (i > 0 ? ", " : "") + write(items[i]);
    return text + "]";
}

std::string numbers(const std::vector<double>& values) {
    return array(values, number);
}
std::string texts(const std::vector<std::string>& values) {
    return array(values, toml_text);
}

/// Row-major values as rows of `columns`.
std::string matrix_rows(const std::vector<double>& values, std::size_t columns) {
    std::vector<std::vector<double>> rows;
    for (std::size_t row = 0; row + columns <= values.size() && columns > 0; row += columns)
        rows.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(row),
                          values.begin() + static_cast<std::ptrdiff_t>(row + columns));
    return array(rows, numbers);
}

/// The fields of a dimension's long form.
std::string dimension_fields(const Dimension& d) {
    std::string text = (d.ratio ? "ratio = " : "channel = ") + toml_text(d.channel);
    if (!d.transform.empty()) text += ", transform = " + toml_text(d.transform);
    if (!d.compensation.empty()) text += ", compensation = " + toml_text(d.compensation);
    return text;
}

std::string dimension(const Dimension& d) {
    if (d == Dimension{d.channel}) return toml_text(d.channel);
    return "{ " + dimension_fields(d) + " }";
}

template <typename Dimensions>
std::string dimensions(const Dimensions& list) {
    return array(list, dimension);
}

class StrategyWriter {
public:
    explicit StrategyWriter(const GatingStrategy& strategy) : strategy_(strategy) {}

    std::string write() {
        text_ = "[strategy]\n";
        if (!strategy_.name.empty()) line("name", toml_text(strategy_.name));
        if (!strategy_.description.empty()) line("description", toml_text(strategy_.description));
        if (!strategy_.custom_info.empty()) line("custom_info", texts(strategy_.custom_info));
        write_compensation();
        for (const auto& [name, matrix] : strategy_.matrices)
            if (!is_inline(name, matrix)) write_matrix(name, matrix);
        write_panel();
        for (const auto& [name, transform] : strategy_.transforms) write_transform(name, transform);
        for (const auto& [name, ratio] : strategy_.ratios) write_ratio(name, ratio);
        write_scales();
        for (const GateNode& node : strategy_.nodes) write_node(node);
        return std::move(text_);
    }

private:
    void line(std::string_view name, const std::string& value) { text_ += std::string(name) + " = " + value + "\n"; }
    void section(const std::string& name) { text_ += "\n[" + name + "]\n"; }

    void write_compensation() {
        section("compensation");
        line("source", toml_text(strategy_.compensation));
        const auto matrix = strategy_.matrices.find(inline_matrix_name);
        if (matrix == strategy_.matrices.end() || !is_inline(matrix->first, matrix->second)) return;
        line("channels", texts(matrix->second.detectors));
        line("matrix", matrix_rows(matrix->second.values, matrix->second.detectors.size()));
    }
    /// A plain spillover matrix of the strategy itself stands within [compensation].
    static bool is_inline(const std::string& name, const SpectrumMatrix& matrix) {
        return name == inline_matrix_name && matrix.fluorochromes == matrix.detectors && !matrix.inverted &&
               matrix.custom_info.empty();
    }
    void write_matrix(const std::string& name, const SpectrumMatrix& matrix) {
        section("matrices." + key(name));
        if (matrix.fluorochromes != matrix.detectors) line("fluorochromes", texts(matrix.fluorochromes));
        line("detectors", texts(matrix.detectors));
        line(matrix.inverted ? "inverse" : "spectrum",
             matrix_rows(matrix.values, (matrix.inverted ? matrix.fluorochromes : matrix.detectors).size()));
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
        for (const auto& [marker, names] : strategy_.panel) line(key(marker), texts(names));
    }
    void write_scales() {
        if (strategy_.scales.empty()) return;
        section("scales");
        for (const auto& [channel, transform] : strategy_.scales) line(key(channel), toml_text(transform));
    }

    void write_transform(const std::string& name, const Transform& transform) {
        section("transforms." + key(name));
        line("type", toml_text(transform_type(transform)));
        std::visit([this](const auto& t) { write_parameters(t); }, transform);
        write_transform_custom_info(name);
    }
    void write_ratio(const std::string& name, const Ratio& ratio) {
        section("ratios." + key(name));
        line("numerator", toml_text(ratio.numerator));
        line("denominator", toml_text(ratio.denominator));
        line("A", number(ratio.A)), line("B", number(ratio.B)), line("C", number(ratio.C));
        write_bound("bound_min", ratio.bound_min);
        write_bound("bound_max", ratio.bound_max);
        write_transform_custom_info(name);
    }
    void write_parameters(const IdentityTransform&) {}
    void write_parameters(const LinearTransform& t) { line("T", number(t.T)), line("A", number(t.A)); }
    void write_parameters(const LogTransform& t) { line("T", number(t.T)), line("M", number(t.M)); }
    void write_parameters(const AsinhTransform& t) {
        line("T", number(t.T)), line("M", number(t.M)), line("A", number(t.A));
    }
    void write_parameters(const LogicleTransform& t) {
        line("T", number(t.T())), line("W", number(t.W())), line("M", number(t.M())), line("A", number(t.A()));
    }
    void write_parameters(const HyperlogTransform& t) {
        line("T", number(t.T())), line("W", number(t.W())), line("M", number(t.M())), line("A", number(t.A()));
    }
    void write_parameters(const BiexTransform& t) {
        line("max_range", number(t.max_range()));
        line("positive_decades", number(t.positive_decades()));
        line("negative_decades", number(t.negative_decades()));
        line("width", number(t.width()));
    }
    void write_parameters(const BoundedTransform& t) {
        std::visit([this](const auto& function) { write_parameters(function); }, t.function);
        write_bound("bound_min", t.min);
        write_bound("bound_max", t.max);
    }

    void write_node(const GateNode& node) {
        section("population." + toml_text(child_path(node.parent, node.name)));
        line("gate", toml_text(gate_type(node.gate)));
        std::visit([this](const auto& gate) { write_gate(gate); }, node.gate);
        if (!node.note.empty()) line("note", toml_text(node.note));
        write_custom_info(node.custom_info);
    }

    void write_units(GateUnits units) {
        if (units == GateUnits::scale) line("units", "\"scale\"");
    }
    template <typename Dimensions>
    void write_axes(const Dimensions& axes) {
        line("x", dimension(axes[0]));
        if (axes.size() > 1) line("y", dimension(axes[1]));
    }
    void write_bound(const std::string& name, double bound) {
        if (std::isfinite(bound)) line(name, number(bound));
    }

    void write_gate(const RectangleGate& gate) {
        if (gate.dimensions.size() > 2) {
            write_listed(gate);
        } else {
            write_axes(gate.dimensions);
            if (gate.control) write_control(*gate.control);
            const bool plain = gate.dimensions.size() == 1;
            for (std::size_t d = 0; d < gate.bounds.size(); ++d) {
                const std::string prefix = plain ? "" : d == 0 ? "x_" : "y_";
                if (!gate.control) write_bound(prefix + "min", gate.bounds[d].min);
                write_bound(prefix + "max", gate.bounds[d].max);
            }
        }
        write_units(gate.units);
    }
    void write_listed(const RectangleGate& gate) {
        line("dimensions", dimensions(gate.dimensions));
        line("min", array(gate.bounds, [](const Interval& i) { return number(i.min); }));
        line("max", array(gate.bounds, [](const Interval& i) { return number(i.max); }));
    }
    void write_control(const ControlThreshold& control) {
        line("min", "{ control = " + toml_text(control.control) + ", percentile = " + number(control.percentile) +
                        ", minimum_events = " + std::to_string(control.minimum_events) +
                        ", fallback = " + number(control.fallback) + " }");
    }
    void write_gate(const PolygonGate& gate) {
        write_axes(gate.dimensions);
        line("vertices", array(gate.vertices, [](const auto& vertex) { return numbers({vertex[0], vertex[1]}); }));
        write_units(gate.units);
    }
    void write_gate(const EllipsoidGate& gate) {
        if (gate.dimensions.size() == 2)
            write_axes(gate.dimensions);
        else
            line("dimensions", dimensions(gate.dimensions));
        line("center", numbers(gate.mean));
        line("covariance", matrix_rows(gate.covariance, gate.dimensions.size()));
        line("distance_square", number(gate.distance_square));
        write_units(GateUnits::scale);
    }
    void write_gate(const QuadrantGate& gate) {
        if (const auto names = gate.crossing_names())
            write_crossing(gate, *names);
        else
            write_divided(gate);
        write_units(gate.units);
    }
    void write_crossing(const QuadrantGate& gate, const std::array<std::string, 4>& names) {
        line("x", dimension(gate.dividers[0].dimension));
        line("y", dimension(gate.dividers[1].dimension));
        line("x_divider", number(gate.dividers[0].values[0]));
        line("y_divider", number(gate.dividers[1].values[0]));
        std::string text;
        constexpr std::array<std::string_view, 4> signs = {"--", "+-", "-+", "++"};
        for (std::size_t q = 0; q < signs.size(); ++q)
            if (!names[q].empty())
                text += (text.empty() ? "\"" : ", \"") + std::string(signs[q]) + "\" = " + toml_text(names[q]);
        line("names", "{ " + text + " }");
    }
    void write_divided(const QuadrantGate& gate) {
        line("dividers", array(gate.dividers, [](const QuadrantGate::Divider& divider) {
                 return "{ " + dimension_fields(divider.dimension) + ", values = " + numbers(divider.values) + " }";
             }));
        std::string text;
        for (const auto& quadrant : gate.quadrants)
            text += (text.empty() ? "" : ", ") + toml_text(quadrant.name) + " = " +
                    array(quadrant.intervals, [](int interval) { return std::to_string(interval); });
        line("quadrants", "{ " + text + " }");
    }
    void write_gate(const BooleanGate& gate) {
        line(gate.operation == BooleanGate::Operation::all_of ? "all_of" : "any_of",
             array(gate.operands, [](const BooleanGate::Operand& operand) {
                 return toml_text((operand.complement ? "not " : "") + operand.population);
             }));
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
