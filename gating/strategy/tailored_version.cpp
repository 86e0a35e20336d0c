#include "tailored_version.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "population_path.hpp"

#include <algorithm>

namespace asparagate {
namespace {

using namespace detail;

/// One sample, looked for in the lists of versions and groups.
class SampleLookup {
public:
    SampleLookup(const GatingStrategy& strategy, const std::string& sample, const std::filesystem::path& file)
        : strategy_(strategy), sample_(sample), file_name_(file.filename().string()) {}

    std::vector<const TailoredVersion*> versions() const {
        std::vector<const TailoredVersion*> result;
        const auto of_group = [&](const TailoredVersion& version) { return names_group(version); };
        const auto own = [&](const TailoredVersion& version) { return names_sample(version.samples); };
        if (const auto* version = only(of_group, "through its groups")) result.push_back(version);
        if (const auto* version = only(own, "by name"); version != nullptr && (result.empty() || version != result[0]))
            result.push_back(version);
        return result;
    }

private:
    [[nodiscard]] bool names_sample(const std::vector<std::string>& list) const {
        return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
            return !name.empty() && (name == sample_ || name == file_name_);
        });
    }
    [[nodiscard]] bool names_group(const TailoredVersion& version) const {
        return std::any_of(version.groups.begin(), version.groups.end(), [&](const std::string& name) {
            const auto group = strategy_.groups.find(name);
            return group != strategy_.groups.end() && names_sample(group->second);
        });
    }
    template <typename Fits>
    [[nodiscard]] const TailoredVersion* only(Fits fits, const std::string& how) const {
        const TailoredVersion* found = nullptr;
        for (const TailoredVersion& version : strategy_.versions) {
            if (!fits(version)) continue;
            if (found != nullptr)
                throw GatingError(sample_, "",
                                  version_title(*found) + " and " + version_title(version) + " both fit the sample " +
                                      how + "; expected one of them");
            found = &version;
        }
        return found;
    }

    const GatingStrategy& strategy_;
    const std::string& sample_;
    std::string file_name_;
};

}  // namespace

namespace detail {

void apply_version(const TailoredVersion& version, GatingStrategy& strategy) {
    for (const TailoredGate& tailored : version.gates) {
        const auto place = split_path(tailored.population);
        const auto node = std::find_if(strategy.nodes.begin(), strategy.nodes.end(), [&](const GateNode& candidate) {
            return candidate.parent == place.first && candidate.name == place.second;
        });
        if (node == strategy.nodes.end())
            throw GatingError("", tailored.population, version_title(version) + " tailors a gate that is not there");
        node->gate = tailored.gate;
    }
    if (version.compensation) strategy.compensation = *version.compensation;
    for (const auto& [channel, transform] : version.scales) strategy.scales[channel] = transform;
}

std::string version_title(const TailoredVersion& version) {
    return "version " + in_quotes(version.name);
}

}  // namespace detail

std::vector<const TailoredVersion*> versions_for_sample(const GatingStrategy& strategy, const std::string& sample,
                                                        const std::filesystem::path& file) {
    return SampleLookup(strategy, sample, file).versions();
}

GatingStrategy strategy_for_sample(const GatingStrategy& strategy, const std::string& sample,
                                   const std::filesystem::path& file) {
    GatingStrategy result = strategy;
    result.versions.clear();
    result.groups.clear();
    for (const TailoredVersion* version : versions_for_sample(strategy, sample, file)) apply_version(*version, result);
    return result;
}

Findings version_findings(const GatingStrategy& strategy, const std::string& sample,
                          const std::filesystem::path& file) {
    Findings findings;
    for (const TailoredVersion* version : versions_for_sample(strategy, sample, file)) {
        std::string tailored;
        for (const TailoredGate& gate : version->gates) tailored += (tailored.empty() ? "" : ", ") + gate.population;
        if (version->compensation) tailored += (tailored.empty() ? "" : ", ") + std::string("compensation");
        if (!version->scales.empty()) tailored += (tailored.empty() ? "" : ", ") + std::string("scales");
        findings.push_back({"G-VERSION", Severity::note, sample, "", "", std::nullopt,
                            version_title(*version) + " tailors " + tailored + ": " + version->reason});
    }
    return findings;
}

}  // namespace asparagate
