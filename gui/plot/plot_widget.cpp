#include "plot/plot_widget.hpp"

#include "figures/density_image.hpp"
#include "strategy/strategy_edit.hpp"
#include "text/number_text.hpp"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace asparagate::gui {
namespace {

constexpr double click_slop = 3;
constexpr double handle_radius = 12;
/// Side of one bin in logical pixels: small enough for shape, large enough for a single event to be seen.
constexpr double bin_pixels = 1.5;

bool same_plot(const PlotData& a, const PlotData& b) {
    return a.population == b.population && a.x == b.x && a.y == b.y;
}

}  // namespace

PlotWidget::PlotWidget(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Plot"));
}

QSize PlotWidget::sizeHint() const {
    return marks_.compact ? QSize(176, 182) : QSize(640, 640);
}

QSize PlotWidget::minimumSizeHint() const {
    return marks_.compact ? QSize(140, 148) : QSize(320, 330);
}

int PlotWidget::wanted_bins() const {
    const double side = PlotScene::data_area(size(), marks_.compact).width();
    return std::clamp(static_cast<int>(side / bin_pixels), 24, 1024);
}

void PlotWidget::show_view(SampleViewPtr view, std::optional<std::size_t> plot) {
    view_ = std::move(view);
    if (plot) {
        const bool other_plot = !same_plot(plot_, view_->plots[*plot]);
        plot_ = view_->plots[*plot];
        density_ = plot_.y && plot_.problem.isEmpty() ? density_image(plot_.grid) : QImage();
        if (other_plot) cancel();
    }
    lay_out();
}

void PlotWidget::show_nothing() {
    cancel();
    view_.reset();
    plot_ = {};
    density_ = {};
    scene_.clear();
    update();
}

void PlotWidget::set_strategy(const GatingStrategy& strategy) {
    strategy_ = strategy;
    lay_out();
}

void PlotWidget::set_tool(Tool tool) {
    cancel();
    tool_ = tool;
    setCursor(tool == Tool::arrow ? Qt::ArrowCursor : Qt::CrossCursor);
    update();
}

void PlotWidget::set_selected(const std::string& population) {
    marks_.selected = population;
    update();
}

void PlotWidget::set_compact(bool compact) {
    marks_.compact = compact;
    marks_.handles = !compact;
    read_only_ = read_only_ || compact;
    updateGeometry();
}

void PlotWidget::set_caption(const QString& caption) {
    caption_ = caption;
    update();
}

void PlotWidget::lay_out() {
    if (!view_) return;
    std::optional<std::size_t> kept;
    if (drag_) kept = drag_->gate.node;
    const GatingStrategy strategy = strategy_in_force(strategy_, view_->sample, view_->file);
    scene_.lay_out(plot_, strategy, *view_, PlotScene::data_area(size(), marks_.compact), QFontMetricsF(font()), kept);
    update();
}

void PlotWidget::paintEvent(QPaintEvent*) {
    if (!view_) return;
    QPainter painter(this);
    paint_data(painter, scene_, plot_, density_, palette(), marks_);
    if (plot_.problem.isEmpty()) paint_gates(painter, scene_, palette(), marks_);
    if (!pending_.isEmpty())
        paint_pending(painter, pending_, mouse_,
                      pending_.size() >= 3 && QLineF(pending_.front(), mouse_).length() <= handle_radius);
    if (drawing_from_) {
        const QRectF box = tool_ == Tool::range ? QRectF(QPointF(drawing_from_->x(), scene_.map().area.top()),
                                                         QPointF(mouse_.x(), scene_.map().area.bottom()))
                                                : QRectF(*drawing_from_, mouse_);
        paint_pending(painter, QPolygonF{box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()},
                      box.topLeft(), false);
    }
    const QRectF& area = scene_.map().area;
    if (marks_.compact) {
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QPointF(area.left(), area.top() - 7),
                         QFontMetricsF(bold).elidedText(caption_, Qt::ElideRight, width() - area.left()));
        return;
    }
    const QString path = plot_.population == "/" ? tr("All events") : QString::fromStdString(plot_.population);
    QString counts = tr("n = %1 events").arg(count_text(plot_.events));
    if (const auto* row = view_->row(plot_.population); row && plot_.population != "/") {
        const std::string parent = row->parent == "/" ? tr("all events").toStdString() : last_name(row->parent);
        counts += tr(" · %1 % of %2").arg(percent_text(row->percent_of_parent()), QString::fromStdString(parent));
    }
    if (!caption_.isEmpty()) counts += QStringLiteral(" · ") + caption_;
    paint_title(painter, area, width(), path, counts, palette());
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    }
}

void PlotWidget::resizeEvent(QResizeEvent*) {
    lay_out();
    emit resized();
}

