#include "plot/plot_scene.hpp"

#include "figures/label_place.hpp"
#include "strategy/strategy_edit.hpp"
#include "text/number_text.hpp"

#include <QMarginsF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace asparagate::gui {
namespace {

constexpr double label_gap = 4;
constexpr QMarginsF margins(74, 46, 16, 56);
/// Small plots name their axes and leave out the ticks.
constexpr QMarginsF compact_margins(24, 24, 18, 24);

/// The gate with the threshold that a control gives it in this sample.
Gate with_threshold(const GateNode& node, const SampleView& view) {
    Gate gate = node.gate;
    auto* range = std::get_if<RectangleGate>(&gate);
    if (!range || !range->control) return gate;
    const auto known =
        std::ranges::find(view.thresholds, join_path(node.parent, node.name), &ResolvedThreshold::population);
    range->bounds[0].min = known != view.thresholds.end() ? known->value : range->control->fallback;
    return gate;
}

QString control_of(const Gate& gate) {
    const auto* range = std::get_if<RectangleGate>(&gate);
    return range && range->control ? QString::fromStdString(range->control->control) : QString();
}

}  // namespace

QSizeF label_size(const SceneLabel& label, const QFontMetricsF& font) {
    return {font.horizontalAdvance(label.name) + font.horizontalAdvance(label.value) + 22, font.height() + 4};
}

QRectF PlotScene::data_area(QSizeF size, bool compact) {
    const QRectF room = QRectF(QPointF(), size).marginsRemoved(compact ? compact_margins : margins);
    const double side = std::floor(std::max(40.0, std::min(room.width(), room.height())));
    // Square, and centred in what is left over sideways.
    return {std::floor(room.left() + std::max(0.0, (room.width() - side) / 2)), room.top(), side, side};
}

void PlotScene::clear() {
    gates_.clear();
    map_ = {};
}

void PlotScene::lay_out(const PlotData& plot, const GatingStrategy& strategy, const SampleView& view,
                        const QRectF& area, const QFontMetricsF& font, std::optional<std::size_t> kept) {
    const std::vector<SceneGate> before = std::move(gates_);
    gates_.clear();
    map_ = {plot.x, plot.y, area};
    for (std::size_t node = 0; node < strategy.nodes.size(); ++node)
        if (strategy.nodes[node].parent == plot.population) add_gate(strategy, node, view);
    std::vector<QRectF> taken;
    for (SceneGate& gate : gates_) {
        const auto old = std::ranges::find(before, gate.node, &SceneGate::node);
        place_labels(gate, plot, view, font, kept == gate.node && old != before.end() ? &*old : nullptr, taken);
    }
}

void PlotScene::add_gate(const GatingStrategy& strategy, std::size_t node, const SampleView& view) {
    const auto same = [&](const Dimension& a, const Dimension& b) {
        return same_dimension(strategy, view.parameters, a, b);
    };
    SceneGate gate;
    gate.node = node;
    gate.gate = with_threshold(strategy.nodes[node], view);
    gate.control = control_of(gate.gate);
    const auto on = gate_on_plot(gate.gate, map_, same);
    if (!on) return;
    gate.on = *on;
    gate.shape = gate_shape(gate.gate, *on, map_);
    for (const GateRegion& region : gate.shape.regions) {
        const auto* quadrant = std::get_if<QuadrantGate>(&gate.gate);
        const std::string& name =
            quadrant ? quadrant->quadrants[static_cast<std::size_t>(region.quadrant)].name : strategy.nodes[node].name;
        gate.populations.push_back(join_path(strategy.nodes[node].parent, name));
    }
    gates_.push_back(std::move(gate));
}

void PlotScene::place_labels(SceneGate& gate, const PlotData& plot, const SampleView& view, const QFontMetricsF& font,
                             const SceneGate* before, std::vector<QRectF>& taken) {
    for (std::size_t r = 0; r < gate.shape.regions.size(); ++r) {
        SceneLabel label;
        label.population = gate.populations[r];
        label.name = QString::fromStdString(last_name(label.population));
        const PopulationRow* row = view.row(label.population);
        label.value = percent_text(row ? row->percent_of_parent() : std::nullopt) + QStringLiteral(" %");
        const QSizeF size = label_size(label, font);
        const QRectF bounds = gate.shape.regions[r].path.boundingRect();
        if (before && r < before->labels.size()) {
            const QPointF offset =
                before->labels[r].box.topLeft() - before->shape.regions[r].path.boundingRect().topLeft();
            label.box = QRectF(bounds.topLeft() + offset, size);
        } else {
            // A quadrant's label outside its quadrant would be read as its neighbour's.
            const QRectF room = gate.shape.regions[r].quadrant >= 0 ? bounds : map_.area;
            label.box = place_label(size, bounds, room, taken, label_gap,
                                    [&](const QRectF& box) { return events_in(plot, box); });
        }
        taken.push_back(label.box);
        gate.labels.push_back(std::move(label));
    }
}

std::optional<std::size_t> PlotScene::find(const std::string& population) const {
    for (std::size_t g = 0; g < gates_.size(); ++g)
        if (std::ranges::find(gates_[g].populations, population) != gates_[g].populations.end()) return g;
    return std::nullopt;
}

std::optional<SceneHit> PlotScene::hit(QPointF pixel, const std::string& selected) const {
    std::optional<SceneHit> best;
    double best_size = std::numeric_limits<double>::infinity();
    for (std::size_t g = 0; g < gates_.size(); ++g) {
        const SceneGate& gate = gates_[g];
        const bool is_selected = std::ranges::find(gate.populations, selected) != gate.populations.end();
        const GateHit hit = hit_gate(gate.shape, pixel, is_selected || !gate.shape.movable);
        if (hit.kind == HitKind::handle) return SceneHit{g, hit, is_selected ? selected : gate.populations.front()};
        if (hit.kind != HitKind::body) continue;
        for (std::size_t r = 0; r < gate.shape.regions.size(); ++r) {
            if (gate.shape.regions[r].quadrant != hit.quadrant) continue;
            const QRectF bounds = gate.shape.regions[r].path.boundingRect();
            if (const double size = bounds.width() * bounds.height(); size < best_size) {
                best_size = size;
                best = SceneHit{g, hit, gate.populations[r]};
            }
        }
    }
    return best;
}

double PlotScene::events_in(const PlotData& plot, const QRectF& box) const {
    const QRectF& area = map_.area;
    if (!plot.y) {
        // Below the curve: bins under the box that reach up to it.
        const int bins = static_cast<int>(plot.histogram.counts.size());
        if (bins == 0) return 0;
        const std::uint32_t top =
            std::max(1u, *std::max_element(plot.histogram.counts.begin(), plot.histogram.counts.end()));
        const double reach = (area.bottom() - box.top()) / area.height() * top / 0.92;
        const int first = std::clamp(static_cast<int>((box.left() - area.left()) / area.width() * bins), 0, bins - 1);
        const int last = std::clamp(static_cast<int>((box.right() - area.left()) / area.width() * bins), 0, bins - 1);
        double hidden = 0;
        for (int bin = first; bin <= last; ++bin) {
            const double floor_level = (area.bottom() - box.bottom()) / area.height() * top / 0.92;
            hidden += std::max(
                0.0, std::min<double>(plot.histogram.counts[static_cast<std::size_t>(bin)], reach) - floor_level);
        }
        return hidden;
    }
    return events_below(plot.grid, area, box);
}

}  // namespace asparagate::gui
