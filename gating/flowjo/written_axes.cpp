#include "written_axes.hpp"

#include "../engine/evaluation.hpp"
#include "../engine/parallel.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "gate_extent.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace asparagate::flowjo {
namespace {

using Extent = std::array<double, 2>;
using detail::XmlText;

constexpr double margin = 0.01;  // of an axis that is free to choose

std::string number(double value) {
    return format_number(value);
}

std::string shown(std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

void widen(Extent& extent, const Extent& by) {
    extent = {std::min(extent[0], by[0]), std::max(extent[1], by[1])};
}

Extent extent_of(const std::vector<double>& values) {
    Extent extent = {0, 0};
    for (const double value : values)
        if (std::isfinite(value)) widen(extent, {value, value});
    return extent;
}

/// Whether the axes are those on which FlowJo counts.
bool is_from_flowjo(const GatingStrategy& strategy) {
    return strategy.evaluation == Evaluation::flowjo ||
           std::any_of(strategy.nodes.begin(), strategy.nodes.end(), [](const GateNode& node) {
               const auto* polygon = std::get_if<PolygonGate>(&node.gate);
               return polygon != nullptr && polygon->flowjo_resolution > 0;
           });
}

/// A linear axis over the extent and the range of the parameter.
LinearTransform covering_axis(const Extent& extent, double range) {
    const double span = std::max(extent[1], range) - extent[0];
    const double low = extent[0] < 0 ? extent[0] - margin * span : 0;
    const double high = extent[1] < range ? range : extent[1] + margin * span;
    return {std::max({high, -low * (1 + margin), 1.0}), -low};
}

/// The log axis of FlowJo on which `log` is straight, starting below every value that is above zero.
FlowJoLogTransform log_axis(const LogTransform& log, const std::vector<double>& values) {
    double offset = log.T / std::pow(10.0, log.M);
    for (const double value : values)
        if (value > 0) offset = std::min(offset, value / 2);
    return {offset, std::log10(log.T / offset)};
}

}  // namespace

WrittenAxes::WrittenAxes(const GatingStrategy& strategy, const DataSet& data_set, const GateOptions& options)
    : strategy_(strategy),
      data_set_(data_set),
      options_(options),
      compensation_(detail::applied_compensation(data_set, strategy, options, "")),
      from_flowjo_(is_from_flowjo(strategy)) {
    gather_matrices();
    gather_displays();
}

void WrittenAxes::add_matrix(const std::string& reference, const std::string& name,
                             std::optional<SpectrumMatrix> values) {
    const Compensation* applied = compensation_.find(reference);
    if (applied == nullptr || !values) return;
    if (values->inverted)
        throw GatingError("", "", "the matrix " + in_quotes(name) + " is an inverse, which FlowJo has no form for");
    values->fluorochromes = applied->fluorochromes();
    values->detectors = applied->detectors();
    const std::string count = matrices_.empty() ? "" : std::to_string(matrices_.size());
    matrices_.push_back({reference, name, "Comp" + count + "-", *std::move(values)});
}

void WrittenAxes::gather_matrices() {
    const auto matrix = [&](const std::string& name) -> std::optional<SpectrumMatrix> {
        if (name == file_compensation)
            return data_set_.spillover() ? std::optional(spectrum_matrix(*data_set_.spillover())) : std::nullopt;
        const auto found = strategy_.matrices.find(name);
        return found == strategy_.matrices.end() ? std::nullopt : std::optional(found->second);
    };
    const bool from_file = strategy_.compensation == file_compensation;
    add_matrix("", from_file ? "Acquisition-defined" : strategy_.compensation, matrix(strategy_.compensation));
    std::set<std::string> named;
    for (const GateNode& node : strategy_.nodes)
        for (const Dimension& dimension : gate_dimensions(node.gate))
            if (!dimension.compensation.empty() && dimension.compensation != uncompensated)
                named.insert(dimension.compensation);
    for (const std::string& name : named)
        add_matrix(name, name == file_compensation ? "Acquisition-defined" : name, matrix(name));
}

detail::BoundDimension WrittenAxes::bound(const Dimension& dimension, const std::string& where) const {
    if (dimension.ratio)
        throw GatingError("", where, "the ratio " + in_quotes(dimension.channel) + " has no form in FlowJo");
    try {
        return detail::bind_dimension(dimension, strategy_, data_set_, compensation_);
    } catch (const detail::NotComputable& obstacle) {
        throw GatingError("", where, obstacle.reason);
    }
}

std::string WrittenAxes::shown_name(const Dimension& dimension, const detail::BoundDimension& bound) const {
    const std::string channel = bound.parameter ? data_set_.parameters()[*bound.parameter].name : dimension.channel;
    if (!bound.column.values.compensated) return shown(channel);
    const auto matrix = std::find_if(matrices_.begin(), matrices_.end(),
                                     [&](const Matrix& m) { return m.reference == dimension.compensation; });
    return matrix == matrices_.end() ? shown(channel) : matrix->prefix + shown(channel);
}

void WrittenAxes::add_gate(const GateNode& node) {
    const auto dimensions = gate_dimensions(node.gate);
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        const Transform scale = bound(dimensions[d], node.name).transform;
        add_display(dimensions[d], gate_extent(node.gate, d, scale), node.name);
    }
}

