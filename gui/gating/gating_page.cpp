#include "gating/gating_page.hpp"

#include "strategy/strategy_edit.hpp"

#include <QBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace asparagate::gui {
namespace {

constexpr int path_bins = 100;

QString parameter_title(const Parameter& parameter) {
    const QString channel = QString::fromStdString(parameter.name);
    return parameter.marker.empty() || parameter.marker == parameter.name
               ? channel
               : QString::fromStdString(parameter.marker) + QStringLiteral("   ") + channel;
}

std::vector<AxisSide> sides_of(const Gate& gate, const PlotMap& map) {
    std::vector<AxisSide> sides;
    const GateOnPlot on{
        0, map.y && !std::holds_alternative<RectangleGate>(gate) ? std::optional<std::size_t>(1) : std::nullopt};
    const auto* rectangle = std::get_if<RectangleGate>(&gate);
    GateOnPlot placed = on;
    if (rectangle && rectangle->dimensions.size() > 1) placed.y = 1;
    const QPointF centre = gate_shape(gate, placed, map).regions.front().path.boundingRect().center();
    sides.push_back({map.x.marker.toStdString(), map.x.fluorescence, centre.x() >= map.area.center().x()});
    if (placed.y)
        sides.push_back({map.y->marker.toStdString(), map.y->fluorescence, centre.y() <= map.area.center().y()});
    return sides;
}

}  // namespace

