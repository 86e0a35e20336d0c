#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/patient_tags.hpp"
#include "figures/svg_device.hpp"
#include "figures/term_words.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <QLineF>
#include <QPainter>

namespace asparagate {

namespace {

struct CorrelationPoint {
    std::string patient, tag;
    Group group = Group::unclassified;
    double x = 0, y = 0;                    ///< y: IU/L, or 1 and 0 for restored and not
    bool x_bound = false, y_bound = false;  ///< a value known only to one side
};

struct CorrelationPanel {
    std::string feature_id, name, quantity, against, x_title, words;
    bool binary = false;  ///< against restored activity, which is yes or no
    std::vector<CorrelationPoint> points;
};

constexpr const char* restored_activity = "restored activity";
constexpr const char* change_quantity = "log2 fold change";

/// The activity that `against` names ("SAA day 7 after"): period and nominal day are read from its words.
const ActivitySample* activity_named(const Evidence& evidence, const std::string& patient, const std::string& against) {
    const std::size_t digit = against.find_first_of("0123456789");
    if (digit == std::string::npos) return nullptr;
    const int day = std::atoi(against.c_str() + digit);
    const Period period = against.find("before") != std::string::npos ? Period::before : Period::after;
    for (const ActivitySample& sample : evidence.activity)
        if (sample.patient == patient && sample.period == period && sample.nominal_day == day &&
            !sample.other_asparaginase)
            return &sample;
    return nullptr;
}

bool is_change(const Correlation& correlation) {
    return correlation.quantity.empty() || correlation.quantity == change_quantity;
}

/// The change or the level of a feature in one patient, where the test could use it.
std::optional<CorrelationPoint> cells_of(const Evidence& evidence, const Correlation& correlation,
                                         const PatientEvidence& patient) {
    const FoldChange* change = evidence.fold_change(correlation.feature, patient.patient.id);
    if (change == nullptr) return std::nullopt;
    CorrelationPoint point{patient.patient.id, "", patient.group, 0, 0, false, false};
    if (!is_change(correlation)) {
        const bool baseline = correlation.quantity == evidence.settings.baseline_visit + " value";
        const auto& value = baseline ? change->before : change->after;
        if (!value || !std::isfinite(*value)) return std::nullopt;
        point.x = *value;
        return point;
    }
    const bool usable = change->log2fc && std::isfinite(*change->log2fc) && change->state != ChangeState::unreliable &&
                        change->state != ChangeState::missing;
    if (!usable) return std::nullopt;
    point.x = *change->log2fc;
    point.x_bound = change->state != ChangeState::ok;
    return point;
}

/// Puts the patient's activity, or whether it was restored, on the other axis; false where it is not known.
bool add_activity(const Evidence& evidence, const Correlation& correlation, const PatientEvidence& patient,
                  CorrelationPoint& point) {
    if (correlation.against == restored_activity) {
        point.y = patient.restored == Restoration::restored;
        return patient.restored != Restoration::not_evaluable;
    }
    const ActivitySample* activity = activity_named(evidence, patient.patient.id, correlation.against);
    if (activity == nullptr) return false;
    point.y_bound = activity->given.qualifier != '=';
    point.y = activity->given.qualifier == '<' && activity->lloq_iu_l ? *activity->lloq_iu_l : activity->iu_l;
    return point.y > 0;
}

std::string x_title(const Evidence& evidence, const Correlation& correlation) {
    if (is_change(correlation)) return fold_change_axis(evidence.settings);
    const Feature* feature = evidence.feature(correlation.feature);
    const std::string visit = correlation.quantity == evidence.settings.baseline_visit + " value"
                                  ? evidence.settings.baseline_visit
                                  : evidence.settings.followup_visit;
    return feature == nullptr ? visit_words(visit) : say("%1, %2", {measure_words(*feature), visit_words(visit)});
}

CorrelationPanel panel_of(const Evidence& evidence, const Correlation& correlation) {
    CorrelationPanel panel{correlation.feature,
                           correlation.feature_name,
                           is_change(correlation) ? change_quantity : correlation.quantity,
                           correlation.against,
                           x_title(evidence, correlation),
                           correlation_words(correlation),
                           correlation.against == restored_activity,
                           {}};
    const PatientTags tags(evidence);
    for (const PatientEvidence& patient : evidence.patients) {
        auto point = cells_of(evidence, correlation, patient);
        if (!point || !add_activity(evidence, correlation, patient, *point)) continue;
        point->tag = tags[point->patient];
        panel.points.push_back(std::move(*point));
    }
    return panel;
}

constexpr double plot_mm = 44, words_mm = 9, row_mm = 6 + plot_mm + 8.5 + words_mm;

/// Where each name goes: the first of the places around its point that hides no point and no earlier name; none where
/// there is no such place.
std::vector<std::optional<QPointF>> label_places(const std::vector<QPointF>& places, const CorrelationPanel& panel,
                                                 const QRectF& plot) {
    std::vector<QRectF> taken;
    for (const QPointF& place : places) taken.emplace_back(place.x() - 1, place.y() - 1, 2, 2);
    const double height = points_to_mm(6);
    std::vector<std::optional<QPointF>> result;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double width = text_width(panel.points[i].tag, {6});
        QRectF best;
        for (const double distance : {0.0, 1.6, 3.4, 5.2, 7.0, 9.0}) {
            const QPointF offsets[] = {{1.3 + distance, 0},
                                       {-1.3 - distance - width, 0},
                                       {-width / 2, -2.1 - distance},
                                       {-width / 2, 2.1 + distance},
                                       {1.1 + distance, -1.6 - distance / 2},
                                       {1.1 + distance, 1.6 + distance / 2},
                                       {-1.1 - distance - width, -1.6 - distance / 2},
                                       {-1.1 - distance - width, 1.6 + distance / 2},
                                       {1.1 + distance / 2, -2.1 - distance},
                                       {1.1 + distance / 2, 2.1 + distance},
                                       {-1.1 - distance / 2 - width, -2.1 - distance},
                                       {-1.1 - distance / 2 - width, 2.1 + distance}};
            for (const QPointF& offset : offsets) {
                const QRectF box(places[i].x() + offset.x(), places[i].y() + offset.y() - height / 2, width, height);
                const bool free =
                    plot.contains(box) && std::none_of(taken.begin(), taken.end(),
                                                       [&](const QRectF& other) { return other.intersects(box); });
                if (best.isNull() && free) best = box;
            }
        }
        if (best.isNull()) {
            result.emplace_back();
            continue;
        }
        taken.push_back(best);
        result.emplace_back(QPointF(best.left(), best.center().y()));
    }
    return result;
}

/// Activity on its logarithmic axis, or two levels: not restored below, restored above.
Scale y_scale(const CorrelationPanel& panel, double threshold, const QRectF& plot) {
    if (panel.binary) return {false, -0.5, 1.5, plot.bottom(), plot.top()};
    std::vector<double> values = {threshold};
    for (const CorrelationPoint& point : panel.points) values.push_back(point.y);
    return fitted_scale(values, true, plot.bottom() - 1, plot.top());
}

void draw_activity_axis(const CorrelationPanel& panel, const Scale& y, double threshold, Canvas& canvas,
                        const QRectF& plot) {
    if (panel.binary) {
        canvas.line(plot.topLeft(), plot.bottomLeft());
        const TextStyle style{6.5};
        canvas.text_upwards({plot.left() - 2.2, y(0)}, say("not restored"), style);
        canvas.text_upwards({plot.left() - 2.2, y(1)}, say("restored"), style);
        canvas.line({plot.left(), y(0.5)}, {plot.right(), y(0.5)}, {palette::faint, 0.4});
        return;
    }
    draw_y_axis(canvas, y, logarithmic_ticks(y.low, y.high, 6), plot.left(), quantity_words(panel.against) + " (IU/L)",
                plot.left() - 11.5);
    canvas.line({plot.left(), y.from_mm}, plot.bottomLeft());
    canvas.line({plot.left(), y(threshold)}, {plot.right(), y(threshold)}, {palette::muted, 0.5, true});
}

/// Centres of the marks; on the two levels they step aside from each other.
std::vector<QPointF> mark_places(const CorrelationPanel& panel, const Scale& x, const Scale& y) {
    std::vector<QPointF> places;
    for (const CorrelationPoint& point : panel.points) places.emplace_back(x(point.x), y(point.y));
    if (!panel.binary) return places;
    for (const double level : {0.0, 1.0}) {
        std::vector<double> along;
        for (const CorrelationPoint& point : panel.points)
            if (point.y == level) along.push_back(x(point.x));
        const std::vector<double> offsets = beeswarm(along, 2.2, std::abs(y(1) - y(0)) * 0.4);
        std::size_t next = 0;
        for (std::size_t i = 0; i < places.size(); ++i)
            if (panel.points[i].y == level) places[i].ry() += offsets[next++];
    }
    return places;
}

/// Where everything of a panel stands.
struct PanelLayout {
    QRectF plot;
    Scale x, y;
    std::vector<QPointF> marks;
    std::vector<std::optional<QPointF>> names;
};

PanelLayout layout_of(const CorrelationPanel& panel, double threshold, const QRectF& plot) {
    std::vector<double> xs;
    for (const CorrelationPoint& point : panel.points) xs.push_back(point.x);
    PanelLayout layout{
        plot, fitted_scale(xs, false, plot.left() + 1.5, plot.right() - 6), y_scale(panel, threshold, plot), {}, {}};
    layout.marks = mark_places(panel, layout.x, layout.y);
    layout.names = label_places(layout.marks, panel, plot);
    return layout;
}

/// Pointing at the mark names the patient, with or without a label; only SVG can do that, and there only text can.
void name_when_pointed_at(Canvas& canvas, QPointF mark, const std::string& patient) {
    if (dynamic_cast<SvgDevice*>(canvas.painter().device()) == nullptr) return;
    canvas.hint_next_text(patient);
    canvas.text(mark, "\u25CF", {6, QColor(0, 0, 0, 0)}, Side::centre, Level::middle);
}

void draw_panel(const CorrelationPanel& panel, const PanelLayout& layout, double threshold, Canvas& canvas) {
    const auto& [plot, x, y, places, names] = layout;
    draw_activity_axis(panel, y, threshold, canvas, plot);
    draw_x_axis(canvas, x, linear_ticks(x.low, x.high, 4), plot.bottom(), elide(panel.x_title, plot.width() + 8, {7}));
    canvas.line(plot.bottomLeft(), plot.bottomRight());
    const TextStyle title{7.5, palette::ink, true};
    canvas.text({plot.left() - 9, plot.top() - 2.4}, elide(panel.name, plot.width() + 9, title), title);
    if (x.low < 0 && x.high > 0) canvas.line({x(0), plot.top()}, {x(0), plot.bottom()}, {palette::faint, 0.4});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QColor colour = palette::group(panel.points[i].group);
        const bool bound = panel.points[i].y_bound || panel.points[i].x_bound;
        canvas.mark(panel.points[i].y_bound ? Mark::triangle_down : Mark::circle, places[i], 1.8, colour, !bound);
        name_when_pointed_at(canvas, places[i], panel.points[i].patient);
        if (!names[i]) continue;
        const double width = text_width(panel.points[i].tag, {6}), left = names[i]->x();
        const QPointF nearest(std::clamp(places[i].x(), left - 0.2, left + width + 0.2), names[i]->y());
        if (QLineF(places[i], nearest).length() > 3) canvas.line(places[i], nearest, {QColor(0xAA, 0xAA, 0xAA), 0.25});
        if (panel.points[i].tag != panel.points[i].patient) canvas.hint_next_text(panel.points[i].patient);
        canvas.text(*names[i], panel.points[i].tag, {6, colour}, Side::left, Level::middle);
    }
}

