#include "window/inspector.hpp"

#include "strategy/strategy_edit.hpp"
#include "text/number_text.hpp"

#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <span>

namespace asparagate::gui {
namespace {

using Rows = std::vector<std::pair<QString, QString>>;

QString translated(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QLabel* text_label(const QString& text, bool quiet, QWidget* parent) {
    auto* label = new QLabel(parent);
    // Text of files is text, never markup.
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (quiet) label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QString bound_text(const Interval& bound) {
    const QString low = coordinate_text(bound.min), high = coordinate_text(bound.max);
    if (std::isinf(bound.min)) return QStringLiteral("< ") + high;
    if (std::isinf(bound.max)) return QStringLiteral("≥ ") + low;
    return low + QStringLiteral(" … ") + high;
}

QString units_text(GateUnits units) {
    return units == GateUnits::data ? translated("data, as on the axes") : translated("transformed scale");
}

QString point_text(std::span<const double> point) {
    QStringList parts;
    for (const double value : point) parts << coordinate_text(value);
    return parts.join(QStringLiteral("  ·  "));
}

struct GateRows {
    const GateNode& node;
    const SampleView& view;
    Rows rows;

    void add(const QString& name, const QString& value) { rows.emplace_back(name, value); }
    void add_axes(const Dimension& x, const Dimension& y) {
        add(translated("Axes"),
            QString::fromStdString(x.channel) + QStringLiteral("  ·  ") + QString::fromStdString(y.channel));
    }
    void operator()(const RectangleGate& gate) {
        for (std::size_t d = 0; d < gate.dimensions.size(); ++d)
            add(QString::fromStdString(gate.dimensions[d].channel), bound_text(gate.bounds[d]));
        if (gate.control) add_control(*gate.control);
        add(translated("Units"), units_text(gate.units));
    }
    void add_control(const ControlThreshold& control) {
        const auto known =
            std::ranges::find(view.thresholds, join_path(node.parent, node.name), &ResolvedThreshold::population);
        rows.clear();
        const double value = known != view.thresholds.end() ? known->value : control.fallback;
        add(QString::fromStdString(std::get<RectangleGate>(node.gate).dimensions[0].channel),
            QStringLiteral("≥ ") + coordinate_text(value));
        const QString rule = translated("%1, percentile %2")
                                 .arg(QString::fromStdString(control.control), coordinate_text(control.percentile));
        add(translated("Threshold"), rule);
        if (known == view.thresholds.end() || known->fallback)
            add(translated("From"),
                translated("fallback: no control with at least %1 events").arg(control.minimum_events));
        else
            add(translated("From"), translated("%1 events of the control").arg(count_text(known->events)));
    }
    void operator()(const PolygonGate& gate) {
        add_axes(gate.dimensions[0], gate.dimensions[1]);
        QStringList lines;
        for (const auto& vertex : gate.vertices) lines << point_text(vertex);
        add(translated("Vertices"), lines.join('\n'));
        add(translated("Units"), units_text(gate.units));
    }
    void operator()(const EllipsoidGate& gate) {
        QStringList axes;
        for (const Dimension& dimension : gate.dimensions) axes << QString::fromStdString(dimension.channel);
        add(translated("Axes"), axes.join(QStringLiteral("  ·  ")));
        add(translated("Centre"), point_text(gate.mean));
        add(translated("Covariance"), point_text(gate.covariance));
        add(translated("Distance²"), coordinate_text(gate.distance_square));
        add(translated("Units"), units_text(GateUnits::scale));
    }
    void operator()(const QuadrantGate& gate) {
        for (const auto& divider : gate.dividers)
            add(QString::fromStdString(divider.dimension.channel), point_text(divider.values));
        add(translated("Units"), units_text(gate.units));
    }
    void operator()(const BooleanGate& gate) {
        QStringList parts;
        for (const auto& operand : gate.operands)
            parts << (operand.complement ? translated("not ") : QString()) + QString::fromStdString(operand.population);
        add(gate.operation == BooleanGate::Operation::all_of ? translated("All of") : translated("Any of"),
            parts.join('\n'));
    }
};

QString with_sign(std::optional<double> percent) {
    return percent ? percent_text(percent) + QStringLiteral(" %") : percent_text(percent);
}

Rows statistic_rows(const SampleView& view, const std::string& population) {
    if (population == "/") return {{translated("Events"), count_text(view.n_events)}};
    const PopulationRow* row = view.row(population);
    if (!row) return {};
    Rows rows{{translated("Events"), row->count ? count_text(*row->count) : QString(QChar(0x2013))}};
    rows.emplace_back(translated("Of parent"), with_sign(row->percent_of_parent()));
    if (row->count && row->parent_count)
        rows.emplace_back(translated("95 % interval"), interval_text(wilson_interval(*row->count, *row->parent_count)));
    rows.emplace_back(translated("Of all"), with_sign(row->percent_of_total()));
    rows.emplace_back(translated("Detection"), QString::fromStdString(row->state));
    return rows;
}

template <class Rows_>
void add_axis_rows(Rows_& rows, const GatingStrategy& strategy, const SampleView& view, const Dimension& dimension) {
    if (const auto ratio = strategy.ratios.find(dimension.channel); dimension.ratio && ratio != strategy.ratios.end()) {
        rows.emplace_back(QString::fromStdString(dimension.channel),
                          QString::fromStdString(ratio->second.numerator + " / " + ratio->second.denominator));
        return;
    }
    const auto index = resolve_channel(strategy, view.parameters, dimension.channel);
    if (!index) {
        rows.emplace_back(QString::fromStdString(dimension.channel), translated("not in this file"));
        return;
    }
    const Parameter& parameter = view.parameters[*index];
    rows.emplace_back(QString::fromStdString(dimension.channel),
                      QString::fromStdString(parameter.name) + '\n' +
                          describe_transform(strategy.transform_for(dimension, parameter)));
}

Rows scale_rows(const GatingStrategy& strategy, const SampleView& view, const Gate& gate) {
    Rows rows;
    for (const Dimension& dimension : gate_dimensions(gate)) add_axis_rows(rows, strategy, view, dimension);
    return rows;
}

QString parameter_text(const char* name, double value) {
    return QStringLiteral("  %1 %2").arg(QString::fromLatin1(name), coordinate_text(value));
}

}  // namespace

QString describe_transform(const Transform& transform) {
    QString text = QString::fromStdString(transform_type(transform));
    struct Visitor {
        QString& text;
        void operator()(const HyperlogTransform& t) const {
            text += parameter_text("T", t.T()) + parameter_text("W", t.W()) + parameter_text("M", t.M()) +
                    parameter_text("A", t.A());
        }
        void operator()(const BiexTransform& t) const {
            text += parameter_text("range", t.max_range()) + parameter_text("width", t.width()) +
                    parameter_text("+", t.positive_decades()) + parameter_text("-", t.negative_decades());
        }
        void operator()(const FlowJoLogTransform& t) const {
            text += parameter_text("offset", t.offset) + parameter_text("decades", t.decades);
        }
        void operator()(const TableTransform& t) const {
            text += parameter_text("min", t.values().front()) + parameter_text("max", t.values().back());
        }
        void operator()(const BoundedTransform& t) const {
            std::visit(*this, t.function);
            text += parameter_text("min", t.min) + parameter_text("max", t.max);
        }
        void operator()(const IdentityTransform&) const { text = translated("as it is"); }
        void operator()(const LinearTransform& t) const { text += parameter_text("T", t.T) + parameter_text("A", t.A); }
        void operator()(const LogTransform& t) const { text += parameter_text("T", t.T) + parameter_text("M", t.M); }
        void operator()(const AsinhTransform& t) const {
            text += parameter_text("T", t.T) + parameter_text("M", t.M) + parameter_text("A", t.A);
        }
        void operator()(const LogicleTransform& t) const {
            text += parameter_text("T", t.T()) + parameter_text("W", t.W()) + parameter_text("M", t.M()) +
                    parameter_text("A", t.A());
        }
    };
    std::visit(Visitor{text}, transform);
    return text;
}

std::vector<std::pair<QString, QString>> describe_gate(const GateNode& node, const SampleView& view) {
    GateRows rows{node, view, {}};
    std::visit([&rows](const auto& gate) { rows(gate); }, node.gate);
    if (!node.note.empty()) rows.add(translated("Note"), QString::fromStdString(node.note));
    return rows.rows;
}

Inspector::Inspector(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Inspector"));
    show_nothing();
}

void Inspector::begin() {
    page_ = new QWidget;
    layout_ = new QVBoxLayout(page_);
    layout_->setContentsMargins(12, 12, 12, 12);
    layout_->setSpacing(16);
}

void Inspector::finish() {
    layout_->addStretch(1);
    setWidget(page_);
}

void Inspector::show_nothing() {
    begin();
    layout_->addWidget(text_label(
        tr("Choose a population to see its statistics, its gate and what was found in the file."), true, page_));
    finish();
}

void Inspector::add_section(const QString& title, const std::vector<std::pair<QString, QString>>& rows) {
    if (rows.empty()) return;
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* heading = text_label(title, false, page_);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    form->addRow(heading);
    for (const auto& [name, value] : rows) {
        auto* label = text_label(name, true, page_);
        label->setWordWrap(false);
        form->addRow(label, text_label(value, false, page_));
    }
    layout_->addLayout(form);
}

void Inspector::add_text(const QString& title, const QStringList& paragraphs) {
    if (paragraphs.isEmpty()) return;
    auto* box = new QVBoxLayout;
    box->setSpacing(6);
    auto* heading = text_label(title, false, page_);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    box->addWidget(heading);
    for (const QString& paragraph : paragraphs) box->addWidget(text_label(paragraph, false, page_));
    layout_->addLayout(box);
}

void Inspector::show_population(SampleViewPtr view, const GatingStrategy& strategy, const std::string& population) {
    const int scrolled = verticalScrollBar()->value();
    begin();
    add_section(population == "/" ? tr("All events") : QString::fromStdString(last_name(population)),
                statistic_rows(*view, population));
    if (const auto info = find_population(strategy, population)) {
        const GateNode& node = strategy.nodes[info->node];
        add_section(tr("Gate: %1").arg(QString::fromStdString(gate_type(node.gate))), describe_gate(node, *view));
        add_section(tr("Scales"), scale_rows(strategy, *view, node.gate));
    }
    Rows sample{{tr("File"), QString::fromStdString(view->file.filename().string())},
                {tr("Events"), count_text(view->n_events)},
                {tr("Compensation"), QString::fromStdString(view->compensation)}};
    for (const auto& [keyword, value] : view->keywords)
        sample.emplace_back(QString::fromStdString(keyword), QString::fromStdString(value));
    add_section(tr("Sample"), sample);
    QStringList findings;
    for (const Finding& finding : view->findings)
        findings << QStringLiteral("%1  %2").arg(QString::fromStdString(finding.code),
                                                 QString::fromStdString(finding.message));
    add_text(findings.isEmpty() ? QString() : tr("Findings (%1)").arg(findings.size()), findings);
    finish();
    verticalScrollBar()->setValue(scrolled);
}

}  // namespace asparagate::gui
