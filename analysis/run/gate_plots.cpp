#include "run/gate_plots.hpp"

#include "run/histogram_plan.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gate_outline.hpp"

#include <deque>
#include <set>

namespace asparagate {
namespace {

using Plan = GatePlotPlan;

bool is_range(const Gate& gate) {
    const auto* rectangle = std::get_if<RectangleGate>(&gate);
    return rectangle != nullptr && rectangle->dimensions.size() == 1;
}

bool is_open(const Interval& bound) {
    return !std::isfinite(bound.min) && !std::isfinite(bound.max);
}

/// Bounds of a rectangle beyond its first two dimensions.
std::vector<Plan::Limit> limits_of(const Gate& gate) {
    std::vector<Plan::Limit> limits;
    if (const auto* rectangle = std::get_if<RectangleGate>(&gate))
        for (std::size_t d = 2; d < rectangle->dimensions.size(); ++d)
            if (!is_open(rectangle->bounds[d]))
                limits.push_back({rectangle->dimensions[d], rectangle->bounds[d], rectangle->units});
    return limits;
}

/// Draws the gate on a plot of the same parent and limits that has its two dimensions, in either order.
bool join_plane(Plan& plan, const GateNode& node, std::size_t index) {
    const std::vector<Dimension> dimensions = gate_dimensions(node.gate);
    if (plan.parent != node.parent || !plan.y || plan.limits != limits_of(node.gate)) return false;
    const bool same = plan.x == dimensions[0] && *plan.y == dimensions[1];
    const bool turned = plan.x == dimensions[1] && *plan.y == dimensions[0];
    if (!same && !turned) return false;
    plan.gates.push_back({index, std::size_t{same ? 0u : 1u}, std::size_t{same ? 1u : 0u}});
    return true;
}

bool has_plane(const Gate& gate) {
    // Booleans have no dimensions; the outline says of the others whether they can be drawn.
    static const Transform plain = IdentityTransform{};
    const OutlineAxis x{0, &plain, 0, 1}, y{1, &plain, 0, 1};
    return gate_dimensions(gate).size() >= 2 && !gate_outlines(gate, x, y).empty();
}

/// Draws a range on a plot of its parent that shows its dimension.
bool join_axis(Plan& plan, const GateNode& node, std::size_t index) {
    const Dimension dimension = gate_dimensions(node.gate).front();
    if (plan.parent != node.parent || !plan.limits.empty()) return false;
    if (plan.x == dimension)
        plan.gates.push_back({index, std::size_t{0}, std::nullopt});
    else if (plan.y == dimension)
        plan.gates.push_back({index, std::nullopt, std::size_t{0}});
    else
        return false;
    return true;
}

/// Makes the range the other axis of a histogram of its parent.
bool join_histogram(Plan& plan, const GateNode& node, std::size_t index) {
    if (plan.parent != node.parent || plan.y) return false;
    plan.y = gate_dimensions(node.gate).front();
    plan.gates.push_back({index, std::nullopt, std::size_t{0}});
    return true;
}

template <class Join>
bool join_any(std::vector<Plan>& plans, const GateNode& node, std::size_t index, Join join) {
    return std::any_of(plans.begin(), plans.end(), [&](Plan& plan) { return join(plan, node, index); });
}

std::string limit_words(const std::string& marker, const Plan::Limit& limit, const Transform& transform) {
    const auto number = [&](double bound) {
        const double data = limit.units == GateUnits::scale ? inverse(transform, bound) : bound;
        return format_number(std::round(data));
    };
    if (!std::isfinite(limit.bound.min)) return marker + " < " + number(limit.bound.max);
    if (!std::isfinite(limit.bound.max)) return marker + " ≥ " + number(limit.bound.min);
    return number(limit.bound.min) + " ≤ " + marker + " < " + number(limit.bound.max);
}

/// Axes, events and outlines of the plots of one sample.
class PlotMaker {
public:
    PlotMaker(const StudySample& sample, const DataSet& data_set, const GatingStrategy& declared,
              const GatingStrategy& strategy, const SampleGates& gates, const GateOptions& options)
        : sample_(sample),
          data_set_(data_set),
          declared_(declared),
          strategy_(strategy),
          gates_(gates),
          options_(options),
          populations_(strategy.populations()) {}