constexpr std::size_t most_panels = 9;

/// Those of primary features, else all that could be computed.
std::vector<const Correlation*> wanted_correlations(const Evidence& evidence, bool binary) {
    std::vector<const Correlation*> primary, all;
    for (const Correlation& correlation : evidence.correlations) {
        if ((correlation.against == restored_activity) != binary || !correlation.rho) continue;
        const Feature* feature = evidence.feature(correlation.feature);
        all.push_back(&correlation);
        if (feature && feature->primary) primary.push_back(&correlation);
    }
    return primary.empty() ? all : primary;
}

std::string caption(const Evidence& evidence, bool binary, std::size_t most_points, std::size_t left_out,
                    bool all_named) {
    const std::string n = std::to_string(most_points);
    const std::string others =
        left_out == 0
            ? ""
            : say("The first %1 in the order of the study, whatever they gave; others in correlations.csv: %2.",
                  {std::to_string(most_panels), std::to_string(left_out)});
    const std::string names =
        all_named ? "" : say("Names that would overlap are left out; in SVG, pointing at a point names its patient.");
    const std::string no_cause = say("Going together is not causing: there is no control arm.");
    if (binary)
        return sentences({say("Change or level of each feature in patients whose activity was restored by rule %1 and "
                              "in the others, n up to %2; hollow points are bounds (below detection).",
                              {evidence.settings.restoration_rule, n}),
                          say("Cliff's delta: the share of pairs in which the restored patient has more, minus the "
                              "share in which it "
                              "has less; exact two-sided Mann-Whitney p."),
                          others, names, no_cause});
    return sentences(
        {say("Change or level of each feature against asparaginase activity, n up to %1; hollow points and "
             "triangles are bounds (below detection).",
             {n}),
         say("Spearman's rank correlation with its exact p from all permutations."),
         say("Dashed: %1 IU/L.", {axis_number(evidence.settings.threshold_iu_l)}), others, names, no_cause});
}

