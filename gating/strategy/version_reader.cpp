#include "version_reader.hpp"

#include "gate_reader.hpp"

namespace asparagate::detail {
namespace {

void read_gates(const TomlTable& table, const GatingStrategy& strategy, TailoredVersion& version,
                StrategyPlaces::Version& places) {
    for (const auto& [path, node] : table.entries()) {
        const auto* fields = node->as_table();
        const TomlTable gate(fields != nullptr ? *fields : table.table(), table.file(), path);
        if (fields == nullptr) gate.fail(*node, "is " + describe_type(*node) + "; expected a table with a gate");
        for (const char* key : {"note", "custom_info"})
            if (gate.contains(key))
                gate.fail(*gate.find(key), "a tailored gate has no " + std::string(key) +
                                               "; say in the version's reason why it differs");
        version.gates.push_back({path, read_gate(gate, strategy)});
        places.gates.push_back(gate.where());
    }
}

}  // namespace

TailoredVersion read_version(const std::string& name, const TomlTable& table, const GatingStrategy& strategy,
                             StrategyPlaces::Version& places) {
    table.allow_only({"samples", "groups", "reason", "compensation", "scales", "gate"});
    places.version = table.where();
    TailoredVersion version;
    version.name = name;
    version.samples = table.texts("samples").value_or(std::vector<std::string>{});
    version.groups = table.texts("groups").value_or(std::vector<std::string>{});
    version.reason = table.text("reason").value_or("");
    version.compensation = table.text("compensation");
    if (const auto scales = table.child("scales"))
        for (const auto& [channel, node] : scales->entries()) version.scales[channel] = scales->as_text(*node, channel);
    if (const auto gates = table.child("gate")) read_gates(*gates, strategy, version, places);
    return version;
}

}  // namespace asparagate::detail