GatingPage::GatingPage(QWidget* parent) : QWidget(parent) {
    plot_ = new PlotWidget(this);
    other_plot_ = new PlotWidget(this);
    other_plot_->set_read_only(true);
    other_plot_->hide();
    auto* path = new QWidget(this);
    path_layout_ = new QHBoxLayout(path);
    path_layout_->setContentsMargins(8, 4, 8, 4);
    path_layout_->setSpacing(0);
    path_layout_->addStretch(1);
    path_area_ = new QScrollArea(this);
    path_area_->setWidget(path);
    path_area_->setWidgetResizable(true);
    path_area_->setFrameShape(QFrame::NoFrame);
    path_area_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    path_area_->setFixedHeight(196);
    path_area_->hide();
    auto* plots = new QHBoxLayout;
    plots->setSpacing(8);
    plots->addWidget(plot_, 1);
    plots->addWidget(other_plot_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(path_area_);
    layout->addLayout(plots, 1);

    connect(&service_, &SampleService::ready, this, &GatingPage::take_view);
    connect(&service_, &SampleService::failed, this, [this](const std::string& file, const QString& message) {
        if (!sample_ || sample_->file != file) return;
        settled_ = true;
        emit sample_failed(file, message);
    });
    connect(&other_service_, &SampleService::ready, this, &GatingPage::take_other);
    connect(&other_service_, &SampleService::failed, this, [this](const std::string&, const QString& message) {
        other_settled_ = true;
        other_plot_->show_nothing();
        emit problem(message);
    });
    connect(plot_, &PlotWidget::gate_drawn, this, &GatingPage::add_gate);
    connect(plot_, &PlotWidget::gate_previewed, this, &GatingPage::preview_gate);
    connect(plot_, &PlotWidget::gate_changed, this, &GatingPage::change_gate);
    connect(plot_, &PlotWidget::drag_cancelled, this, [this] {
        if (document_) document_->cancel_preview();
    });
    connect(plot_, &PlotWidget::selection_changed, this, &GatingPage::select);
    connect(plot_, &PlotWidget::population_opened, this, &GatingPage::open_population);
    connect(plot_, &PlotWidget::renamed, this, &GatingPage::rename);
    connect(plot_, &PlotWidget::axis_clicked, this, &GatingPage::show_axis_menu);
    connect(plot_, &PlotWidget::menu_wanted, this, &GatingPage::show_gate_menu);
    connect(plot_, &PlotWidget::tool_changed, this, &GatingPage::tool_changed);
    connect(plot_, &PlotWidget::resized, this, [this] {
        if (view_ && std::abs(plot_->wanted_bins() - asked_bins_) > 32) request(false);
    });
    connect(other_plot_, &PlotWidget::population_opened, this, &GatingPage::open_population);
}

void GatingPage::set_document(StrategyDocument* document) {
    if (document == document_) return;
    if (document_) document_->disconnect(this);
    document_ = document;
    memory_.clear();
    if (!document_) return;
    connect(document_, &StrategyDocument::changed, this, &GatingPage::document_changed);
    document_changed(false);
}

void GatingPage::show_sample(const SampleSource& sample, const std::optional<SampleSource>& other_visit) {
    sample_ = sample;
    other_ = other_visit;
    view_.reset();
    if (document_ && population_ != "/" && !find_population(document_->strategy(), population_)) population_ = "/";
    plot_->set_caption(sample.title);
    request(false);
}

void GatingPage::show_nothing() {
    service_.cancel();
    other_service_.cancel();
    sample_.reset();
    other_.reset();
    view_.reset();
    plot_->show_nothing();
    other_plot_->show_nothing();
    settled_ = true;
}

void GatingPage::set_path_visible(bool visible) {
    path_visible_ = visible;
    request(false);
}

void GatingPage::set_comparing(bool comparing) {
    comparing_ = comparing;
    other_plot_->setVisible(compares());
    request(false);
}

AxisChoice GatingPage::axes() const {
    return memory_.choose(document_->effective(), view_ ? view_->parameters : std::vector<Parameter>(), population_);
}

PlotRequest GatingPage::plot_request(const std::string& population, const AxisChoice& axes, int bins) const {
    return {population, axes.x, axes.y, bins, bins, axes.x_range, axes.y_range};
}

void GatingPage::request(bool live) {
    if (!sample_ || !document_) return;
    SampleRequest request;
    request.file = sample_->file;
    request.sample = sample_->id;
    request.controls = sample_->controls;
    request.detection = sample_->detection;
    request.strategy = document_->effective();
    request.live = live;
    // Which parameters there are is known once the file is open; until then axes come from the strategy alone.
    if (!live) {
        asked_bins_ = plot_->wanted_bins();
        request.plots.push_back(plot_request(population_, axes(), asked_bins_));
        if (path_visible_) {
            const auto path = path_and_ancestors(population_);
            for (std::size_t p = 0; p + 1 < path.size(); ++p)
                request.plots.push_back(
                    plot_request(path[p],
                                 memory_.toward(request.strategy, view_ ? view_->parameters : std::vector<Parameter>(),
                                                path[p], path[p + 1]),
                                 path_bins));
        }
        settled_ = false;
    }
    service_.request(std::move(request));
    if (live) request_other();
}

void GatingPage::take_view(SampleViewPtr view) {
    if (!sample_ || view->file != sample_->file || !document_) return;
    const bool first = !view_;
    view_ = view;
    const bool picture = !view->plots.empty() && view->plots.front().population == population_;
    if (first && picture && view->plots.front().x.dimension != axes().x) return request(false);
    plot_->set_strategy(document_->effective());
    plot_->show_view(view, picture ? std::optional<std::size_t>(0) : std::nullopt);
    if (picture) {
        // The next sample is seen on the same scale.
        AxisChoice kept = axes();
        const PlotData& plot = view->plots.front();
        kept.x_range = {plot.x.low, plot.x.high};
        if (plot.y) kept.y_range = {plot.y->low, plot.y->high};
        if (plot.problem.isEmpty()) memory_.remember(population_, kept);
        rebuild_path();
        settled_ = true;
        request_other();
    }
    emit view_changed();
}

void GatingPage::request_other() {
    other_plot_->setVisible(compares());
    if (!compares() || !view_) return;
    SampleRequest request;
    request.file = other_->file;
    request.sample = other_->id;
    request.controls = other_->controls;
    request.detection = other_->detection;
    request.strategy = document_->effective();
    request.plots.push_back(plot_request(population_, axes(), plot_->wanted_bins()));
    other_plot_->set_caption(other_->title);
    other_settled_ = false;
    other_service_.request(std::move(request));
}

void GatingPage::take_other(SampleViewPtr view) {
    other_settled_ = true;
    if (!compares() || view->file != other_->file || view->plots.empty() ||
        view->plots.front().population != population_)
        return;
    other_plot_->set_strategy(document_->effective());
    other_plot_->show_view(std::move(view), 0);
}

void GatingPage::document_changed(bool live) {
    if (!live && population_ != "/" && !find_population(document_->strategy(), population_)) {
        const auto path = path_and_ancestors(population_);
        const auto there = std::ranges::find_if(path.rbegin(), path.rend(), [&](const std::string& step) {
            return step == "/" || find_population(document_->strategy(), step);
        });
        population_ = *there;
        emit population_changed();
    }
    plot_->set_strategy(document_->effective());
    request(live);
}

void GatingPage::rebuild_path() {
    const std::size_t n = view_->plots.size() - 1;
    while (path_plots_.size() > n) delete path_plots_.back(), path_plots_.pop_back();
    while (path_plots_.size() < n) {
        auto* plot = new PlotWidget(this);
        plot->set_compact(true);
        plot->setFixedSize(plot->sizeHint());
        plot->setCursor(Qt::PointingHandCursor);
        plot->setToolTip(tr("Click to go to this population"));
        connect(plot, &PlotWidget::clicked, this, [this, plot] { open_population(plot->plot().population); });
        path_layout_->insertWidget(static_cast<int>(path_plots_.size()), plot);
        path_plots_.push_back(plot);
    }
    const auto path = path_and_ancestors(population_);
    for (std::size_t p = 0; p < n; ++p) {
        const std::string& population = view_->plots[p + 1].population;
        path_plots_[p]->set_strategy(document_->effective());
        path_plots_[p]->show_view(view_, p + 1);
        path_plots_[p]->set_caption(population == "/" ? tr("All events")
                                                      : QString::fromStdString(last_name(population)));
        path_plots_[p]->set_selected(p + 1 < path.size() ? path[p + 1] : std::string());
    }
    path_area_->setVisible(path_visible_ && n > 0);
}

void GatingPage::open_population(const std::string& path) {
    if (path == population_) return;
    history_.push_back(population_);
    population_ = path;
    plot_->set_selected({});
    emit population_changed();
    emit selection_changed({});
    request(false);
}

void GatingPage::select(const std::string& path) {
    plot_->set_selected(path);
    emit selection_changed(path);
}

void GatingPage::go_up() {
    if (population_ == "/") return;
    const std::string child = population_;
    const auto path = path_and_ancestors(population_);
    open_population(path[path.size() - 2]);
    select(child);
}

void GatingPage::go_back() {
    while (!history_.empty()) {
        const std::string path = history_.back();
        history_.pop_back();
        if (path != "/" && (!document_ || !find_population(document_->strategy(), path))) continue;
        open_population(path);
        history_.pop_back();
        return;
    }
}

void GatingPage::fit_axes() {
    memory_.forget_ranges();
    request(false);
}

template <class Edit>
bool GatingPage::edit(const QString& what, const QString& merge_key, Edit make) {
    if (!document_) return false;
    try {
        document_->apply(make(document_->strategy()), what, merge_key);
        return true;
    } catch (const Error& error) {
        document_->cancel_preview();
        emit problem(QString::fromUtf8(error.what()));
        return false;
    }
}

void GatingPage::add_gate(Gate gate) {
    if (!document_) return;
    const auto wanted = proposed_name(sides_of(gate, plot_->scene().map()));
    const std::string name = unique_name(document_->strategy(), population_, wanted);
    const std::string path = join_path(population_, name);
    const QString key = QStringLiteral("draw %1").arg(++drawings_);
    if (!edit(tr("Add gate"), key,
              [&](const GatingStrategy& strategy) { return with_gate(strategy, population_, name, std::move(gate)); }))
        return;
    just_drawn_ = {path, key};
    select(path);
    plot_->begin_rename(path);
}

void GatingPage::preview_gate(std::size_t node, const Gate& gate) {
    if (!document_ || !sample_) return;
    try {
        document_->preview(with_replaced_gate(document_->strategy(), node, gate, sample_->id, sample_->file));
    } catch (const Error&) {
        // The mouse passes through shapes that are no gate; the last good one stays.
    }
}

void GatingPage::change_gate(std::size_t node, const Gate& gate, const QString& what) {
    if (!sample_) return;
    edit(what, {}, [&](const GatingStrategy& strategy) {
        return with_replaced_gate(strategy, node, gate, sample_->id, sample_->file);
    });
}

void GatingPage::remove_selected() {
    const std::string path = plot_->selected().empty() ? std::string() : plot_->selected();
    if (path.empty() || path == "/") return;
    if (edit(tr("Delete %1").arg(QString::fromStdString(last_name(path))), {},
             [&](const GatingStrategy& strategy) { return without_population(strategy, path); }))
        select({});
}

void GatingPage::rename_selected() {
    if (!plot_->selected().empty()) plot_->begin_rename(plot_->selected());
}

void GatingPage::rename(const std::string& path, const QString& name) {
    QString key;
    if (just_drawn_ && just_drawn_->first == path) key = just_drawn_->second;
    just_drawn_.reset();
    if (name.isEmpty() || name.toStdString() == last_name(path)) return;
    const std::string shown = population_,
                      renamed = join_path(path_and_ancestors(path).rbegin()[1], name.toStdString());
    // The plot stays where it is, also below the population that gets another name.
    if (shown == path || shown.starts_with(path + "/")) population_ = renamed + shown.substr(path.size());
    const QString step = key.isEmpty() ? tr("Rename %1").arg(QString::fromStdString(last_name(path))) : tr("Add gate");
    if (edit(step, key,
             [&](const GatingStrategy& strategy) { return with_renamed(strategy, path, name.toStdString()); }))
        return shown == path ? emit population_changed() : select(renamed);
    population_ = shown;
}

void GatingPage::set_axes(AxisChoice axes) {
    memory_.remember(population_, std::move(axes));
    request(false);
}

void GatingPage::show_axis_menu(Qt::Orientation axis, QPoint global) {
    if (!view_ || !document_) return;
    QMenu menu(this);
    const AxisChoice now = axes();
    const GatingStrategy strategy = document_->effective();
    const std::optional<Dimension> current = axis == Qt::Horizontal ? std::optional(now.x) : now.y;
    if (axis == Qt::Vertical) {
        auto* counts = menu.addAction(tr("Histogram (events)"), this, [this, now] {
            set_axes({now.x, {}, now.x_range, {}});
        });
        counts->setCheckable(true);
        counts->setChecked(!now.y);
        menu.addSeparator();
    }
    for (std::size_t p = 0; p < view_->parameters.size(); ++p) {
        const Dimension dimension = dimension_for(strategy, view_->parameters, p);
        auto* action = menu.addAction(parameter_title(view_->parameters[p]), this, [this, now, dimension, axis] {
            if (axis == Qt::Horizontal)
                set_axes({dimension, now.y, {}, now.y_range});
            else
                set_axes({now.x, dimension, now.x_range, {}});
        });
        action->setCheckable(true);
        action->setChecked(current && same_dimension(strategy, view_->parameters, dimension, *current));
    }
    menu.exec(global);
}

void GatingPage::show_gate_menu(const std::string& population, QPointF pixel, QPoint global) {
    if (!view_ || !document_) return;
    QMenu menu(this);
    const auto index = plot_->scene().find(population);
    if (population.empty() || !index) {
        menu.addAction(tr("Fit axes to the data"), this, &GatingPage::fit_axes);
        if (population_ != "/") menu.addAction(tr("Go to the parent"), this, &GatingPage::go_up);
        menu.exec(global);
        return;
    }
    const SceneGate gate = plot_->scene().gates()[*index];
    const PlotMap map = plot_->scene().map();
    menu.addAction(tr("Open %1").arg(QString::fromStdString(last_name(population))), this,
                   [this, population] { open_population(population); });
    menu.addAction(tr("Rename"), this, &GatingPage::rename_selected);
    if (const auto* polygon = std::get_if<PolygonGate>(&gate.gate)) {
        const PolygonGate shape = *polygon;
        const GateHit hit = hit_gate(gate.shape, pixel, true);
        if (hit.kind == HitKind::handle && shape.vertices.size() > 3)
            menu.addAction(tr("Remove vertex"), this, [this, gate, shape, hit] {
                change_gate(gate.node, without_vertex(shape, static_cast<std::size_t>(hit.handle)),
                            tr("Remove vertex"));
            });
        else
            menu.addAction(tr("Add vertex here"), this, [this, gate, shape, map, pixel] {
                change_gate(gate.node, with_vertex(shape, gate.on, map, pixel), tr("Add vertex"));
            });
    }
    menu.addSeparator();
    menu.addAction(tr("Delete"), this, &GatingPage::remove_selected);
    menu.exec(global);
}

}  // namespace asparagate::gui