std::optional<Figure> correlation_page(const Evidence& evidence, bool binary) {
    std::vector<CorrelationPanel> panels;
    CsvText csv({"feature", "name", "quantity", "against", "patient", "group", "value",
                 binary ? "restored" : "activity_iu_l", "value_is_bound", "activity_is_bound"});
    std::size_t most_points = 0;
    std::vector<const Correlation*> shown = wanted_correlations(evidence, binary);
    const std::size_t left_out = shown.size() - std::min(shown.size(), most_panels);
    shown.resize(shown.size() - left_out);
    for (const Correlation* correlation : shown) {
        CorrelationPanel panel = panel_of(evidence, *correlation);
        if (panel.points.size() < 2) continue;
        most_points = std::max(most_points, panel.points.size());
        for (const CorrelationPoint& p : panel.points)
            csv.row({panel.feature_id, panel.name, panel.quantity, panel.against, p.patient, group_name(p.group),
                     cell(p.x), binary ? (p.y > 0 ? "yes" : "no") : cell(p.y), p.x_bound ? "yes" : "no",
                     p.y_bound ? "yes" : "no"});
        panels.push_back(std::move(panel));
    }
    if (panels.empty()) return std::nullopt;
    const double threshold = evidence.settings.threshold_iu_l;
    const FacetGrid grid(panels.size(), double_column_mm);
    std::vector<PanelLayout> layouts;
    bool all_named = true;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const QRectF plot(grid.left(i) + 14, tag_band_mm + row_mm * grid.row(i) + 6, grid.facet_mm - 15, plot_mm);
        layouts.push_back(layout_of(panels[i], threshold, plot));
        const auto& names = layouts.back().names;
        all_named =
            all_named && std::all_of(names.begin(), names.end(), [](const auto& name) { return name.has_value(); });
    }
    const std::string title = binary ? say("Do changes of cells go with restored activity?")
                                     : say("Do changes of cells follow activity after the rechallenge?");
    return make_figure(evidence, binary ? "correlations_restored" : "correlations", "together", title,
                       caption(evidence, binary, most_points, left_out, all_named),
                       QSizeF(double_column_mm, tag_band_mm + row_mm * grid.rows), csv.text(), [=](Canvas& canvas) {
                           for (std::size_t i = 0; i < panels.size(); ++i) {
                               const double left = grid.left(i), top = tag_band_mm + row_mm * grid.row(i);
                               draw_panel(panels[i], layouts[i], threshold, canvas);
                               canvas.paragraph({left + 3, top + 6 + plot_mm + 8.5}, grid.facet_mm - 5, panels[i].words,
                                                {6, palette::muted});
                           }
                       });
}

}  // namespace

std::vector<Figure> correlation_figures(const Evidence& evidence) {
    std::vector<Figure> figures;
    for (const bool binary : {false, true})
        if (auto figure = correlation_page(evidence, binary)) figures.push_back(std::move(*figure));
    return figures;
}

}  // namespace asparagate
