#include "uncertainty/gate_moves.hpp"

#include "simulation/random.hpp"
#include "uncertainty/gate_width.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

constexpr const char* by_bootstrap = "bootstrap of the control's percentile";
constexpr const char* and_a_shift = ", and a shift";
constexpr const char* by_shift = "shift";
constexpr const char* by_fallback = "shift of the fallback: too few control events";
constexpr const char* not_moved = "not moved: the dimension has no range to take a fraction of";

std::string dimension_text(const Dimension& dimension) {
    return dimension.channel + '\n' + dimension.transform + '\n' + dimension.compensation + '\n' +
           (dimension.ratio ? "ratio" : "channel");
}

std::string line_text(double value, GateUnits units) {
    return format_number(value) + (units == GateUnits::scale ? " scale" : " data");
}

/// Whether `population` means the gate at `path`: the gate itself or a quadrant's population.
bool means_gate(const std::string& population, const std::string& path, const Gate& gate) {
    if (population == path) return true;
    const auto* quadrants = std::get_if<QuadrantGate>(&gate);
    if (quadrants == nullptr) return false;
    const std::string parent = path.substr(0, path.rfind('/') + 1);
    return std::any_of(quadrants->quadrants.begin(), quadrants->quadrants.end(),
                       [&](const auto& quadrant) { return population == parent + quadrant.name; });
}

/// The study's own tolerance for a gate.
std::optional<double> own_shift(const std::string& tube, const std::string& path, const Gate& gate,
                                const UncertaintySettings& settings) {
    std::optional<double> found;
    for (const auto& one : settings.gates)
        if ((one.tube.empty() || one.tube == tube) && means_gate(one.population, path, gate)) found = one.shift;
    return found;
}

/// The tolerance along a dimension of a gate as a fraction of the range. The study's own for the gate holds as it is.
double tolerance_of(const Gate& gate, std::size_t dimension, std::span<const std::optional<AxisScale>> scales,
                    const std::optional<double>& own, const UncertaintySettings& settings) {
    if (own) return *own;
    const std::optional<double> width = gate_width(gate, dimension, scales);
    if (!width) return settings.shift;
    return settings.shift * std::min(1.0, settings.widths_in_range * *width / scales[dimension]->width());
}

/// What happened to the threshold of a control, given those that were found. A bootstrap alone has no tolerance.
void say_how(GatePlacement& placement, const std::vector<ThresholdUse>& uses) {
    std::string fallbacks;
    std::size_t patients = 0, fell_back = 0;
    for (const ThresholdUse& use : uses) {
        if (use.tube != placement.tube || use.population != placement.population) continue;
        ++patients;
        if (!use.fallback) continue;
        fallbacks += (fell_back++ == 0 ? "" : ", ") + use.patient;
    }
    if (fell_back == 0) {
        if (placement.how == by_bootstrap) placement.tolerance.reset();
    } else if (fell_back == patients) {
        placement.how = placement.tolerance ? by_fallback : not_moved;
    } else {
        placement.how += "; shift of the fallback of " + fallbacks;
    }
}

bool has_control(const Gate& gate) {
    const auto* rectangle = std::get_if<RectangleGate>(&gate);
    return rectangle != nullptr && rectangle->control;
}

}  // namespace

std::string gate_path_of(const GateNode& node) {
    return (node.parent == "/" ? "" : node.parent) + '/' + node.name;
}

GateMoves::GateMoves(const GatingStrategy& strategy, std::string name, std::string tube,
                     const UncertaintySettings& settings, std::uint64_t seed, const ScaleOf& scale_of)
    : strategy_(strategy),
      name_(std::move(name)),
      tube_(std::move(tube)),
      seed_(simulation::stream_seed(seed, "gate placement")),
      key_(name_ + '\n' + std::to_string(seed_)) {
    for (const GateNode& node : strategy_.nodes)
        nodes_.push_back(movable(gate_path_of(node), node.gate, settings, scale_of));
    for (const TailoredVersion& version : strategy_.versions) {
        versions_.emplace_back();
        for (const TailoredGate& gate : version.gates)
            versions_.back().push_back(movable(gate.population, gate.gate, settings, scale_of));
    }
}

