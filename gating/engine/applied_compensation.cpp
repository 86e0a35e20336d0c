#include "applied_compensation.hpp"

#include "../strategy/channel_match.hpp"
#include "channel_binding.hpp"

#include <set>

namespace asparagate {
namespace detail {
namespace {

struct Chosen {
    std::optional<SpectrumMatrix> matrix;
    std::string source;
};

Chosen matrix_of_file(const DataSet& data_set) {
    const auto& spillover = data_set.spillover();
    return {spillover ? std::optional(spectrum_matrix(*spillover)) : std::nullopt, "file"};
}

Chosen matrix_of_strategy(const GatingStrategy& strategy, const std::string& name) {
    const auto found = strategy.matrices.find(name);
    if (found == strategy.matrices.end())
        throw GatingError("", "", "compensation \"" + name + "\" is not defined in [matrices]");
    return {found->second, name == inline_matrix_name ? "strategy matrix" : "matrix " + name};
}

/// The matrix that the strategy names, or the only one it holds.
Chosen own_matrix(const GatingStrategy& strategy) {
    if (strategy.compensation != file_compensation && strategy.compensation != uncompensated)
        return matrix_of_strategy(strategy, strategy.compensation);
    if (strategy.matrices.size() != 1)
        throw GatingError("", "",
                          "compensation is to come from the strategy, but the strategy holds " +
                              std::string(strategy.matrices.empty() ? "no matrix" : "several matrices"));
    return matrix_of_strategy(strategy, strategy.matrices.begin()->first);
}

Chosen chosen_matrix(const DataSet& data_set, const GatingStrategy& strategy, const GateOptions& options) {
    if (options.matrix)
        return {spectrum_matrix(*options.matrix), options.matrix_name.empty() ? "matrix" : options.matrix_name};
    if (!options.compensation_source) {
        if (strategy.compensation == uncompensated) return {};
        if (strategy.compensation == file_compensation) return matrix_of_file(data_set);
        return matrix_of_strategy(strategy, strategy.compensation);
    }
    switch (*options.compensation_source) {
        case CompensationSource::file:
            return matrix_of_file(data_set);
        case CompensationSource::strategy:
            return own_matrix(strategy);
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

/// Renames the detectors of the matrix to the channels of the file, and fluorochromes that are named after them.
/// Returns the parameter that forbids applying it, if any.
const Parameter* bind_detectors(SpectrumMatrix& matrix, const std::string& source, const DataSet& data_set,
                                const GatingStrategy& strategy) {
    for (std::string& detector : matrix.detectors) {
        const auto exact = data_set.find_channel(detector);
        if (exact && !names_compensated_values(detector)) continue;
        if (const Parameter* parameter = precompensated(data_set, detector)) return parameter;
        const auto position = resolve_channel(strategy, data_set.parameters(), detector);
        if (!position)
            throw GatingError("", "",
                              "compensation (" + source + ") names the channel \"" + detector +
                                  "\", which the file lacks or has more than once; correct the matrix or gate with "
                                  "compensation none");
        const std::string& name = data_set.parameters()[*position].name;
        std::replace(matrix.fluorochromes.begin(), matrix.fluorochromes.end(), std::string(detector), name);
        detector = name;
    }
    return nullptr;
}

std::string size_of(const SpectrumMatrix& matrix) {
    if (matrix.fluorochromes == matrix.detectors) return std::to_string(matrix.detectors.size()) + " channels";
    return std::to_string(matrix.fluorochromes.size()) + " fluorochromes from " +
           std::to_string(matrix.detectors.size()) + " detectors";
}

AppliedCompensation::Named bound_matrix(Chosen chosen, const DataSet& data_set, const GatingStrategy& strategy) {
    if (!chosen.matrix) return {};
    try {
        if (const Parameter* parameter = bind_detectors(*chosen.matrix, chosen.source, data_set, strategy))
            return {std::nullopt, "channel \"" + parameter->name + "\" already holds compensated values"};
        return {Compensation::from_spectrum(*chosen.matrix, chosen.source), ""};
    } catch (const GatingError& error) {
        return {std::nullopt, error.what()};
    }
}

/// Matrices that the gates name beside the strategy's own.
void add_named(AppliedCompensation& result, const DataSet& data_set, const GatingStrategy& strategy) {
    result.named.emplace(file_compensation, bound_matrix(matrix_of_file(data_set), data_set, strategy));
    for (const auto& [name, matrix] : strategy.matrices)
        result.named.emplace(name, bound_matrix(matrix_of_strategy(strategy, name), data_set, strategy));
    std::set<std::string> used;
    for (const GateNode& node : strategy.nodes)
        for (const Dimension& dimension : gate_dimensions(node.gate)) used.insert(dimension.compensation);
    for (const std::string& name : used) {
        const auto matrix = strategy.matrices.find(name);
        if (matrix != strategy.matrices.end())
            result.description += "; matrix " + name + " (" + size_of(matrix->second) + ")";
    }
}

/// Sets the matrix of dimensions that name none.
void apply_chosen(AppliedCompensation& result, const DataSet& data_set, const GatingStrategy& strategy, Chosen chosen,
                  const std::string& sample) {
    auto& [matrix, source] = chosen;
    if (!matrix) {
        result.description = source.empty() ? "none" : "none (the file has no matrix)";
        if (!source.empty())
            result.findings.push_back({"G-NOSPILL", Severity::note, sample, "", "", std::nullopt,
                                       "the file has no spillover matrix, so values are used as they are"});
        return;
    }
    const std::string size = size_of(*matrix);
    const std::string shown =
        source == "file" ? "file (" + data_set.spillover_keyword() + ", " + size + ")" : source + " (" + size + ")";
    if (const Parameter* parameter = bind_detectors(*matrix, shown, data_set, strategy)) {
        result.description = "none (the file's values are already compensated)";
        result.findings.push_back({"G-PRECOMP", Severity::warning, sample, "", parameter->name, std::nullopt,
                                   "channel \"" + parameter->name +
                                       "\" already holds compensated values, so the matrix of " + shown +
                                       " is not applied a second time"});
        return;
    }
    result.description = shown;
    if (is_identity(*matrix))
        result.description += ", identity";
    else
        result.compensation = Compensation::from_spectrum(*matrix, shown);
}

}  // namespace

const Compensation* AppliedCompensation::find(const std::string& reference) const {
    if (reference.empty()) return compensation ? &*compensation : nullptr;
    if (reference == uncompensated) return nullptr;
    const auto found = named.find(reference);
    if (found == named.end())
        throw GatingError("", "", "compensation \"" + reference + "\" is not defined in [matrices]");
    if (!found->second.obstacle.empty()) throw NotComputable{"G-MATRIX", found->second.obstacle};
    return found->second.compensation ? &*found->second.compensation : nullptr;
}

AppliedCompensation applied_compensation(const DataSet& data_set, const GatingStrategy& strategy,
                                         const GateOptions& options, const std::string& sample) {
    AppliedCompensation result;
    apply_chosen(result, data_set, strategy, chosen_matrix(data_set, strategy, options), sample);
    add_named(result, data_set, strategy);
    return result;
}

}  // namespace detail

std::optional<Compensation> compensation_for(const DataSet& data_set, const GatingStrategy& strategy,
                                             const GateOptions& options) {
    return detail::applied_compensation(data_set, strategy, options, "").compensation;
}

}  // namespace asparagate
