#include "applied_compensation.hpp"

#include "../strategy/channel_match.hpp"

namespace asparagate {
namespace detail {
namespace {

struct Chosen {
    std::optional<SpilloverMatrix> matrix;
    std::string source;
};

Chosen chosen_matrix(const DataSet& data_set, const GatingStrategy& strategy, const GateOptions& options) {
    if (options.matrix) return {options.matrix, options.matrix_name.empty() ? "matrix" : options.matrix_name};
    switch (options.compensation_source.value_or(strategy.compensation)) {
        case CompensationSource::file:
            return {data_set.spillover(), "file"};
        case CompensationSource::strategy:
            if (!strategy.matrix)
                throw GatingError("", "",
                                  "compensation is to come from the strategy, but the strategy holds no matrix");
            return {strategy.matrix, "strategy matrix"};
        case CompensationSource::none:
            break;
    }
    return {};
}

/// The parameter that already holds the compensated values of a matrix channel, if there is one.
const Parameter* precompensated(const DataSet& data_set, const std::string& channel) {
    for (const Parameter& parameter : data_set.parameters()) {
        if (parameter.name == "Comp-" + channel || parameter.name == "FJComp-" + channel ||
            parameter.name == "<" + channel + ">")
            return &parameter;
        if (parameter.name == channel && names_compensated_values(channel)) return &parameter;
    }
    return nullptr;
}

/// Renames the channels of the matrix to those of the file. Returns the parameter that forbids applying it, if any.
const Parameter* bind_channels(SpilloverMatrix& matrix, const std::string& source, const DataSet& data_set,
                               const GatingStrategy& strategy) {
    for (std::string& channel : matrix.channels) {
        const auto exact = data_set.find_channel(channel);
        if (exact && !names_compensated_values(channel)) continue;
        if (const Parameter* parameter = precompensated(data_set, channel)) return parameter;
        const auto position = resolve_channel(strategy, data_set.parameters(), channel);
        if (!position)
            throw GatingError("", "",
                              "compensation (" + source + ") names the channel \"" + channel +
                                  "\", which the file lacks or has more than once; correct the matrix or gate with "
                                  "compensation none");
        channel = data_set.parameters()[*position].name;
    }
    return nullptr;
}

}  // namespace

AppliedCompensation applied_compensation(const DataSet& data_set, const GatingStrategy& strategy,
                                         const GateOptions& options, const std::string& sample) {
    AppliedCompensation result;
    auto [matrix, source] = chosen_matrix(data_set, strategy, options);
    if (!matrix) {
        result.description = source.empty() ? "none" : "none (the file has no matrix)";
        if (!source.empty())
            result.findings.push_back({"G-NOSPILL", Severity::note, sample, "", "", std::nullopt,
                                       "the file has no spillover matrix, so values are used as they are"});
        return result;
    }
    const std::string size = std::to_string(matrix->size()) + " channels";
    const std::string shown =
        source == "file" ? "file (" + data_set.spillover_keyword() + ", " + size + ")" : source + " (" + size + ")";
    if (const Parameter* parameter = bind_channels(*matrix, shown, data_set, strategy)) {
        result.description = "none (the file's values are already compensated)";
        result.findings.push_back({"G-PRECOMP", Severity::warning, sample, "", parameter->name, std::nullopt,
                                   "channel \"" + parameter->name +
                                       "\" already holds compensated values, so the matrix of " + shown +
                                       " is not applied a second time"});
        return result;
    }
    result.description = shown;
    if (matrix->is_identity())
        result.description += ", identity";
    else
        result.compensation = Compensation::from_spillover(*matrix, shown);
    return result;
}

}  // namespace detail

std::optional<Compensation> compensation_for(const DataSet& data_set, const GatingStrategy& strategy,
                                             const GateOptions& options) {
    return detail::applied_compensation(data_set, strategy, options, "").compensation;
}

}  // namespace asparagate
