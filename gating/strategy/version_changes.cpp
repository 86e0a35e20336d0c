#include "version_changes.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "gate_changes.hpp"

#include <algorithm>
#include <set>

namespace asparagate::detail {
namespace {

using Kind = StrategyChange::Kind;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// "a joined, b left".
std::string membership_changes(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const std::set<std::string> old(before.begin(), before.end()), now(after.begin(), after.end());
    std::vector<std::string> words;
    for (const std::string& name : now)
        if (!old.contains(name)) words.push_back(name + " joined");
    for (const std::string& name : old)
        if (!now.contains(name)) words.push_back(name + " left");
    return joined(words);
}

class VersionComparison {
public:
    VersionComparison(const TailoredVersion& before, const TailoredVersion& after, std::vector<StrategyChange>& changes)
        : before_(before), after_(after), changes_(changes) {}

    void run() {
        const std::string samples = membership_changes(before_.samples, after_.samples);
        const std::string groups = membership_changes(before_.groups, after_.groups);
        if (!samples.empty()) add("samples: " + samples);
        if (!groups.empty()) add("groups: " + groups);
        if (before_.reason != after_.reason)
            add("reason: " + in_quotes(before_.reason) + " -> " + in_quotes(after_.reason));
        if (before_.compensation != after_.compensation)
            add("compensation: " + before_.compensation.value_or("the strategy's") + " -> " +
                after_.compensation.value_or("the strategy's"));
        compare_scales();
        compare_gates();
    }

private:
    void add(const std::string& text) { changes_.push_back({Kind::changed, "version " + after_.name, text}); }

    void compare_scales() {
        const auto of = [](const TailoredVersion& version, const std::string& channel) {
            const auto found = version.scales.find(channel);
            return found == version.scales.end() ? std::string("the strategy's") : found->second;
        };
        std::set<std::string> channels;
        for (const auto* version : {&before_, &after_})
            for (const auto& [channel, transform] : version->scales) channels.insert(channel);
        for (const std::string& channel : channels)
            if (of(before_, channel) != of(after_, channel))
                add("scale of " + channel + ": " + of(before_, channel) + " -> " + of(after_, channel));
    }

    void compare_gates() {
        for (const TailoredGate& gate : before_.gates)
            if (find(after_, gate.population) == nullptr) add(gate.population + " is no longer tailored");
        for (const TailoredGate& gate : after_.gates) {
            const TailoredGate* old = find(before_, gate.population);
            if (old == nullptr) {
                add(gate.population + " is tailored as well: " + gate_type(gate.gate));
                continue;
            }
            for (const std::string& phrase : gate_changes(old->gate, gate.gate)) add(gate.population + ": " + phrase);
        }
    }
    static const TailoredGate* find(const TailoredVersion& version, const std::string& population) {
        const auto found = std::find_if(version.gates.begin(), version.gates.end(),
                                        [&](const TailoredGate& gate) { return gate.population == population; });
        return found == version.gates.end() ? nullptr : &*found;
    }

    const TailoredVersion& before_;
    const TailoredVersion& after_;
    std::vector<StrategyChange>& changes_;
};

/// "for a, b: because ...".
std::string summary(const TailoredVersion& version) {
    std::vector<std::string> names = version.samples;
    for (const std::string& group : version.groups) names.push_back("group " + group);
    return "for " + joined(names) + ": " + version.reason;
}

void add_group_changes(const GatingStrategy& before, const GatingStrategy& after,
                       std::vector<StrategyChange>& changes) {
    for (const auto& [name, samples] : before.groups)
        if (!after.groups.contains(name)) changes.push_back({Kind::removed, "group " + name, ""});
    for (const auto& [name, samples] : after.groups) {
        const auto old = before.groups.find(name);
        if (old == before.groups.end()) {
            changes.push_back({Kind::added, "group " + name, joined(samples)});
            continue;
        }
        const std::string words = membership_changes(old->second, samples);
        if (!words.empty()) changes.push_back({Kind::changed, "group " + name, words});
    }
}

}  // namespace

void add_version_changes(const GatingStrategy& before, const GatingStrategy& after,
                         std::vector<StrategyChange>& changes) {
    add_group_changes(before, after, changes);
    std::map<std::string, const TailoredVersion*> old, now;
    for (const TailoredVersion& version : before.versions) old.emplace(version.name, &version);
    for (const TailoredVersion& version : after.versions) now.emplace(version.name, &version);
    for (const TailoredVersion& version : before.versions)
        if (!now.contains(version.name))
            changes.push_back({Kind::removed, "version " + version.name, summary(version)});
    for (const TailoredVersion& version : after.versions) {
        const auto found = old.find(version.name);
        if (found == old.end())
            changes.push_back({Kind::added, "version " + version.name, summary(version)});
        else
            VersionComparison(*found->second, version, changes).run();
    }
}

}  // namespace asparagate::detail
