#include "study/uncertainty_settings.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate::study_files {
namespace {

constexpr std::size_t usual_draws = 200;
constexpr double largest_shift = 0.25;

double read_shift(const TomlTable& table, double fallback) {
    const double shift = table.number("shift").value_or(fallback);
    if (!(shift >= 0 && shift <= largest_shift))
        table.fail("shift", "found " + format_number(shift) + "; expected a fraction of the dimension's range, 0 to " +
                                format_number(largest_shift));
    return shift;
}

/// Paths by which a gate of the strategy can be named: of the gate, and of the populations that it defines.
void append_gates(const GatingStrategy& strategy, std::vector<std::string>& names) {
    for (const GateNode& node : strategy.nodes)
        names.push_back((node.parent == "/" ? "" : node.parent) + '/' + node.name);
    for (const PopulationInfo& population : strategy.populations()) names.push_back(population.path);
}

UncertaintySettings::Gate read_gate(const TomlTable& table, const Study& study) {
    table.allow_only({"population", "tube", "shift"});
    UncertaintySettings::Gate gate;
    gate.tube = table.text("tube").value_or("");
    gate.population = table.required_text("population");
    if (!table.has("shift")) table.fail("", "key \"shift\" is missing; expected a fraction of the dimension's range");
    gate.shift = read_shift(table, 0);
    std::vector<std::string> tubes, names;
    for (const StudySample& sample : study.samples)
        if (std::find(tubes.begin(), tubes.end(), sample.tube) == tubes.end()) tubes.push_back(sample.tube);
    if (!gate.tube.empty() && std::find(tubes.begin(), tubes.end(), gate.tube) == tubes.end())
        table.fail("tube", "no sample is of tube " + in_quotes(gate.tube) + suggestion(gate.tube, tubes));
    for (const auto& [tube, strategy] : study.strategies)
        if (gate.tube.empty() || &study.strategy_for(gate.tube) == &strategy) append_gates(strategy, names);
    if (std::find(names.begin(), names.end(), gate.population) == names.end())
        table.fail("population",
                   "no gate or population " + in_quotes(gate.population) + suggestion(gate.population, names));
    return gate;
}

}  // namespace

UncertaintySettings read_uncertainty(const TomlTable& root, const Study& study) {
    UncertaintySettings settings = study.settings.uncertainty;
    const auto table = root.table("uncertainty");
    if (!table) return settings;
    table->allow_only({"draws", "shift", "gate"});
    settings.draws = table->whole("draws").value_or(usual_draws);
    if (!UncertaintySettings::are_draws(settings.draws))
        table->fail("draws",
                    "found " + std::to_string(settings.draws) + "; expected " + UncertaintySettings::expected_draws());
    settings.shift = read_shift(*table, settings.shift);
    for (const TomlTable& gate : table->tables("gate")) settings.gates.push_back(read_gate(gate, study));
    return settings;
}

}  // namespace asparagate::study_files
