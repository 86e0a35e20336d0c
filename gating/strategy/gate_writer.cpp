#include "gate_writer.hpp"

#include "toml_text.hpp"

#include <cmath>

namespace asparagate::detail {
namespace {

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
    return toml_array(list, dimension);
}

class GateWriter {
public:
    std::string write(const Gate& gate) {
        line("gate", toml_text(gate_type(gate)));
        std::visit([this](const auto& kind) { write_gate(kind); }, gate);
        return std::move(text_);
    }

private:
    void line(std::string_view name, const std::string& value) { text_ += toml_line(name, value); }
    void write_units(GateUnits units) {
        if (units == GateUnits::scale) line("units", "\"scale\"");
    }
    template <typename Dimensions>
    void write_axes(const Dimensions& axes) {
        line("x", dimension(axes[0]));
        if (axes.size() > 1) line("y", dimension(axes[1]));
    }
    void write_bound(const std::string& name, double bound) {
        if (std::isfinite(bound)) line(name, toml_number(bound));
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
        line("min", toml_array(gate.bounds, [](const Interval& i) { return toml_number(i.min); }));
        line("max", toml_array(gate.bounds, [](const Interval& i) { return toml_number(i.max); }));
    }
    void write_control(const ControlThreshold& control) {
        line("min", "{ control = " + toml_text(control.control) + ", percentile = " + toml_number(control.percentile) +
                        ", minimum_events = " + std::to_string(control.minimum_events) +
                        ", fallback = " + toml_number(control.fallback) + " }");
    }
    void write_gate(const PolygonGate& gate) {
        write_axes(gate.dimensions);
        line("vertices", toml_array(gate.vertices, [](const auto& vertex) {
                 return toml_numbers({vertex[0], vertex[1]});
             }));
        if (gate.flowjo_resolution > 0) line("flowjo_resolution", std::to_string(gate.flowjo_resolution));
        write_units(gate.units);
    }
    void write_gate(const EllipsoidGate& gate) {
        if (gate.dimensions.size() == 2)
            write_axes(gate.dimensions);
        else
            line("dimensions", dimensions(gate.dimensions));
        line("center", toml_numbers(gate.mean));
        line("covariance", toml_rows(gate.covariance, gate.dimensions.size()));
        line("distance_square", toml_number(gate.distance_square));
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
        line("x_divider", toml_number(gate.dividers[0].values[0]));
        line("y_divider", toml_number(gate.dividers[1].values[0]));
        std::string text;
        constexpr std::array<std::string_view, 4> signs = {"--", "+-", "-+", "++"};
        for (std::size_t q = 0; q < signs.size(); ++q)
            if (!names[q].empty())
                text += (text.empty() ? "\"" : ", \"") + std::string(signs[q]) + "\" = " + toml_text(names[q]);
        line("names", "{ " + text + " }");
    }
    void write_divided(const QuadrantGate& gate) {
        line("dividers", toml_array(gate.dividers, [](const QuadrantGate::Divider& divider) {
                 return "{ " + dimension_fields(divider.dimension) + ", values = " + toml_numbers(divider.values) +
                        " }";
             }));
        std::string text;
        for (const auto& quadrant : gate.quadrants)
            text += (text.empty() ? "" : ", ") + toml_text(quadrant.name) + " = " +
                    toml_array(quadrant.intervals, [](int interval) { return std::to_string(interval); });
        line("quadrants", "{ " + text + " }");
    }
    void write_gate(const BooleanGate& gate) {
        line(gate.operation == BooleanGate::Operation::all_of ? "all_of" : "any_of",
             toml_array(gate.operands, [](const BooleanGate::Operand& operand) {
                 return toml_text((operand.complement ? "not " : "") + operand.population);
             }));
    }

    std::string text_;
};

}  // namespace

std::string format_gate(const Gate& gate) {
    return GateWriter().write(gate);
}

}  // namespace asparagate::detail