GateMoves::Movable GateMoves::movable(const std::string& path, const Gate& gate, const UncertaintySettings& settings,
                                      const ScaleOf& scale_of) {
    Movable result;
    const std::optional<double> own = own_shift(tube_, path, gate, settings);
    const std::vector<Dimension> dimensions = gate_dimensions(gate);
    std::vector<std::optional<AxisScale>> scales;
    for (const Dimension& dimension : dimensions) scales.push_back(scale_of(dimension));
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        const Dimension& dimension = dimensions[d];
        Axis axis{scales[d], dimension_text(dimension), 0};
        const double tolerance = axis.scale ? tolerance_of(gate, d, scales, own, settings) : 0;
        if (axis.scale) axis.sd = tolerance * axis.scale->width();
        GatePlacement placement{tube_, path, axis.scale ? by_shift : not_moved, dimension.channel, std::nullopt};
        if (axis.scale) placement.tolerance = tolerance;
        if (has_control(gate)) {
            placement.how = by_bootstrap;
            if (own && axis.sd > 0) {
                result.threshold_sd = axis.sd;
                placement.how = std::string(by_bootstrap) + and_a_shift;
            }
        }
        key_ +=
            '\n' + path + '\n' + axis.line + '\n' + format_number(axis.sd) + '\n' + format_number(result.threshold_sd);
        if (axis.scale) key_ += '\n' + format_number(axis.scale->low) + ' ' + format_number(axis.scale->high);
        const bool listed = std::any_of(placements_.begin(), placements_.end(), [&](const GatePlacement& made) {
            return made.population == placement.population && made.dimension == placement.dimension;
        });
        if (!listed) placements_.push_back(std::move(placement));
        result.axes.push_back(std::move(axis));
    }
    list_lines(path, gate, result);
    return result;
}

std::string GateMoves::bound_stream(const Axis& axis, double value, GateUnits units) const {
    return name_ + '\n' + axis.line + '\n' + line_text(value, units);
}

/// A polygon or ellipse is one line per dimension.
std::string GateMoves::shape_stream(const Gate& gate, const Movable& movable, std::size_t dimension) const {
    std::string text = name_ + '\n' + gate_type(gate);
    if (const auto* polygon = std::get_if<PolygonGate>(&gate)) {
        for (const auto& vertex : polygon->vertices)
            for (const double value : vertex) text += ' ' + line_text(value, polygon->units);
    } else if (const auto* ellipse = std::get_if<EllipsoidGate>(&gate)) {
        for (const double value : ellipse->mean) text += ' ' + format_number(value);
        for (const double value : ellipse->covariance) text += ' ' + format_number(value);
    }
    for (const Axis& axis : movable.axes) text += '\n' + axis.line;
    return text + '\n' + std::to_string(dimension);
}

void GateMoves::list_line(const std::string& name, const Axis& axis, const std::string& stream) {
    const bool listed =
        std::any_of(lines_.begin(), lines_.end(), [&](const Line& line) { return line.stream == stream; });
    if (axis.sd > 0 && !listed) lines_.push_back({name, stream});
}

void GateMoves::list_lines(const std::string& path, const Gate& gate, const Movable& movable) {
    const std::vector<Dimension> dimensions = gate_dimensions(gate);
    const auto list_bound = [&](std::size_t d, double value, GateUnits units) {
        if (!std::isfinite(value)) return;
        list_line(path + " (" + dimensions[d].channel + ' ' + format_number(value) + ')', movable.axes[d],
                  bound_stream(movable.axes[d], value, units));
    };
    if (const auto* rectangle = std::get_if<RectangleGate>(&gate)) {
        for (std::size_t d = 0; d < dimensions.size(); ++d) {
            if (!rectangle->control) list_bound(d, rectangle->bounds[d].min, rectangle->units);
            list_bound(d, rectangle->bounds[d].max, rectangle->units);
        }
    } else if (const auto* quadrant = std::get_if<QuadrantGate>(&gate)) {
        for (std::size_t d = 0; d < dimensions.size(); ++d)
            for (const double value : quadrant->dividers[d].values) list_bound(d, value, quadrant->units);
    } else {
        for (std::size_t d = 0; d < dimensions.size(); ++d)
            list_line(path + " (" + dimensions[d].channel + ')', movable.axes[d], shape_stream(gate, movable, d));
    }
}

double GateMoves::standard_shift(const Line& line, std::size_t draw) const {
    return simulation::Random(simulation::stream_seed(seed_, line.stream, draw)).normal();
}

