#pragma once
#include "gating/plot_axes.hpp"
#include "plot/plot_widget.hpp"
#include "samples/sample_service.hpp"
#include "strategy/strategy_document.hpp"

#include <QPointer>
#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QHBoxLayout;
class QScrollArea;

namespace asparagate::gui {

/// A sample to show, with the control tubes of its patient.
struct SampleSource {
    std::filesystem::path file;
    std::string id;
    QString title;  ///< "P1 · day 0 · cytotoxic"
    ControlFiles controls;
    DetectionLimits detection;
};

/// The gating page: the path of plots that leads to the population, the plot of the population with its gates, and on
/// demand the same plot of another visit beside it.
class GatingPage : public QWidget {
    Q_OBJECT
public:
    explicit GatingPage(QWidget* parent = nullptr);

    void set_document(StrategyDocument* document);
    void show_sample(const SampleSource& sample, const std::optional<SampleSource>& other_visit);
    void show_nothing();
    void set_tool(Tool tool) { plot_->set_tool(tool); }
    void set_path_visible(bool visible);
    void set_comparing(bool comparing);

    [[nodiscard]] const std::string& population() const { return population_; }
    [[nodiscard]] SampleViewPtr view() const { return view_; }
    [[nodiscard]] PlotWidget& plot() { return *plot_; }
    [[nodiscard]] SampleService& service() { return service_; }
    /// No request is on its way and the picture is the one asked for.
    [[nodiscard]] bool settled() const { return settled_ && (!compares() || other_settled_); }

    /// The population, or the one that the tree selects: the plot of its parent with the gate selected.
    void open_population(const std::string& path);
    void select(const std::string& path);
    [[nodiscard]] const std::string& selected() const { return plot_->selected(); }
    void go_up();
    void go_back();
    void fit_axes();
    void remove_selected();
    void rename_selected();
    void rename(const std::string& path, const QString& name);

signals:
    void view_changed();
    void population_changed();
    void selection_changed(std::string population);
    void tool_changed(asparagate::gui::Tool tool);
    /// Something could not be done; one sentence.
    void problem(QString message);
    void sample_failed(std::string file, QString message);

private:
    [[nodiscard]] bool compares() const { return comparing_ && other_; }
    [[nodiscard]] AxisChoice axes() const;
    [[nodiscard]] PlotRequest plot_request(const std::string& population, const AxisChoice& axes, int bins) const;
    void request(bool live);
    void request_other();
    void take_view(SampleViewPtr view);
    void take_other(SampleViewPtr view);
    void document_changed(bool live);
    void rebuild_path();
    void show_axis_menu(Qt::Orientation axis, QPoint global);
    void show_gate_menu(const std::string& population, QPointF pixel, QPoint global);
    void set_axes(AxisChoice axes);
    void add_gate(Gate gate);
    void preview_gate(std::size_t node, const Gate& gate);
    void change_gate(std::size_t node, const Gate& gate, const QString& what);
    template <class Edit>
    bool edit(const QString& what, const QString& merge_key, Edit make);

    SampleService service_, other_service_;
    QPointer<StrategyDocument> document_;
    std::optional<SampleSource> sample_, other_;
    SampleViewPtr view_;
    AxisMemory memory_;
    std::string population_ = "/";
    std::vector<std::string> history_;
    PlotWidget *plot_, *other_plot_;
    QScrollArea* path_area_;
    QHBoxLayout* path_layout_;
    std::vector<PlotWidget*> path_plots_;
    bool comparing_ = false, path_visible_ = true;
    bool settled_ = true, other_settled_ = true;
    int asked_bins_ = 0;
    int drawings_ = 0;
    std::optional<std::pair<std::string, QString>> just_drawn_;  ///< population and the key of its step
};

}  // namespace asparagate::gui
