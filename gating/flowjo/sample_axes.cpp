#include "sample_axes.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "unsupported.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::flowjo {
namespace {

/// FlowJo writes `/` in the name of a parameter as `_`.
std::string shown(std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

/// The parameter that `name` means in a matrix with this prefix and suffix; nullopt when it has not both.
std::optional<std::string> stripped(const std::string& name, const SampleMatrix& matrix) {
    if (matrix.prefix.empty() && matrix.suffix.empty()) return std::nullopt;
    if (name.size() <= matrix.prefix.size() + matrix.suffix.size() || !name.starts_with(matrix.prefix) ||
        !name.ends_with(matrix.suffix))
        return std::nullopt;
    return name.substr(matrix.prefix.size(), name.size() - matrix.prefix.size() - matrix.suffix.size());
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool does_nothing(const SampleMatrix& matrix) {
    return matrix.identity || (matrix.matrix && is_identity(*matrix.matrix));
}

}  // namespace

SampleAxes::SampleAxes(const Keywords& keywords, std::vector<SampleMatrix> matrices) : matrices_(std::move(matrices)) {
    // FlowJo adds the channels that it computes behind those of the file.
    const auto n_parameters = parse_unsigned(keywords.find("$PAR").value_or(""));
    for (std::uint64_t n = 1; !n_parameters || n <= *n_parameters; ++n) {
        const auto name = keywords.find("$P" + std::to_string(n) + "N");
        if (!name) break;
        channels_[shown(std::string(trim(*name)))].emplace_back(trim(*name));
    }
    timestep_ = parse_number(keywords.find("$TIMESTEP").value_or(""));
    if (timestep_ && !(*timestep_ > 0 && std::isfinite(*timestep_))) timestep_.reset();
    const auto renamed = [&](std::string& name) { name = channel(name).value_or(name); };
    for (SampleMatrix& matrix : matrices_) {
        if (!matrix.matrix) continue;
        std::for_each(matrix.matrix->fluorochromes.begin(), matrix.matrix->fluorochromes.end(), renamed);
        std::for_each(matrix.matrix->detectors.begin(), matrix.matrix->detectors.end(), renamed);
    }
}

std::optional<std::string> SampleAxes::channel(const std::string& name) const {
    const auto found = channels_.find(shown(name));
    if (found == channels_.end()) return std::nullopt;
    const auto& names = found->second;
    if (names.size() == 1) return names.front();
    if (holds(names, name) && name.find('_') == std::string::npos) return name;
    std::string list;
    for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
    throw Unsupported{"J-CHANNEL", in_quotes(name) + " may mean " + list};
}

void SampleAxes::add_display(const std::string& name, DisplayAxis axis) {
    if (axis.transform) axis.name = transform_name(*axis.transform);
    displays_[name] = std::move(axis);
}

SampleAxes::Named SampleAxes::named(const std::string& name) const {
    // An exported file holds compensated values under the compensated name.
    if (const auto own = channel(name)) return {*own, nullptr};
    for (const SampleMatrix& matrix : matrices_) {
        const auto inner = stripped(name, matrix);
        if (!inner) continue;
        if (!matrix.obstacle.empty()) throw Unsupported{"J-MATRIX", matrix.obstacle};
        const std::string parameter = channel(*inner).value_or(*inner);
        if (matrix.matrix ? holds(matrix.matrix->fluorochromes, parameter) : channel(*inner).has_value())
            return {parameter, &matrix};
    }
    if (name.starts_with("Comp") || name.starts_with("<"))
        throw Unsupported{"J-MATRIX", in_quotes(name) +
                                          " is compensated, and the sample has neither a parameter of this "
                                          "name nor a matrix for it"};
    if (has_parameters())
        throw Unsupported{"J-CHANNEL",
                          "the sample has no parameter " + in_quotes(name) + "; derived ones are not computed"};
    return {name, nullptr};
}

/// FlowJo counts Time in units of its gain where that is not 1, else of `$TIMESTEP`; here it is in seconds of
/// `$TIMESTEP`, or as stored without one.
double SampleAxes::time_factor(const DisplayAxis* display) const {
    if (display == nullptr || display->gain == 1) return 1;
    return timestep_.value_or(1) / display->gain;
}

GateAxis SampleAxes::resolve(const std::string& name) const {
    const Named found = named(name);
    GateAxis axis;
    axis.dimension.channel = found.channel;
    if (found.matrix == nullptr)
        axis.dimension.compensation = uncompensated;
    else if (found.matrix != &matrices_.front())
        axis.dimension.compensation = found.matrix->name;
    axis.is_time = lower_case(found.channel) == "time";
    const auto display = displays_.find(name);
    const DisplayAxis* shown_as = display == displays_.end() ? nullptr : &display->second;
    if (axis.is_time) axis.factor = time_factor(shown_as);
    if (shown_as == nullptr || !shown_as->transform) {
        axis.obstacle = shown_as == nullptr ? "the sample has no display axis for it" : shown_as->obstacle;
        return axis;
    }
    axis.display = shown_as->transform;
    axis.transform = shown_as->name;
    if (auto* linear = std::get_if<LinearTransform>(&*axis.display)) {
        linear->T *= axis.factor, linear->A *= axis.factor;
        axis.transform = transform_name(*axis.display);
        const bool raw = found.matrix == nullptr || does_nothing(*found.matrix);
        axis.has_ends = axis.is_time || (raw && shown_as->gain == 1);
        axis.has_grid = !axis.is_time && axis.has_ends;
    } else {
        axis.has_grid = axis.has_ends = std::holds_alternative<FlowJoLogTransform>(*axis.display) ||
                                        std::holds_alternative<BiexTransform>(*axis.display);
    }
    return axis;
}

void SampleAxes::describe(GatingStrategy& strategy) const {
    strategy.compensation = uncompensated;
    for (const SampleMatrix& matrix : matrices_) {
        if (!matrix.obstacle.empty()) continue;
        const bool first = &matrix == &matrices_.front();
        if (first && !does_nothing(matrix)) strategy.compensation = matrix.matrix ? matrix.name : file_compensation;
        if (matrix.matrix && !(first && does_nothing(matrix))) strategy.matrices[matrix.name] = *matrix.matrix;
    }
    for (const auto& [name, display] : displays_) {
        try {
            const GateAxis axis = resolve(name);
            if (!axis.display) continue;
            strategy.transforms[axis.transform] = *axis.display;
            // A channel is shown as its compensated values are where there are such.
            if (axis.dimension.compensation.empty() || !strategy.scales.contains(axis.dimension.channel))
                strategy.scales[axis.dimension.channel] = axis.transform;
        } catch (const Unsupported&) {
            continue;  // a gate that needs the axis will say so
        }
    }
}

Dimension SampleAxes::dimension(const GateAxis& axis, const GatingStrategy& strategy) const {
    Dimension dimension = axis.dimension;
    const std::string transform = axis.display ? axis.transform : "identity";
    const auto scale = strategy.scales.find(dimension.channel);
    if (scale == strategy.scales.end() || scale->second != transform) dimension.transform = transform;
    return dimension;
}

}  // namespace asparagate::flowjo