double GateMoves::shift(const Axis& axis, const std::string& stream, std::size_t draw) const {
    return axis.sd == 0 || draw == 0 ? 0 : axis.sd * standard_shift({"", stream}, draw);
}

double GateMoves::moved_bound(const Axis& axis, double value, GateUnits units, std::size_t draw) const {
    if (!axis.scale || !std::isfinite(value)) return value;
    return moved_along(*axis.scale, value, shift(axis, bound_stream(axis, value, units), draw),
                       units == GateUnits::scale);
}

void GateMoves::move(RectangleGate& gate, const Movable& movable, std::size_t draw) const {
    for (std::size_t d = 0; d < gate.bounds.size(); ++d) {
        const Axis& axis = movable.axes[d];
        const Interval placed = gate.bounds[d];
        Interval moved{moved_bound(axis, placed.min, gate.units, draw),
                       moved_bound(axis, placed.max, gate.units, draw)};
        if (moved.min > moved.max) std::swap(moved.min, moved.max);
        gate.bounds[d] = moved.min < moved.max ? moved : placed;
    }
    if (gate.control)
        gate.control->fallback = moved_bound(movable.axes[0], gate.control->fallback, GateUnits::data, draw);
}

/// As a whole, on the scale on which its edges are straight.
void GateMoves::move(PolygonGate& gate, const Movable& movable, std::size_t draw) const {
    const Gate placed = gate;
    for (std::size_t d = 0; d < 2; ++d) {
        const Axis& axis = movable.axes[d];
        if (!axis.scale) continue;
        const double distance = shift(axis, shape_stream(placed, movable, d), draw);
        for (auto& vertex : gate.vertices)
            vertex[d] = moved_along(*axis.scale, vertex[d], distance, gate.units == GateUnits::scale);
    }
}

void GateMoves::move(EllipsoidGate& gate, const Movable& movable, std::size_t draw) const {
    const Gate placed = gate;
    for (std::size_t d = 0; d < gate.mean.size(); ++d)
        gate.mean[d] += shift(movable.axes[d], shape_stream(placed, movable, d), draw);
}

void GateMoves::move(QuadrantGate& gate, const Movable& movable, std::size_t draw) const {
    for (std::size_t d = 0; d < gate.dividers.size(); ++d) {
        std::vector<double> moved;
        for (const double value : gate.dividers[d].values)
            moved.push_back(moved_bound(movable.axes[d], value, gate.units, draw));
        std::sort(moved.begin(), moved.end());
        if (std::adjacent_find(moved.begin(), moved.end()) == moved.end()) gate.dividers[d].values = std::move(moved);
    }
}

void GateMoves::move(Gate& gate, const Movable& movable, std::size_t draw) const {
    std::visit([&](auto& shape) { move(shape, movable, draw); }, gate);
}

GatingStrategy GateMoves::moved(std::size_t draw) const {
    GatingStrategy result = strategy_;
    if (draw == 0) return result;
    for (std::size_t i = 0; i < result.nodes.size(); ++i) move(result.nodes[i].gate, nodes_[i], draw);
    for (std::size_t v = 0; v < result.versions.size(); ++v)
        for (std::size_t g = 0; g < result.versions[v].gates.size(); ++g)
            move(result.versions[v].gates[g].gate, versions_[v][g], draw);
    return result;
}

std::vector<GatePlacement> GateMoves::placements(const std::vector<ThresholdUse>& uses) const {
    std::vector<GatePlacement> told = placements_;
    for (GatePlacement& placement : told)
        if (placement.how.starts_with(by_bootstrap)) say_how(placement, uses);
    return told;
}

double GateMoves::moved_threshold(std::size_t node, double value, std::size_t draw) const {
    const Movable& movable = nodes_[node];
    if (movable.threshold_sd == 0 || draw == 0) return value;
    Axis axis = movable.axes[0];
    axis.sd = movable.threshold_sd;
    const std::string stream = name_ + "\nthreshold " + gate_path_of(strategy_.nodes[node]);
    return moved_along(*axis.scale, value, shift(axis, stream, draw), false);
}

std::uint64_t GateMoves::threshold_seed(std::size_t node, std::size_t draw) const {
    return simulation::stream_seed(seed_, name_ + "\ncontrol " + gate_path_of(strategy_.nodes[node]), draw);
}

}  // namespace asparagate
