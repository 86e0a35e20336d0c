#include "run/blank_counts.hpp"

#include "uncertainty/gate_moves.hpp"

namespace asparagate {

std::vector<std::string> blank_populations(const Study& study, const StudySample& sample,
                                           const GatingStrategy& declared) {
    std::vector<std::string> populations;
    if (sample.control.empty()) return populations;
    const auto add = [&](const std::string& population) {
        if (std::find(populations.begin(), populations.end(), population) == populations.end())
            populations.push_back(population);
    };
    for (const GateNode& node : declared.nodes) {
        const auto* gate = std::get_if<RectangleGate>(&node.gate);
        if (gate != nullptr && gate->control && gate->control->control == sample.control) add(gate_path_of(node));
    }
    for (const BlankTubes& named : study.blanks)
        if (named.tube == sample.tube && named.control == sample.control) add(named.population);
    return populations;
}

std::vector<BlankCount> blank_counts(const std::vector<std::string>& populations, const StudySample& sample,
                                     const std::vector<PopulationRow>& rows) {
    std::vector<BlankCount> counts;
    for (const PopulationRow& row : rows) {
        const bool wanted = std::find(populations.begin(), populations.end(), row.population) != populations.end();
        if (!wanted || !row.count || !row.parent_count) continue;
        counts.push_back(
            {sample.id, sample.patient, sample.tube, sample.control, row.population, *row.count, *row.parent_count});
    }
    return counts;
}

}  // namespace asparagate
