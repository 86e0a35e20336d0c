// What a strategy asks of the files it is meant for.
#include "../engine/applied_compensation.hpp"
#include "../engine/channel_binding.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_check.hpp"
#include "channel_match.hpp"
#include "population_path.hpp"
#include "tailored_version.hpp"

#include <algorithm>
#include <set>

namespace asparagate {
namespace {

using namespace detail;

class ChannelCheck {
public:
    ChannelCheck(const GatingStrategy& strategy, const DataSet& data_set, const SampleFile& sample)
        : strategy_(strategy),
          data_set_(data_set),
          file_(sample.file.string()),
          compensation_(applied_compensation(data_set, strategy, {}, sample.sample)) {
        for (const Parameter& parameter : data_set.parameters()) {
            names_.push_back(parameter.name);
            if (!parameter.marker.empty()) names_.push_back(parameter.marker);
        }
    }

    Findings run() {
        for (const GateNode& node : strategy_.nodes) {
            const auto dimensions = gate_dimensions(node.gate);
            for (std::size_t d = 0; d < dimensions.size(); ++d)
                check(child_path(node.parent, node.name), dimensions[d], d + 1);
        }
        return std::move(findings_);
    }

private:
    void check(const std::string& path, const Dimension& dimension, std::size_t number) {
        try {
            bind_dimension(dimension, strategy_, data_set_, compensation_);
        } catch (const NotComputable& obstacle) {
            findings_.push_back({obstacle.code.empty() ? "G-MARKER" : obstacle.code, Severity::warning, file_, "", path,
                                 std::nullopt,
                                 "dimension " + std::to_string(number) + " (" + dimension.channel +
                                     "): " + obstacle.reason + hint(dimension)});
        }
    }
    /// The nearest name of the file for the first channel that it lacks.
    [[nodiscard]] std::string hint(const Dimension& dimension) const {
        std::vector<std::string> channels = {dimension.channel};
        if (dimension.ratio) {
            const Ratio& ratio = strategy_.ratios.at(dimension.channel);
            channels = {ratio.numerator, ratio.denominator};
        }
        for (const std::string& channel : channels)
            if (matching_parameters(strategy_, data_set_.parameters(), channel).empty())
                return suggestion(channel, names_);
        return "";
    }

    const GatingStrategy& strategy_;
    const DataSet& data_set_;
    std::string file_;
    AppliedCompensation compensation_;
    std::vector<std::string> names_;
    Findings findings_;
};

}  // namespace

Findings channel_findings(const GatingStrategy& strategy, const DataSet& data_set, const SampleFile& sample) {
    const GatingStrategy own = strategy_for_sample(strategy, sample.sample, sample.file);
    return ChannelCheck(own, data_set, sample).run();
}

Findings unmatched_sample_findings(const GatingStrategy& strategy, const std::vector<SampleFile>& samples,
                                   const std::string& where) {
    std::set<std::string> known;
    for (const SampleFile& sample : samples) {
        known.insert(sample.sample);
        known.insert(sample.file.filename().string());
    }
    const std::vector<std::string> names(known.begin(), known.end());
    Findings findings;
    const auto check = [&](const std::string& owner, const std::vector<std::string>& list) {
        for (const std::string& name : list)
            if (!known.contains(name))
                findings.push_back({"G-SAMPLE", Severity::warning, where, "", "", std::nullopt,
                                    owner + " names the sample " + in_quotes(name) + ", which is none of the files" +
                                        suggestion(name, names)});
    };
    for (const auto& [name, list] : strategy.groups) check("group " + in_quotes(name), list);
    for (const TailoredVersion& version : strategy.versions) check(version_title(version), version.samples);
    return findings;
}

}  // namespace asparagate
