#include "run/histogram_plan.hpp"

namespace asparagate {
namespace {

constexpr double margin = 0.05;               // of the scale, so that the top and bottom do not pile up at the edge
constexpr double negative_share_of_T = 5e-3;  // as far as compensated values usually spread below zero
constexpr double usual_range = 262144;

const RectangleGate* one_dimension(const GatingStrategy& strategy, const std::string& population,
                                   const PopulationInfo& info) {
    if (info.path != population || info.quadrant >= 0) return nullptr;
    const auto* gate = std::get_if<RectangleGate>(&strategy.nodes[info.node].gate);
    return gate != nullptr && gate->dimensions.size() == 1 ? gate : nullptr;
}

std::optional<double> cut(const RectangleGate& gate) {
    if (std::isfinite(gate.bounds[0].min)) return gate.bounds[0].min;
    if (std::isfinite(gate.bounds[0].max)) return gate.bounds[0].max;
    return std::nullopt;
}

/// Index of a population in strategy.populations(); nullopt for "/".
std::optional<std::size_t> position_of(const std::vector<PopulationInfo>& populations, const std::string& path) {
    for (std::size_t i = 0; i < populations.size(); ++i)
        if (populations[i].path == path) return i;
    return std::nullopt;
}

double data_units(const RectangleGate& gate, double value, const Transform& transform) {
    return gate.units == GateUnits::scale ? inverse(transform, value) : value;
}

}  // namespace

std::vector<HistogramPlan> plan_histograms(const std::vector<Feature>& features, const std::string& tube,
                                           const GatingStrategy& declared, const GatingStrategy& resolved) {
    std::vector<HistogramPlan> plans;
    const std::vector<PopulationInfo> populations = resolved.populations();
    for (const Feature& feature : features) {
        const auto position = position_of(populations, feature.population);
        const bool planned = std::any_of(plans.begin(), plans.end(), [&](const HistogramPlan& plan) {
            return plan.population == feature.population;
        });
        if (feature.tube != tube || !position || planned) continue;
        const RectangleGate* gate = one_dimension(resolved, feature.population, populations[*position]);
        if (gate == nullptr) continue;
        const auto& written = std::get<RectangleGate>(declared.nodes[populations[*position].node].gate);
        plans.push_back({feature.population, populations[*position].parent, gate->dimensions[0],
                         written.control ? written.control->control : "", cut(*gate)});
    }
    return plans;
}

std::array<double, 2> histogram_range(const Transform& transform, const Parameter& parameter) {
    struct Visitor {
        const Parameter& parameter;
        std::array<double, 2> operator()(const IdentityTransform&) const {
            const double top = parameter.range.value_or(usual_range);
            return {-margin * top, (1 + margin) * top};
        }
        std::array<double, 2> operator()(const LinearTransform&) const { return {-margin, 1 + margin}; }
        std::array<double, 2> operator()(const LogTransform&) const { return {0, 1 + margin}; }
        std::array<double, 2> operator()(const AsinhTransform& t) const {
            return {t.apply(-negative_share_of_T * t.T), 1 + margin};
        }
        std::array<double, 2> operator()(const LogicleTransform&) const { return {-margin, 1 + margin}; }
        std::array<double, 2> operator()(const HyperlogTransform&) const { return {-margin, 1 + margin}; }
        std::array<double, 2> operator()(const BiexTransform&) const { return {-margin, 1 + margin}; }
        std::array<double, 2> operator()(const FlowJoLogTransform&) const { return {0, 1 + margin}; }
        std::array<double, 2> operator()(const TableTransform&) const { return {-margin, 1 + margin}; }
        std::array<double, 2> operator()(const BoundedTransform& t) const { return std::visit(*this, t.function); }
    };
    return std::visit(Visitor{parameter}, transform);
}

std::vector<MarkerHistogram> make_histograms(const std::vector<HistogramPlan>& plans, const StudySample& sample,
                                             const DataSet& data_set, const GatingStrategy& strategy,
                                             const SampleGates& gates, const GateOptions& options) {
    std::vector<MarkerHistogram> histograms;
    const std::vector<PopulationInfo> populations = strategy.populations();
    for (const HistogramPlan& plan : plans) {
        if (!sample.control.empty() && sample.control != plan.control) continue;
        const auto channel = resolve_channel(strategy, data_set.parameters(), plan.dimension.channel);
        const auto own = position_of(populations, plan.population);
        const auto parent = position_of(populations, plan.parent);
        if (!channel || !own || !gates.rows[*own].count) continue;
        const Parameter& parameter = data_set.parameters()[*channel];
        const Transform& transform = strategy.transform_for(plan.dimension, parameter);
        auto values = population_values(data_set, strategy, "/", plan.dimension, options);
        if (!values) continue;
        for (double& value : *values) value = apply(transform, value);
        const auto [low, high] = histogram_range(transform, parameter);
        MarkerHistogram made;
        made.patient = sample.patient;
        made.tube = sample.tube;
        made.population = plan.population;
        made.channel = parameter.name;
        made.marker = parameter.marker.empty() ? plan.dimension.channel : parameter.marker;
        made.visit = sample.visit;
        made.control = sample.control;
        made.transform = transform;
        made.histogram = histogram(*values, parent ? &gates.memberships[*parent] : nullptr, histogram_bins, low, high);
        made.events = gates.rows[*own].parent_count.value_or(0);
        const auto& gate = std::get<RectangleGate>(strategy.nodes[populations[*own].node].gate);
        if (plan.threshold) made.threshold = data_units(gate, *plan.threshold, transform);
        made.percent_positive = gates.rows[*own].percent_of_parent();
        histograms.push_back(std::move(made));
    }
    return histograms;
}

}  // namespace asparagate
