#pragma once
#include "plot/plot_map.hpp"

#include <QPainterPath>
#include <QPolygonF>

#include <functional>
#include <optional>
#include <vector>

namespace asparagate::gui {

/// Which dimensions of a gate lie on the axes of a plot.
struct GateOnPlot {
    std::optional<std::size_t> x, y;
};

using SameDimension = std::function<bool(const Dimension&, const Dimension&)>;

/// Where a gate is to be drawn on `map`, or nullopt when the plot does not show what the gate is about: a range needs
/// one of the axes, everything else both. Ellipsoids and quadrants of more than two dimensions are not shown, since an
/// outline would promise a cut that is not there; nor are ellipses without a proper covariance. Booleans have no
/// outline.
std::optional<GateOnPlot> gate_on_plot(const Gate& gate, const PlotMap& map, const SameDimension& same);

/// A place that can be taken with the mouse. Rectangles and ranges: `id` is the sum of `Side`s; polygons: the vertex;
/// quadrants: the crossing, counted along the first divider.
struct GateHandle {
    int id = 0;
    QPointF pixel;
};
enum Side : int { side_left = 1, side_right = 2, side_low = 4, side_high = 8 };

/// What is drawn of one population: `quadrant` is its position in the gate for a quadrant's, else -1.
struct GateRegion {
    int quadrant = -1;
    QPainterPath path;
};

struct GateShape {
    std::vector<GateRegion> regions;
    std::vector<GateHandle> handles;
    bool movable = true;
};

/// The outline in pixels. Open sides end at the edge of the plot area.
GateShape gate_shape(const Gate& gate, const GateOnPlot& on, const PlotMap& map);

// Edits. Pixels are those of `map`; a side dragged out of the plot area becomes open.

/// The gate moved by `delta` pixels; open sides stay open.
Gate moved_gate(const Gate& gate, const GateOnPlot& on, const PlotMap& map, QPointF delta);
/// The gate with one handle at `pixel`; unchanged where a side would cross its opposite.
Gate reshaped_gate(const Gate& gate, const GateOnPlot& on, const PlotMap& map, int handle, QPointF pixel);
/// The polygon with a new vertex at `pixel`, on the edge nearest to it.
PolygonGate with_vertex(const PolygonGate& polygon, const GateOnPlot& on, const PlotMap& map, QPointF pixel);
/// The polygon without a vertex; unchanged when only three are left.
PolygonGate without_vertex(const PolygonGate& polygon, std::size_t vertex);

// New gates, in data units.

/// Between two corners; nullopt when less than 3 pixels wide or high.
std::optional<RectangleGate> drawn_rectangle(const PlotMap& map, QPointF from, QPointF to);
/// Between two places on the x axis.
std::optional<RectangleGate> drawn_range(const PlotMap& map, double from, double to);
/// nullopt with fewer than 3 distinct vertices.
std::optional<PolygonGate> drawn_polygon(const PlotMap& map, const QPolygonF& pixels);

// Hits.

enum class HitKind { none, handle, body };
struct GateHit {
    HitKind kind = HitKind::none;
    int handle = 0;
    int quadrant = -1;
};
/// The handle within `handle_radius` pixels of a place (nearest first), else the region that holds it or whose outline
/// is within 4 pixels. Handles count only when `with_handles`.
GateHit hit_gate(const GateShape& shape, QPointF pixel, bool with_handles, double handle_radius = 12);

}  // namespace asparagate::gui
