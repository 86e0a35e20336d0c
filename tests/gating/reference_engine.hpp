#pragma once
#include "asparagate/gating/compensation.hpp"
#include "asparagate/gating/strategy.hpp"

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

namespace asparagate::test {

/// The definitions of docs/gate-semantics.md written down plainly: every event, every gate, every transform, no
/// shortcuts. Columns are the events of a file by channel name; a dimension or population that is asked for again is
/// remembered, nothing else.
class ReferenceEngine {
public:
    ReferenceEngine(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                    std::vector<std::vector<double>> columns, std::optional<Compensation> compensation)
        : strategy_(strategy),
          parameters_(parameters),
          columns_(std::move(columns)),
          n_events_(columns_.empty() ? 0 : columns_.front().size()),
          compensation_(std::move(compensation)) {
        for (const auto& population : strategy.populations()) populations_[population.path] = population;
    }

    [[nodiscard]] bool contains(const std::string& path, std::size_t event) const { return members(path)[event] != 0; }

    /// One byte per event.
    [[nodiscard]] const std::vector<char>& members(const std::string& path) const {
        const auto [found, is_new] = members_.try_emplace(path, n_events_, 1);
        std::vector<char>& result = found->second;
        if (!is_new || path == "/") return result;
        const PopulationInfo& population = populations_.at(path);
        result = members(population.parent);
        std::visit(
            [&](const auto& gate) {
                for (std::size_t event = 0; event < n_events_; ++event)
                    if (result[event]) result[event] = inside(gate, population.quadrant, event);
            },
            strategy_.nodes[population.node].gate);
        return result;
    }

private:
    struct Value {
        double data, scale;
    };
    [[nodiscard]] const Value& value(const Dimension& dimension, std::size_t event) const {
        std::vector<Value>& values = values_[&dimension];
        if (values.empty()) values = all_values(dimension);
        return values[event];
    }
    [[nodiscard]] std::vector<Value> all_values(const Dimension& dimension) const {
        const Transform& transform = transform_of(dimension);
        std::vector<Value> result(n_events_);
        std::vector<double> data;
        if (dimension.ratio) {
            const Ratio& r = strategy_.ratios.at(dimension.channel);
            data = channel_values(r.numerator, dimension.compensation);
            const std::vector<double> below = channel_values(r.denominator, dimension.compensation);
            for (std::size_t event = 0; event < n_events_; ++event) {
                double& x = data[event];
                x = r.A * (x - r.B) / (below[event] - r.C);
                if (x < r.bound_min) x = r.bound_min;
                if (x > r.bound_max) x = r.bound_max;
            }
        } else {
            data = channel_values(dimension.channel, dimension.compensation);
        }
        for (std::size_t event = 0; event < n_events_; ++event)
            result[event] = {data[event], asparagate::apply(transform, data[event])};
        return result;
    }
    [[nodiscard]] const Transform& transform_of(const Dimension& dimension) const {
        Parameter parameter;
        parameter.name = dimension.channel;
        if (!dimension.ratio)
            if (const auto p = resolve_channel(strategy_, parameters_, dimension.channel)) parameter = parameters_[*p];
        return strategy_.transform_for(dimension, parameter);
    }
    [[nodiscard]] std::size_t channel(const std::string& name) const {
        std::size_t p = 0;
        while (parameters_[p].name != name) ++p;
        return p;
    }
    [[nodiscard]] std::vector<double> channel_values(const std::string& name, const std::string& reference) const {
        if (reference == "none") return columns_[*resolve_channel(strategy_, parameters_, name)];
        if (!reference.empty())
            return compensated(name, Compensation::from_spectrum(strategy_.matrices.at(reference), ""));
        const std::size_t p = *resolve_channel(strategy_, parameters_, name);
        return compensation_ ? compensated(parameters_[p].name, *compensation_) : columns_[p];
    }
    [[nodiscard]] std::vector<double> compensated(const std::string& name, const Compensation& matrix) const {
        for (std::size_t f = 0; f < matrix.fluorochromes().size(); ++f) {
            if (matrix.fluorochromes()[f] != name) continue;
            std::vector<double> sums(n_events_);
            for (std::size_t event = 0; event < n_events_; ++event)
                for (std::size_t d = 0; d < matrix.detectors().size(); ++d)
                    if (const double weight = matrix.weights(f)[d]; weight != 0)
                        sums[event] += weight * columns_[channel(matrix.detectors()[d])][event];
            return sums;
        }
        return columns_[channel(name)];
    }
    [[nodiscard]] double in_units(const Dimension& d, GateUnits units, std::size_t event) const {
        const Value& v = value(d, event);
        return units == GateUnits::scale ? v.scale : v.data;
    }

