#include "gate_changes.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate::detail {
namespace {

std::string number_text(double value) {
    return format_number(value);
}

std::string name_of(const Dimension& dimension) {
    std::string text = (dimension.ratio ? "ratio " : "") + dimension.channel;
    if (!dimension.transform.empty()) text += " on " + dimension.transform;
    if (!dimension.compensation.empty()) text += " compensated by " + dimension.compensation;
    return text;
}

std::string list(const std::vector<double>& values) {
    std::string text = "[";
    for (std::size_t i = 0; i < values.size(); ++i) text += (i ? ", " : "") + number_text(values[i]);
    return text + "]";
}

/// Differences of two gates of one kind, phrase by phrase.
class GateChanges {
public:
    std::vector<std::string> between(const Gate& before, const Gate& after) {
        if (gate_type(before) != gate_type(after)) {
            phrases_.push_back(gate_type(before) + " -> " + gate_type(after));
        } else {
            compare_dimensions(gate_dimensions(before), gate_dimensions(after));
            std::visit([&](const auto& gate) { compare(gate, std::get<std::decay_t<decltype(gate)>>(after)); }, before);
        }
        if (phrases_.empty() && !(before == after)) phrases_.emplace_back("its numbers are read in other units");
        return std::move(phrases_);
    }

private:
    void value(const std::string& what, double before, double after) {
        if (before != after) phrases_.push_back(what + ": " + number_text(before) + " -> " + number_text(after));
    }
    void text(const std::string& what, const std::string& before, const std::string& after) {
        if (before != after) phrases_.push_back(what + ": " + before + " -> " + after);
    }
    void compare_dimensions(const std::vector<Dimension>& before, const std::vector<Dimension>& after) {
        if (before.size() != after.size()) {
            phrases_.push_back(std::to_string(before.size()) + " -> " + std::to_string(after.size()) + " dimensions");
            return;
        }
        for (std::size_t d = 0; d < before.size(); ++d)
            text("dimension " + std::to_string(d + 1), name_of(before[d]), name_of(after[d]));
    }

    void compare(const RectangleGate& before, const RectangleGate& after) {
        for (std::size_t d = 0; d < std::min(before.bounds.size(), after.bounds.size()); ++d) {
            value("min of " + after.dimensions[d].channel, before.bounds[d].min, after.bounds[d].min);
            value("max of " + after.dimensions[d].channel, before.bounds[d].max, after.bounds[d].max);
        }
        if (before.control != after.control) text("threshold", threshold(before), threshold(after));
    }
    static std::string threshold(const RectangleGate& gate) {
        if (!gate.control) return "none";
        return "percentile " + number_text(gate.control->percentile) + " of " + gate.control->control + " (at least " +
               std::to_string(gate.control->minimum_events) + " events, else " + number_text(gate.control->fallback) +
               ")";
    }
    void compare(const PolygonGate& before, const PolygonGate& after) {
        value("flowjo_resolution", before.flowjo_resolution, after.flowjo_resolution);
        if (before.vertices.size() != after.vertices.size()) {
            phrases_.push_back(std::to_string(before.vertices.size()) + " -> " + std::to_string(after.vertices.size()) +
                               " vertices");
            return;
        }
        for (std::size_t v = 0; v < before.vertices.size(); ++v)
            text("vertex " + std::to_string(v + 1), list({before.vertices[v][0], before.vertices[v][1]}),
                 list({after.vertices[v][0], after.vertices[v][1]}));
    }
    void compare(const EllipsoidGate& before, const EllipsoidGate& after) {
        text("center", list(before.mean), list(after.mean));
        text("covariance", list(before.covariance), list(after.covariance));
        value("distance_square", before.distance_square, after.distance_square);
    }
    void compare(const QuadrantGate& before, const QuadrantGate& after) {
        for (std::size_t d = 0; d < std::min(before.dividers.size(), after.dividers.size()); ++d)
            text("divider on " + after.dividers[d].dimension.channel, list(before.dividers[d].values),
                 list(after.dividers[d].values));
    }
    void compare(const BooleanGate& before, const BooleanGate& after) { text("rule", rule(before), rule(after)); }
    static std::string rule(const BooleanGate& gate) {
        std::string joined;
        const char* word = gate.operation == BooleanGate::Operation::all_of ? " and " : " or ";
        for (const auto& operand : gate.operands)
            joined += (joined.empty() ? "" : word) + std::string(operand.complement ? "not " : "") + operand.population;
        return joined;
    }

    std::vector<std::string> phrases_;
};

}  // namespace

std::vector<std::string> gate_changes(const Gate& before, const Gate& after) {
    return GateChanges().between(before, after);
}

}  // namespace asparagate::detail
