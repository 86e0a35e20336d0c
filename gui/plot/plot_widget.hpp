#pragma once
#include "plot/plot_painter.hpp"
#include "plot/plot_scene.hpp"

#include <QWidget>

#include <optional>
#include <string>

class QLineEdit;

namespace asparagate::gui {

enum class Tool { arrow, rectangle, range, polygon };

/// One density plot or histogram with its gates. It shows finished values and says what the user wants; whoever owns
/// the strategy decides.
class PlotWidget : public QWidget {
    Q_OBJECT
public:
    explicit PlotWidget(QWidget* parent = nullptr);

    /// A new picture, or with `plot` empty only new counts on the one shown.
    void show_view(SampleViewPtr view, std::optional<std::size_t> plot);
    void show_nothing();
    /// Outlines follow this strategy at once; counts follow with the next view.
    void set_strategy(const GatingStrategy& strategy);
    void set_tool(Tool tool);
    [[nodiscard]] Tool tool() const { return tool_; }
    void set_selected(const std::string& population);
    [[nodiscard]] const std::string& selected() const { return marks_.selected; }
    /// A picture to look at and to click on: no handles, labels or drawing.
    void set_compact(bool compact);
    /// Gates are shown but cannot be changed.
    void set_read_only(bool read_only) { read_only_ = read_only; }
    void set_caption(const QString& caption);
    /// An editor over the gate's label; Enter renames, Esc leaves the name.
    void begin_rename(const std::string& population);

    [[nodiscard]] const PlotScene& scene() const { return scene_; }
    [[nodiscard]] bool has_picture() const { return view_ != nullptr; }
    [[nodiscard]] const PlotData& plot() const { return plot_; }
    /// Bins that fill the data area at this size and pixel ratio.
    [[nodiscard]] int wanted_bins() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void gate_drawn(asparagate::Gate gate);
    void gate_previewed(std::size_t node, asparagate::Gate gate);
    void gate_changed(std::size_t node, asparagate::Gate gate, QString what);
    void drag_cancelled();
    void selection_changed(std::string population);
    void population_opened(std::string population);
    void renamed(std::string population, QString name);
    void axis_clicked(Qt::Orientation axis, QPoint global);
    void menu_wanted(std::string population, QPointF pixel, QPoint global);
    void clicked();
    void tool_changed(asparagate::gui::Tool tool);
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Drag {
        SceneGate gate;  ///< as it was when the mouse went down
        GateHit hit;
        QPointF from;
        bool moved = false;
    };
    void lay_out();
    void press_arrow(QPointF pixel);
    void press_polygon(QPointF pixel);
    void drag_to(QPointF pixel);
    void hover(QPointF pixel);
    void close_polygon();
    void finish_drawing(std::optional<Gate> gate);
    void cancel();
    void nudge(QPointF delta);
    [[nodiscard]] Gate dragged(QPointF pixel) const;
    [[nodiscard]] QPointF inside(QPointF pixel) const;

    SampleViewPtr view_;
    PlotData plot_;
    GatingStrategy strategy_;
    PlotScene scene_;
    QImage density_;
    PlotMarks marks_;
    QString caption_;
    Tool tool_ = Tool::arrow;
    bool read_only_ = false;
    std::optional<Drag> drag_;
    std::optional<QPointF> drawing_from_;
    QPolygonF pending_;
    QPointF mouse_;
    QLineEdit* editor_ = nullptr;
    std::string edited_;
};

}  // namespace asparagate::gui