/// A channel has one display; the first gate on it decides.
void WrittenAxes::add_display(const Dimension& dimension, std::array<double, 2> extent, const std::string& where) {
    const auto bound = this->bound(dimension, where);
    const auto [display, added] =
        displays_.try_emplace(shown_name(dimension, bound), Display{bound.transform, extent, {}});
    if (!added) widen(display->second.extent, extent);
}

void WrittenAxes::gather_displays() {
    for (const GateNode& node : strategy_.nodes) add_gate(node);
    for (const Parameter& parameter : data_set_.parameters())
        for (const char* reference : {"", uncompensated}) {
            Dimension dimension{parameter.name};
            dimension.compensation = reference;
            try {
                add_display(dimension, {0, 0}, "");
            } catch (const GatingError&) {
                continue;  // one of several detectors of a spectral matrix has no values of its own
            }
            const auto bound = this->bound(dimension, "");
            if (dimension.compensation.empty() && !bound.column.values.compensated) continue;
            Display& display = displays_.at(shown_name(dimension, bound));
            const auto values = detail::read_column(data_set_, bound.column, detail::thread_count(options_.threads));
            widen(display.extent, extent_of(values));
            if (const auto* log = std::get_if<LogTransform>(&display.scale))
                display.axis = log_axis(*log, values);
            else
                display.axis = display_axis(display, parameter.range.value_or(0));
        }
    // Fluorochromes that are no channel of the file.
    for (auto& [name, display] : displays_)
        if (std::holds_alternative<IdentityTransform>(display.axis)) display.axis = display_axis(display, 0);
}

/// Axes are kept; only a linear one that is not FlowJo's own is widened, as FlowJo opens bounds at its ends.
Transform WrittenAxes::display_axis(const Display& display, double range) const {
    if (const auto* linear = std::get_if<LinearTransform>(&display.scale)) {
        const bool covers = -linear->A <= display.extent[0] && display.extent[1] < linear->T;
        if (covers || from_flowjo_) return *linear;
    }
    const bool curved = !linear_parts(display.scale) && !std::holds_alternative<TableTransform>(display.scale) &&
                        !std::holds_alternative<BoundedTransform>(display.scale) &&
                        !std::holds_alternative<LogTransform>(display.scale);
    return curved ? display.scale : covering_axis(display.extent, range);
}

WrittenAxis WrittenAxes::axis(const Dimension& dimension, const std::string& where) const {
    const auto bound = this->bound(dimension, where);
    WrittenAxis axis{shown_name(dimension, bound), bound.transform, {}, {}};
    axis.display = displays_.at(axis.name).axis;
    axis.line = line_between(axis.scale, axis.display);
    return axis;
}

double WrittenAxes::clear_of_events(const Dimension& dimension, double bound) const {
    if (strategy_.evaluation == Evaluation::flowjo) return bound;
    const auto values =
        detail::read_column(data_set_, this->bound(dimension, "").column, detail::thread_count(options_.threads));
    bool on_it = false;
    double below = -std::numeric_limits<double>::infinity();
    for (const double value : values) {
        on_it = on_it || value == bound;
        if (value < bound) below = std::max(below, value);
    }
    if (!on_it) return bound;
    return std::isfinite(below) ? below + (bound - below) / 2 : std::nextafter(bound, below);
}

void WrittenAxes::write_matrices(XmlText& xml) const {
    for (const Matrix& matrix : matrices_) {
        const bool spectral = matrix.values.fluorochromes != matrix.values.detectors;
        xml.open("transforms:spilloverMatrix", {{"spectral", spectral ? "1" : "0"},
                                                {"weightOptAlgorithmType", "OLS"},
                                                {"prefix", matrix.prefix},
                                                {"name", matrix.name},
                                                {"editable", "0"},
                                                {"transforms:id", matrix.name},
                                                {"suffix", ""}});
        xml.open("data-type:parameters");
        for (const std::string& name : matrix.values.fluorochromes)
            xml.empty("data-type:parameter", {{"data-type:name", shown(name)}});
        xml.close();
        const std::size_t columns = matrix.values.detectors.size();
        for (std::size_t row = 0; row < matrix.values.fluorochromes.size(); ++row) {
            xml.open("transforms:spillover", {{"data-type:parameter", shown(matrix.values.fluorochromes[row])}});
            for (std::size_t column = 0; column < columns; ++column)
                xml.empty("transforms:coefficient",
                          {{"data-type:parameter", shown(matrix.values.detectors[column])},
                           {"transforms:value", number(matrix.values.values[row * columns + column])}});
            xml.close();
        }
        xml.close();
    }
}

void WrittenAxes::write_displays(XmlText& xml) const {
    xml.open("Transformations");
    for (const auto& [name, display] : displays_) write_display(xml, name, display.axis);
    xml.close();
}

}  // namespace asparagate::flowjo
