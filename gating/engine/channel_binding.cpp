#include "channel_binding.hpp"

#include "../strategy/channel_match.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

std::optional<std::size_t> position_of(const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

ChannelValues fluorochrome_values(const Compensation& compensation, std::size_t fluorochrome, const DataSet& data_set) {
    ChannelValues values{true, {}};
    const auto weights = compensation.weights(fluorochrome);
    for (std::size_t d = 0; d < weights.size(); ++d)
        if (weights[d] != 0) values.terms.push_back({*data_set.find_channel(compensation.detectors()[d]), weights[d]});
    return values;
}

/// The fluorochrome that the channel of a file stands for: the one of its place where there are as many as detectors.
std::optional<std::size_t> fluorochrome_of(const Compensation& compensation, const std::string& channel) {
    const auto detector = position_of(compensation.detectors(), channel);
    if (!detector) return std::nullopt;
    if (compensation.detectors().size() == compensation.fluorochromes().size()) return detector;
    throw NotComputable{"G-MARKER", channel + " is one of several detectors of a matrix; name a fluorochrome"};
}

class Binder {
public:
    Binder(const GatingStrategy& strategy, const DataSet& data_set, const AppliedCompensation& compensation)
        : strategy_(strategy), data_set_(data_set), compensation_(compensation) {}

    struct Channel {
        ChannelValues values;
        std::optional<std::size_t> parameter;
    };

    [[nodiscard]] Channel channel(const std::string& name, const std::string& reference) const {
        const Compensation* matrix = compensation_.find(reference);
        if (matrix != nullptr)
            if (const auto fluorochrome = position_of(matrix->fluorochromes(), name)) {
                const auto detector = position_of(matrix->detectors(), name);
                if (detector && detector != fluorochrome)
                    throw NotComputable{"G-MARKER", name + " is a fluorochrome and another one's detector"};
                return {fluorochrome_values(*matrix, *fluorochrome, data_set_), data_set_.find_channel(name)};
            }
        const std::size_t p = parameter(name);
        return {parameter_column(p, data_set_, matrix).values, p};
    }

private:
    [[nodiscard]] std::size_t parameter(const std::string& name) const {
        const auto matches = matching_parameters(strategy_, data_set_.parameters(), name);
        if (matches.empty()) throw NotComputable{"G-MARKER", "the file has no " + name};
        if (matches.size() == 1) return matches.front();
        std::string names;
        for (const std::size_t p : matches) names += (names.empty() ? "" : ", ") + data_set_.parameters()[p].name;
        throw NotComputable{"G-MARKER", name + " may mean " + names};
    }

    const GatingStrategy& strategy_;
    const DataSet& data_set_;
    const AppliedCompensation& compensation_;
};

}  // namespace

Column parameter_column(std::size_t parameter, const DataSet& data_set, const Compensation* compensation) {
    if (compensation != nullptr)
        if (const auto row = fluorochrome_of(*compensation, data_set.parameters()[parameter].name))
            return {fluorochrome_values(*compensation, *row, data_set), std::nullopt};
    return {{false, {{parameter, 1}}}, std::nullopt};
}

BoundDimension bind_dimension(const Dimension& dimension, const GatingStrategy& strategy, const DataSet& data_set,
                              const AppliedCompensation& compensation) {
    const Binder binder(strategy, data_set, compensation);
    BoundDimension bound;
    Parameter named;  // of a fluorochrome that is no channel of the file
    named.name = dimension.channel;
    if (dimension.ratio) {
        const auto ratio = strategy.ratios.find(dimension.channel);
        if (ratio == strategy.ratios.end())
            throw GatingError("", "", "ratio \"" + dimension.channel + "\" is not defined in [ratios]");
        bound.column.values = binder.channel(ratio->second.numerator, dimension.compensation).values;
        Ratio numbers = ratio->second;
        numbers.numerator.clear(), numbers.denominator.clear();
        bound.column.division = {binder.channel(ratio->second.denominator, dimension.compensation).values, numbers};
    } else {
        auto channel = binder.channel(dimension.channel, dimension.compensation);
        bound.column.values = std::move(channel.values);
        bound.parameter = channel.parameter;
    }
    bound.transform =
        strategy.transform_for(dimension, bound.parameter ? data_set.parameters()[*bound.parameter] : named);
    return bound;
}

}  // namespace asparagate::detail
