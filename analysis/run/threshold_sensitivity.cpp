#include "run/threshold_sensitivity.hpp"

#include "uncertainty/gate_moves.hpp"
#include "uncertainty/threshold_draws.hpp"
#include "uncertainty/tube_scales.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/regating.hpp"

namespace asparagate {
namespace {

const RectangleGate& range_of(const GatingStrategy& strategy, std::size_t node) {
    return std::get<RectangleGate>(strategy.nodes[node].gate);
}

/// A version tailored to the sample may have put another gate there.
const RectangleGate* cut_by_range(const GatingStrategy& resolved, std::size_t node) {
    const auto* gate = std::get_if<RectangleGate>(&resolved.nodes[node].gate);
    if (gate == nullptr || gate->dimensions.size() != 1 || !std::isfinite(gate->bounds.front().min)) return nullptr;
    return gate;
}

std::string source_of(const std::string& population, double value, const std::vector<ThresholdUse>& uses) {
    for (const ThresholdUse& use : uses)
        if (use.population == population && use.value == value) return use.fallback ? "fallback" : "control";
    return "tailored";
}

std::string number_or_none(const std::optional<double>& value) {
    return value ? format_number(*value) : "none";
}

std::optional<double> data_units(const MovedThreshold& threshold, const std::optional<double>& value) {
    if (!value || !threshold.scale_units) return value;
    return inverse(threshold.scale_units->transform, *value);
}

const PopulationRow* row_of(const std::vector<PopulationRow>& rows, const std::string& population) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.population == population; });
    return found == rows.end() || !found->count ? nullptr : &*found;
}

/// The strategy with every threshold of one level at its lower or higher place.
GatingStrategy moved_strategy(GatingStrategy strategy, const std::vector<MovedThreshold>& thresholds, std::size_t level,
                              std::optional<double> MovedThreshold::*place) {
    for (const MovedThreshold& threshold : thresholds)
        if (threshold.level == level && threshold.*place)
            std::get<RectangleGate>(strategy.nodes[threshold.node].gate).bounds.front().min = *(threshold.*place);
    return strategy;
}

using Counts = std::vector<std::optional<std::uint64_t>>;

/// By threshold; empty where it cannot be moved.
Counts moved_counts(const Regating& regating, const GatingStrategy& resolved,
                    const std::vector<MovedThreshold>& thresholds, std::optional<double> MovedThreshold::*place) {
    Counts counts(thresholds.size());
    std::size_t levels = 0;
    for (const MovedThreshold& threshold : thresholds) levels = std::max(levels, threshold.level + 1);
    for (std::size_t level = 0; level < levels; ++level) {
        const Regated regated = regating.gate(moved_strategy(resolved, thresholds, level, place));
        for (std::size_t i = 0; i < thresholds.size(); ++i)
            if (thresholds[i].level == level && thresholds[i].*place) counts[i] = regated.counts[i];
    }
    return counts;
}

std::optional<double> percent_with(PopulationRow row, const std::optional<std::uint64_t>& count) {
    row.count = count;
    return row.percent_of_parent();
}

}  // namespace

ThresholdScales threshold_scales(const Study& study, const std::string& tube, const GateOptions& options) {
    const GatingStrategy& strategy = study.strategy_for(tube);
    TubeScales scales(study, tube, options);
    ThresholdScales found;
    for (const auto& round : threshold_rounds(strategy))
        for (const std::size_t node : round)
            found.emplace(node, scales.of(range_of(strategy, node).dimensions.front()));
    return found;
}

std::string MovedThreshold::key() const {
    return population + '\n' + control + '\n' + source + '\n' + number_or_none(low) + '\n' + number_or_none(high);
}

std::vector<MovedThreshold> moved_thresholds(const GatingStrategy& declared, const GatingStrategy& resolved,
                                             const ThresholdScales& scales, const std::vector<ThresholdUse>& uses,
                                             double shift) {
    std::vector<MovedThreshold> thresholds;
    const auto rounds = threshold_rounds(declared);
    for (std::size_t level = 0; level < rounds.size(); ++level)
        for (const std::size_t node : rounds[level]) {
            const RectangleGate* gate = cut_by_range(resolved, node);
            if (gate == nullptr) continue;
            MovedThreshold threshold;
            threshold.node = node;
            threshold.level = level;
            threshold.population = gate_path_of(declared.nodes[node]);
            threshold.marker = gate->dimensions.front().channel;
            threshold.control = range_of(declared, node).control->control;
            threshold.used = gate->bounds.front().min;
            threshold.source = source_of(threshold.population, threshold.used, uses);
            const bool scale_units = gate->units == GateUnits::scale;
            if (const std::optional<AxisScale>& scale = scales.at(node)) {
                threshold.low = moved_along(*scale, threshold.used, -shift * scale->width(), scale_units);
                threshold.high = moved_along(*scale, threshold.used, shift * scale->width(), scale_units);
                if (scale_units) threshold.scale_units = scale;
            }
            thresholds.push_back(std::move(threshold));
        }
    return thresholds;
}

std::vector<ThresholdSensitivity> threshold_sensitivity(const std::vector<MovedThreshold>& thresholds,
                                                        const StudySample& sample, const DataSet& data_set,
                                                        const GatingStrategy& resolved,
                                                        const std::vector<PopulationRow>& rows,
                                                        const GateOptions& options) {
    if (thresholds.empty()) return {};
    RegatingWish wish;
    for (const MovedThreshold& threshold : thresholds) wish.populations.push_back(threshold.population);
    const Regating regating(data_set, resolved, sample.id, std::move(wish), options);
    const Counts low = moved_counts(regating, resolved, thresholds, &MovedThreshold::low);
    const Counts high = moved_counts(regating, resolved, thresholds, &MovedThreshold::high);
    std::vector<ThresholdSensitivity> found;
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        const MovedThreshold& threshold = thresholds[i];
        const PopulationRow* row = row_of(rows, threshold.population);
        if (row == nullptr) continue;
        found.push_back({sample.id, sample.patient, sample.visit, sample.tube, threshold.population, threshold.marker,
                         threshold.control, threshold.source, data_units(threshold, threshold.low),
                         data_units(threshold, threshold.high), *data_units(threshold, threshold.used),
                         percent_with(*row, low[i]), row->percent_of_parent(), percent_with(*row, high[i]), low[i],
                         row->count, high[i], row->parent_count});
    }
    return found;
}

}  // namespace asparagate