// A tool draws only inside the data, a little beyond so that a gate can be opened to one side.
QPointF PlotWidget::inside(QPointF pixel) const {
    const QRectF box = scene_.map().area.adjusted(-8, -8, 8, 8);
    return {std::clamp(pixel.x(), box.left(), box.right()), std::clamp(pixel.y(), box.top(), box.bottom())};
}

void PlotWidget::mousePressEvent(QMouseEvent* event) {
    if (!view_) return;
    setFocus(Qt::MouseFocusReason);
    const QPointF pixel = event->position();
    mouse_ = pixel;
    if (marks_.compact) {
        if (event->button() == Qt::LeftButton) emit clicked();
        return;
    }
    if (event->button() == Qt::RightButton) {
        cancel();
        const auto hit = scene_.hit(pixel, marks_.selected);
        if (hit) emit selection_changed(hit->population);
        emit menu_wanted(hit ? hit->population : std::string(), pixel, event->globalPosition().toPoint());
        return;
    }
    if (event->button() != Qt::LeftButton) return;
    if (x_title_box(scene_.map().area, false).contains(pixel))
        return emit axis_clicked(Qt::Horizontal, event->globalPosition().toPoint());
    if (y_title_box(scene_.map().area, false).contains(pixel))
        return emit axis_clicked(Qt::Vertical, event->globalPosition().toPoint());
    if (tool_ == Tool::arrow || read_only_ || !plot_.problem.isEmpty()) return press_arrow(pixel);
    if (tool_ == Tool::polygon) return press_polygon(inside(pixel));
    if (tool_ == Tool::rectangle && !plot_.y) return;
    drawing_from_ = inside(pixel);
}

void PlotWidget::press_arrow(QPointF pixel) {
    const auto hit = scene_.hit(pixel, marks_.selected);
    const std::string population = hit ? hit->population : std::string();
    if (population != marks_.selected) {
        set_selected(population);
        emit selection_changed(population);
    }
    if (hit && !read_only_) drag_ = Drag{scene_.gates()[hit->gate], hit->hit, pixel, false};
    update();
}

void PlotWidget::press_polygon(QPointF pixel) {
    if (!plot_.y) return;
    if (pending_.size() >= 3 && QLineF(pending_.front(), pixel).length() <= handle_radius) return close_polygon();
    pending_ << pixel;
    update();
}

void PlotWidget::mouseMoveEvent(QMouseEvent* event) {
    mouse_ = event->position();
    if (drag_) return drag_to(mouse_);
    if (drawing_from_ || !pending_.isEmpty()) {
        mouse_ = inside(mouse_);
        update();
        return;
    }
    if (view_ && !marks_.compact) hover(mouse_);
}

Gate PlotWidget::dragged(QPointF pixel) const {
    const SceneGate& gate = drag_->gate;
    if (drag_->hit.kind == HitKind::handle)
        return reshaped_gate(gate.gate, gate.on, scene_.map(), drag_->hit.handle, pixel);
    return gate.shape.movable ? moved_gate(gate.gate, gate.on, scene_.map(), pixel - drag_->from) : gate.gate;
}

void PlotWidget::drag_to(QPointF pixel) {
    if (!drag_->moved && QLineF(pixel, drag_->from).length() < click_slop) return;
    drag_->moved = true;
    emit gate_previewed(drag_->gate.node, dragged(pixel));
}

void PlotWidget::hover(QPointF pixel) {
    const PlotMarks before = marks_;
    const auto hit = tool_ == Tool::arrow ? scene_.hit(pixel, marks_.selected) : std::nullopt;
    marks_.hovered = hit ? hit->population : std::string();
    marks_.hover_x = x_title_box(scene_.map().area, false).contains(pixel);
    marks_.hover_y = y_title_box(scene_.map().area, false).contains(pixel);
    const bool title = marks_.hover_x || marks_.hover_y;
    const bool handle = hit && hit->hit.kind == HitKind::handle && !read_only_;
    if (tool_ != Tool::arrow)
        setCursor(title ? Qt::PointingHandCursor : Qt::CrossCursor);
    else
        setCursor(title                ? Qt::PointingHandCursor
                  : handle             ? Qt::CrossCursor
                  : hit && !read_only_ ? Qt::SizeAllCursor
                                       : Qt::ArrowCursor);
    if (before.hovered != marks_.hovered || before.hover_x != marks_.hover_x || before.hover_y != marks_.hover_y)
        update();
}

void PlotWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (drag_) {
        const bool moved = drag_->moved;
        const std::size_t node = drag_->gate.node;
        const Gate gate = moved ? dragged(event->position()) : Gate{};
        const QString what = drag_->hit.kind == HitKind::handle ? tr("Reshape %1") : tr("Move %1");
        const QString name = QString::fromStdString(last_name(drag_->gate.populations.front()));
        drag_.reset();
        if (moved) emit gate_changed(node, gate, what.arg(name));
        return;
    }
    if (!drawing_from_) return;
    const QPointF from = *drawing_from_, to = inside(event->position());
    drawing_from_.reset();
    std::optional<Gate> gate;
    if (tool_ == Tool::rectangle) {
        if (auto drawn = drawn_rectangle(scene_.map(), from, to)) gate = *drawn;
    } else if (auto drawn = drawn_range(scene_.map(), from.x(), to.x())) {
        gate = *drawn;
    }
    finish_drawing(std::move(gate));
}

void PlotWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !view_ || marks_.compact) return;
    if (!pending_.isEmpty()) return close_polygon();
    if (tool_ != Tool::arrow) return mousePressEvent(event);
    drag_.reset();
    if (const auto hit = scene_.hit(event->position(), {}); hit) emit population_opened(hit->population);
}

void PlotWidget::close_polygon() {
    const auto drawn = drawn_polygon(scene_.map(), pending_);
    pending_.clear();
    finish_drawing(drawn ? std::optional<Gate>(*drawn) : std::nullopt);
}

void PlotWidget::finish_drawing(std::optional<Gate> gate) {
    update();
    if (!gate) return;
    set_tool(Tool::arrow);
    emit tool_changed(Tool::arrow);
    emit gate_drawn(std::move(*gate));
}

void PlotWidget::cancel() {
    const bool was_dragging = drag_ && drag_->moved;
    drag_.reset();
    drawing_from_.reset();
    pending_.clear();
    if (editor_) editor_->deleteLater(), editor_ = nullptr;
    if (was_dragging) emit drag_cancelled();
    update();
}

void PlotWidget::leaveEvent(QEvent*) {
    marks_.hovered.clear();
    marks_.hover_x = marks_.hover_y = false;
    update();
}

bool PlotWidget::event(QEvent* event) {
    // Space and Escape belong to a polygon that is being drawn before they belong to anything else.
    if (event->type() == QEvent::ShortcutOverride && (!pending_.isEmpty() || drag_ || drawing_from_)) event->accept();
    return QWidget::event(event);
}

void PlotWidget::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    switch (event->key()) {
        case Qt::Key_Escape:
            if (!pending_.isEmpty() || drag_ || drawing_from_) return cancel();
            if (tool_ != Tool::arrow) {
                set_tool(Tool::arrow);
                emit tool_changed(Tool::arrow);
                return;
            }
            break;
        case Qt::Key_Space:
            if (pending_.size() >= 3) return close_polygon();
            break;
        case Qt::Key_Left:
            if (scene_.find(marks_.selected)) return nudge({-step, 0});
            break;
        case Qt::Key_Right:
            if (scene_.find(marks_.selected)) return nudge({step, 0});
            break;
        case Qt::Key_Up:
            if (scene_.find(marks_.selected)) return nudge({0, -step});
            break;
        case Qt::Key_Down:
            if (scene_.find(marks_.selected)) return nudge({0, step});
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void PlotWidget::nudge(QPointF delta) {
    const auto index = scene_.find(marks_.selected);
    if (!index || read_only_) return;
    const SceneGate& gate = scene_.gates()[*index];
    emit gate_changed(gate.node, moved_gate(gate.gate, gate.on, scene_.map(), delta),
                      tr("Move %1").arg(QString::fromStdString(last_name(marks_.selected))));
}

void PlotWidget::begin_rename(const std::string& population) {
    const auto index = scene_.find(population);
    if (!index || marks_.compact) return;
    if (editor_) editor_->deleteLater();
    const SceneGate& gate = scene_.gates()[*index];
    for (const SceneLabel& label : gate.labels) {
        if (label.population != population) continue;
        edited_ = population;
        editor_ = new QLineEdit(label.name, this);
        editor_->setAccessibleName(tr("Name of the population"));
        editor_->setPlaceholderText(tr("Name"));
        const int width = std::max(150, static_cast<int>(label.box.width()) + 40);
        editor_->setGeometry(std::min(static_cast<int>(label.box.left()), this->width() - width),
                             static_cast<int>(label.box.top()) - 2, width, editor_->sizeHint().height());
        editor_->selectAll();
        editor_->installEventFilter(this);
        editor_->show();
        editor_->setFocus();
        connect(editor_, &QLineEdit::editingFinished, this, [this] {
            if (!editor_) return;
            QLineEdit* done = std::exchange(editor_, nullptr);
            done->deleteLater();
            emit renamed(edited_, done->text().trimmed());
            setFocus();
        });
        return;
    }
}

bool PlotWidget::eventFilter(QObject* watched, QEvent* event) {
    // While a name is typed, Return and Delete belong to the editor, not to the window's shortcuts.
    if (watched == editor_ && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (watched == editor_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        std::exchange(editor_, nullptr)->deleteLater();
        setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace asparagate::gui
