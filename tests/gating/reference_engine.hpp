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
/// shortcuts. Columns are the events of a file by channel name.
class ReferenceEngine {
public:
    ReferenceEngine(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                    std::vector<std::vector<double>> columns, std::optional<Compensation> compensation)
        : strategy_(strategy),
          parameters_(parameters),
          columns_(std::move(columns)),
          compensation_(std::move(compensation)) {
        for (const auto& population : strategy.populations()) populations_[population.path] = population;
    }

    [[nodiscard]] bool contains(const std::string& path, std::size_t event) const {
        if (path == "/") return true;
        const PopulationInfo& population = populations_.at(path);
        if (!contains(population.parent, event)) return false;
        return std::visit([&](const auto& gate) { return inside(gate, population.quadrant, event); },
                          strategy_.nodes[population.node].gate);
    }

private:
    struct Value {
        double data, scale;
    };
    [[nodiscard]] Value value(const Dimension& dimension, std::size_t event) const {
        const Transform*& transform = transforms_[&dimension];  // looked up once: only the numbers are under test
        double data = 0;
        if (dimension.ratio) {
            const Ratio& r = strategy_.ratios.at(dimension.channel);
            const double x = channel_value(r.numerator, dimension.compensation, event);
            const double y = channel_value(r.denominator, dimension.compensation, event);
            data = r.A * (x - r.B) / (y - r.C);
            if (data < r.bound_min) data = r.bound_min;
            if (data > r.bound_max) data = r.bound_max;
        } else {
            data = channel_value(dimension.channel, dimension.compensation, event);
        }
        if (transform == nullptr) {
            Parameter parameter;
            parameter.name = dimension.channel;
            if (const auto p = resolve_channel(strategy_, parameters_, dimension.channel)) parameter = parameters_[*p];
            transform = &strategy_.transform_for(dimension, parameter);
        }
        return {data, asparagate::apply(*transform, data)};
    }
    [[nodiscard]] std::size_t channel(const std::string& name) const {
        std::size_t p = 0;
        while (parameters_[p].name != name) ++p;
        return p;
    }
    [[nodiscard]] double channel_value(const std::string& name, const std::string& reference, std::size_t event) const {
        if (reference == "none") return columns_[*resolve_channel(strategy_, parameters_, name)][event];
        if (!reference.empty()) {
            auto found = named_.find(reference);
            if (found == named_.end())
                found =
                    named_.emplace(reference, Compensation::from_spectrum(strategy_.matrices.at(reference), "")).first;
            return compensated(name, found->second, event);
        }
        const std::size_t p = *resolve_channel(strategy_, parameters_, name);
        return compensation_ ? compensated(parameters_[p].name, *compensation_, event) : columns_[p][event];
    }
    [[nodiscard]] double compensated(const std::string& name, const Compensation& matrix, std::size_t event) const {
        for (std::size_t f = 0; f < matrix.fluorochromes().size(); ++f) {
            if (matrix.fluorochromes()[f] != name) continue;
            double sum = 0;
            for (std::size_t d = 0; d < matrix.detectors().size(); ++d)
                if (const double weight = matrix.weights(f)[d]; weight != 0)
                    sum += weight * columns_[channel(matrix.detectors()[d])][event];
            return sum;
        }
        return columns_[channel(name)][event];
    }
    [[nodiscard]] double in_units(const Dimension& d, GateUnits units, std::size_t event) const {
        const Value v = value(d, event);
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
        std::vector<std::array<double, 2>> v = gate.vertices;
        for (auto& vertex : v)
            for (std::size_t d = 0; d < 2 && gate.units == GateUnits::data; ++d) {
                vertex[d] = asparagate::apply(*transforms_.at(&gate.dimensions[d]), vertex[d]);
            }
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
    std::optional<Compensation> compensation_;
    std::map<std::string, PopulationInfo> populations_;
    mutable std::map<const Dimension*, const Transform*> transforms_;
    mutable std::map<std::string, Compensation> named_;
};

}  // namespace asparagate::test