    [[nodiscard]] bool inside(const RectangleGate& gate, int, std::size_t event) const {
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d) {
            const double v = in_units(gate.dimensions[d], gate.units, event);
            const auto& [min, max] = gate.bounds[d];
            if (v != v) return false;
            if (min != -INFINITY && !(v >= min)) return false;
            if (max != INFINITY && !(v < max)) return false;
        }
        return true;
    }
    [[nodiscard]] bool inside(const PolygonGate& gate, int, std::size_t event) const {
        const double px = value(gate.dimensions[0], event).scale, py = value(gate.dimensions[1], event).scale;
        if (!std::isfinite(px) || !std::isfinite(py)) return false;
        const std::vector<std::array<double, 2>>& v = vertices(gate);
        bool odd = false;
        for (std::size_t i = 0; i < v.size(); ++i) {
            auto a = v[i], b = v[(i + 1) % v.size()];
            if (a[1] > b[1]) std::swap(a, b);
            if (py < a[1] || py >= b[1]) continue;
            const double cross = (b[0] - a[0]) * (py - a[1]) - (px - a[0]) * (b[1] - a[1]);
            if (cross > 0) odd = !odd;
        }
        return odd;
    }
    [[nodiscard]] const std::vector<std::array<double, 2>>& vertices(const PolygonGate& gate) const {
        const auto [found, is_new] = vertices_.try_emplace(&gate, gate.vertices);
        for (auto& vertex : found->second)
            for (std::size_t d = 0; is_new && d < 2 && gate.units == GateUnits::data; ++d)
                vertex[d] = asparagate::apply(transform_of(gate.dimensions[d]), vertex[d]);
        return found->second;
    }
    [[nodiscard]] bool inside(const EllipsoidGate& gate, int, std::size_t event) const {
        // Two dimensions suffice here: the inverse in closed form.
        const double u = value(gate.dimensions[0], event).scale - gate.mean[0];
        const double v = value(gate.dimensions[1], event).scale - gate.mean[1];
        const double a = gate.covariance[0], b = gate.covariance[1], c = gate.covariance[2], d = gate.covariance[3];
        return (d * u * u - (b + c) * u * v + a * v * v) / (a * d - b * c) <= gate.distance_square;
    }
    [[nodiscard]] bool inside(const QuadrantGate& gate, int quadrant, std::size_t event) const {
        const auto& intervals = gate.quadrants[static_cast<std::size_t>(quadrant)].intervals;
        for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
            if (intervals[d] < 0) continue;
            const auto& values = gate.dividers[d].values;
            const double v = in_units(gate.dividers[d].dimension, gate.units, event);
            const auto i = static_cast<std::size_t>(intervals[d]);
            if (v != v || (i > 0 && !(v >= values[i - 1])) || (i < values.size() && !(v < values[i]))) return false;
        }
        return true;
    }
    [[nodiscard]] bool inside(const BooleanGate& gate, int, std::size_t event) const {
        const bool all = gate.operation == BooleanGate::Operation::all_of;
        for (const auto& operand : gate.operands)
            if ((contains(operand.population, event) != operand.complement) != all) return !all;
        return all;
    }

    GatingStrategy strategy_;
    std::vector<Parameter> parameters_;
    std::vector<std::vector<double>> columns_;
    std::size_t n_events_;
    std::optional<Compensation> compensation_;
    std::map<std::string, PopulationInfo> populations_;
    mutable std::map<const Dimension*, std::vector<Value>> values_;
    mutable std::map<const PolygonGate*, std::vector<std::array<double, 2>>> vertices_;
    mutable std::map<std::string, std::vector<char>> members_;
};

}  // namespace asparagate::test