    std::optional<GatePlot> make(const Plan& plan) {
        // Neighbouring plots share axes; keeping all columns would hold the whole file in memory.
        while (columns_.size() > columns_kept) columns_.pop_front();
        const auto parent = position(plan.parent);
        if (plan.parent != "/" && (!parent || !gates_.rows[*parent].count)) return std::nullopt;
        const Column* x = column(plan.x);
        const Column* y = plan.y ? column(*plan.y) : nullptr;
        if (x == nullptr || (plan.y && y == nullptr)) return std::nullopt;
        GatePlot plot;
        plot.patient = sample_.patient, plot.tube = sample_.tube, plot.visit = sample_.visit;
        plot.parent = plan.parent;
        plot.events = parent ? *gates_.rows[*parent].count : data_set_.n_events();
        plot.x = x->axis;
        if (y != nullptr) plot.y = y->axis;
        Membership shown = parent ? gates_.memberships[*parent] : Membership(data_set_.n_events(), true);
        for (const Plan::Limit& limit : plan.limits)
            if (!keep_within(limit, shown, plot.within)) return std::nullopt;
        plot.grid = y != nullptr ? density_grid(x->scaled, y->scaled, &shown, gate_plot_bins, gate_plot_bins,
                                                range(x->axis), range(y->axis))
                                 : density_grid(x->scaled, std::vector<double>(x->scaled.size(), 0.5), &shown,
                                                gate_plot_bins, 1, range(x->axis), {0, 1});
        for (const Plan::DrawnNode& gate : plan.gates) add_gates(gate, plot);
        return plot;
    }

private:
    static constexpr std::size_t columns_kept = 2;
    struct Column {
        GatePlotAxis axis;
        std::vector<double> scaled;
    };

    const StudySample& sample_;
    const DataSet& data_set_;
    const GatingStrategy& declared_;
    const GatingStrategy& strategy_;
    const SampleGates& gates_;
    const GateOptions& options_;
    std::vector<PopulationInfo> populations_;
    std::deque<std::pair<Dimension, std::optional<Column>>> columns_;  ///< which stay where they are

    static std::array<double, 2> range(const GatePlotAxis& axis) { return {axis.low, axis.high}; }

    [[nodiscard]] std::optional<std::size_t> position(const std::string& path) const {
        for (std::size_t i = 0; i < populations_.size(); ++i)
            if (populations_[i].path == path) return i;
        return std::nullopt;
    }

    /// nullptr where the file lacks the channel; ratios have no scale of their own to draw them on.
    const Column* column(const Dimension& dimension) {
        auto found =
            std::find_if(columns_.begin(), columns_.end(), [&](const auto& c) { return c.first == dimension; });
        if (found == columns_.end()) {
            columns_.emplace_back(dimension, read(dimension));
            found = columns_.end() - 1;
        }
        return found->second ? &*found->second : nullptr;
    }

    [[nodiscard]] std::optional<Column> read(const Dimension& dimension) const {
        const auto channel = resolve_channel(strategy_, data_set_.parameters(), dimension.channel);
        if (dimension.ratio || !channel) return std::nullopt;
        auto values = population_values(data_set_, strategy_, "/", dimension, options_);
        if (!values) return std::nullopt;
        const Parameter& parameter = data_set_.parameters()[*channel];
        const Transform& transform = strategy_.transform_for(dimension, parameter);
        const auto [low, high] = histogram_range(transform, parameter);
        for (double& value : *values) value = apply(transform, value);
        return Column{
            {parameter.name, parameter.marker.empty() ? dimension.channel : parameter.marker, transform, low, high},
            std::move(*values)};
    }

    bool keep_within(const Plan::Limit& limit, Membership& shown, std::string& words) {
        const Column* other = column(limit.dimension);
        if (other == nullptr) return false;
        const double low = gate_to_scale(limit.bound.min, limit.units, other->axis.transform),
                     high = gate_to_scale(limit.bound.max, limit.units, other->axis.transform);
        Membership kept(shown.n_events());
        for (std::uint64_t event = 0; event < shown.n_events(); ++event)
            if (shown[event] && other->scaled[event] >= low && other->scaled[event] < high) kept.set(event);
        shown = std::move(kept);
        words += (words.empty() ? "" : ", ") + limit_words(other->axis.marker, limit, other->axis.transform);
        return true;
    }

