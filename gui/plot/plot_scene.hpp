#pragma once
#include "plot/gate_shape.hpp"
#include "samples/sample_view.hpp"

#include <QFontMetricsF>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::gui {

/// A gate's label: "B  12.4 %".
struct SceneLabel {
    std::string population;
    QString name, value;
    QRectF box;
};

/// One gate of the strategy as the plot shows it.
struct SceneGate {
    std::size_t node = 0;
    GateOnPlot on;
    Gate gate;        ///< a control's threshold filled in
    QString control;  ///< the control that sets the threshold, for the label
    GateShape shape;
    std::vector<std::string> populations;  ///< one per region of the shape
    std::vector<SceneLabel> labels;        ///< one per region of the shape
};

struct SceneHit {
    std::size_t gate = 0;  ///< position in PlotScene::gates()
    GateHit hit;
    std::string population;
};

/// What lies where in one plot, without a window: the map between pixels and data, gates with outlines and labels,
/// hits.
class PlotScene {
public:
    /// The square that data fill in a widget of `size`; `compact` leaves no room for ticks.
    static QRectF data_area(QSizeF size, bool compact);

    /// Lays everything out. Labels of `kept` keep their place beside the gate, so that they do not jump during a drag.
    void lay_out(const PlotData& plot, const GatingStrategy& strategy, const SampleView& view, const QRectF& area,
                 const QFontMetricsF& font, std::optional<std::size_t> kept);
    void clear();

    [[nodiscard]] const PlotMap& map() const { return map_; }
    [[nodiscard]] const std::vector<SceneGate>& gates() const { return gates_; }
    /// Position in gates() of the one that makes `population`.
    [[nodiscard]] std::optional<std::size_t> find(const std::string& population) const;
    /// What the mouse would take: handles of the selected gate first, then the smallest region below.
    [[nodiscard]] std::optional<SceneHit> hit(QPointF pixel, const std::string& selected) const;
    /// Events below a rectangle of pixels.
    [[nodiscard]] double events_in(const PlotData& plot, const QRectF& box) const;

private:
    void add_gate(const GatingStrategy& strategy, std::size_t node, const SampleView& view);
    void place_labels(SceneGate& gate, const PlotData& plot, const SampleView& view, const QFontMetricsF& font,
                      const SceneGate* before, std::vector<QRectF>& taken);

    PlotMap map_;
    std::vector<SceneGate> gates_;
};

/// Width of a label with its paddings.
QSizeF label_size(const SceneLabel& label, const QFontMetricsF& font);

}  // namespace asparagate::gui