    void add_gates(const Plan::DrawnNode& drawn, GatePlot& plot) const {
        const Gate& gate = strategy_.nodes[drawn.node].gate;
        const Transform none = IdentityTransform{};
        const OutlineAxis x{drawn.x, &plot.x.transform, plot.x.low, plot.x.high};
        const OutlineAxis y{drawn.y, plot.y ? &plot.y->transform : &none, plot.y ? plot.y->low : 0,
                            plot.y ? plot.y->high : 1};
        const auto outlines = gate_outlines(gate, x, y);
        for (std::size_t i = 0; i < populations_.size(); ++i) {
            if (populations_[i].node != drawn.node) continue;
            const int quadrant = populations_[i].quadrant;
            const std::size_t outline = quadrant < 0 ? 0 : static_cast<std::size_t>(quadrant);
            if (outline >= outlines.size()) continue;
            const auto* written = std::get_if<RectangleGate>(&declared_.nodes[drawn.node].gate);
            plot.gates.push_back({populations_[i].path, gates_.rows[i].count, gates_.rows[i].percent_of_parent(),
                                  written != nullptr && written->control ? written->control->control : "",
                                  outlines[outline]});
        }
    }
};

}  // namespace

std::string representative_patient(const Study& study) {
    std::string best;
    std::pair<std::size_t, std::size_t> most{0, 0};
    for (const Patient& patient : study.patients) {
        std::set<std::pair<std::string, std::string>> stains;  // tube, visit
        for (const StudySample& sample : study.samples)
            if (sample.patient == patient.id && sample.control.empty() &&
                (sample.visit == study.settings.baseline_visit || sample.visit == study.settings.followup_visit))
                stains.insert({sample.tube, sample.visit});
        const auto of_patient = [&](const auto& value) { return value.patient == patient.id; };
        const auto values = std::count_if(study.activity.begin(), study.activity.end(), of_patient) +
                            std::count_if(study.antibodies.begin(), study.antibodies.end(), of_patient);
        const std::pair score{stains.size(), static_cast<std::size_t>(values)};
        if (score.first > 0 && score > most) most = score, best = patient.id;
    }
    return best;
}

std::vector<GatePlotPlan> plan_gate_plots(const GatingStrategy& strategy) {
    std::vector<Plan> plans;
    for (std::size_t i = 0; i < strategy.nodes.size(); ++i) {
        const GateNode& node = strategy.nodes[i];
        if (!has_plane(node.gate) || join_any(plans, node, i, join_plane)) continue;
        const std::vector<Dimension> dimensions = gate_dimensions(node.gate);
        plans.push_back(
            {node.parent, dimensions[0], dimensions[1], limits_of(node.gate), {{i, std::size_t{0}, std::size_t{1}}}});
    }
    // Ranges come last: any plane of their parent may show them.
    for (std::size_t i = 0; i < strategy.nodes.size(); ++i) {
        const GateNode& node = strategy.nodes[i];
        if (!is_range(node.gate) || join_any(plans, node, i, join_axis) || join_any(plans, node, i, join_histogram))
            continue;
        plans.push_back(
            {node.parent, gate_dimensions(node.gate).front(), std::nullopt, {}, {{i, std::size_t{0}, std::nullopt}}});
    }
    // A range that joined a plane may come before the gate that made it.
    for (Plan& plan : plans)
        std::sort(plan.gates.begin(), plan.gates.end(),
                  [](const Plan::DrawnNode& a, const Plan::DrawnNode& b) { return a.node < b.node; });
    std::stable_sort(plans.begin(), plans.end(),
                     [](const Plan& a, const Plan& b) { return a.gates.front().node < b.gates.front().node; });
    return plans;
}

std::vector<GatePlot> make_gate_plots(const StudySample& sample, const DataSet& data_set,
                                      const GatingStrategy& declared, const GatingStrategy& strategy,
                                      const SampleGates& gates, const GateOptions& options) {
    PlotMaker maker(sample, data_set, declared, strategy, gates, options);
    std::vector<GatePlot> plots;
    for (const GatePlotPlan& plan : plan_gate_plots(strategy))
        if (auto plot = maker.make(plan)) plots.push_back(std::move(*plot));
    return plots;
}

}  // namespace asparagate
