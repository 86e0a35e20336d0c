#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <QLineF>

namespace asparagate {

namespace {

struct CorrelationPoint {
    std::string patient;
    Group group = Group::unclassified;
    double x = 0, y = 0;
    bool x_bound = false, y_bound = false;  ///< a value known only to one side
};

struct CorrelationPanel {
    std::string feature_id, name, against, words;
    std::vector<CorrelationPoint> points;
};

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

CorrelationPanel panel_of(const Evidence& evidence, const Correlation& correlation) {
    CorrelationPanel panel{
        correlation.feature, correlation.feature_name, correlation.against, correlation_words(correlation), {}};
    for (const PatientEvidence& patient : evidence.patients) {
        const FoldChange* change = evidence.fold_change(correlation.feature, patient.patient.id);
        const ActivitySample* activity = activity_named(evidence, patient.patient.id, correlation.against);
        const bool usable = change && change->log2fc && std::isfinite(*change->log2fc) &&
                            change->state != ChangeState::unreliable && change->state != ChangeState::missing;
        if (!usable || !activity) continue;
        const bool censored = activity->given.qualifier != '=';
        const double value =
            censored && activity->given.qualifier == '<' && activity->lloq_iu_l ? *activity->lloq_iu_l : activity->iu_l;
        if (value > 0)
            panel.points.push_back({patient.patient.id, patient.group, *change->log2fc, value,
                                    change->state != ChangeState::ok, censored});
    }
    return panel;
}

/// Changes against activity; levels and yes-or-no outcomes are other drawings.
bool is_drawn_here(const Correlation& correlation) {
    const bool change = correlation.quantity.empty() || correlation.quantity == "log2 fold change";
    return correlation.rho && change && correlation.n_restored == 0 && correlation.against.starts_with("SAA");
}

constexpr double plot_mm = 44, words_mm = 9, row_mm = 6 + plot_mm + 8.5 + words_mm;

/// Where each name goes: the first of eight places around its point that hides no point and no earlier name, else
/// the right margin.
std::vector<QPointF> label_places(const std::vector<QPointF>& places, const CorrelationPanel& panel,
                                  const QRectF& plot) {
    std::vector<QRectF> taken;
    for (const QPointF& place : places) taken.emplace_back(place.x() - 1, place.y() - 1, 2, 2);
    const double height = points_to_mm(6);
    std::vector<QPointF> result;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double width = text_width(panel.points[i].patient, {6});
        QRectF best;
        for (const double distance : {0.0, 1.6, 3.4, 5.2, 7.0, 9.0}) {
            const QPointF offsets[] = {{1.3 + distance, 0},
                                       {-1.3 - distance - width, 0},
                                       {-width / 2, -2.1 - distance},
                                       {-width / 2, 2.1 + distance},
                                       {1.1 + distance, -1.6 - distance / 2},
                                       {1.1 + distance, 1.6 + distance / 2},
                                       {-1.1 - distance - width, -1.6 - distance / 2},
                                       {-1.1 - distance - width, 1.6 + distance / 2}};
            for (const QPointF& offset : offsets) {
                const QRectF box(places[i].x() + offset.x(), places[i].y() + offset.y() - height / 2, width, height);
                const bool free =
                    plot.contains(box) && std::none_of(taken.begin(), taken.end(),
                                                       [&](const QRectF& other) { return other.intersects(box); });
                if (best.isNull() && free) best = box;
            }
        }
        if (best.isNull()) best = QRectF(places[i].x() + 1.3, places[i].y() - height / 2, width, height);
        taken.push_back(best);
        result.emplace_back(best.left(), best.center().y());
    }
    return result;
}

void draw_panel(const CorrelationPanel& panel, double threshold, const std::string& x_title, Canvas& canvas,
                const QRectF& plot, bool with_title) {
    std::vector<double> xs, ys = {threshold};
    for (const CorrelationPoint& point : panel.points) {
        xs.push_back(point.x);
        ys.push_back(point.y);
    }
    Scale x = fitted_scale(xs, false, plot.left() + 1.5, plot.right() - 6);
    const Scale y = fitted_scale(ys, true, plot.bottom() - 1, plot.top());
    draw_y_axis(canvas, y, logarithmic_ticks(y.low, y.high, 6), plot.left(),
                with_title ? quantity_words(panel.against) + " (IU/L)" : "", plot.left() - 11.5);
    canvas.line({plot.left(), y.from_mm}, plot.bottomLeft());
    draw_x_axis(canvas, x, linear_ticks(x.low, x.high, 4), plot.bottom(), x_title);
    canvas.line(plot.bottomLeft(), plot.bottomRight());
    const TextStyle title{7.5, palette::ink, true};
    canvas.text({plot.left() - 9, plot.top() - 2.4}, elide(panel.name, plot.width() + 9, title), title);
    canvas.line({plot.left(), y(threshold)}, {plot.right(), y(threshold)}, {palette::muted, 0.5, true});
    if (x.low < 0 && x.high > 0) canvas.line({x(0), plot.top()}, {x(0), plot.bottom()}, {palette::faint, 0.4});
    std::vector<QPointF> places;
    for (const CorrelationPoint& point : panel.points) places.emplace_back(x(point.x), y(point.y));
    const std::vector<QPointF> names = label_places(places, panel, plot);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QColor colour = palette::group(panel.points[i].group);
        const Mark shape = panel.points[i].y_bound ? Mark::triangle_down : Mark::circle;
        canvas.mark(shape, places[i], 1.8, colour, !panel.points[i].y_bound && !panel.points[i].x_bound);
        const double width = text_width(panel.points[i].patient, {6});
        const QPointF nearest(std::clamp(places[i].x(), names[i].x() - 0.2, names[i].x() + width + 0.2), names[i].y());
        if (QLineF(places[i], nearest).length() > 3) canvas.line(places[i], nearest, {QColor(0xAA, 0xAA, 0xAA), 0.25});
        canvas.text(names[i], panel.points[i].patient, {6, colour}, Side::left, Level::middle);
    }
}

}  // namespace

std::optional<Figure> correlation_figure(const Evidence& evidence) {
    std::vector<CorrelationPanel> panels;
    std::vector<const Correlation*> chosen;
    for (const Correlation& correlation : evidence.correlations) {
        const Feature* feature = evidence.feature(correlation.feature);
        if (feature && feature->primary && is_drawn_here(correlation)) chosen.push_back(&correlation);
    }
    if (chosen.empty())
        for (const Correlation& correlation : evidence.correlations)
            if (is_drawn_here(correlation)) chosen.push_back(&correlation);
    constexpr std::size_t most = 9;
    if (chosen.size() > most) chosen.resize(most);
    CsvText csv({"feature", "name", "against", "patient", "group", "log2fc", "activity_iu_l", "log2fc_is_bound",
                 "activity_is_bound"});
    std::size_t most_points = 0;
    for (const Correlation* correlation : chosen) {
        CorrelationPanel panel = panel_of(evidence, *correlation);
        if (panel.points.size() < 2) continue;
        most_points = std::max(most_points, panel.points.size());
        for (const CorrelationPoint& p : panel.points)
            csv.row({panel.feature_id, panel.name, panel.against, p.patient, group_name(p.group), cell(p.x), cell(p.y),
                     p.x_bound ? "yes" : "no", p.y_bound ? "yes" : "no"});
        panels.push_back(std::move(panel));
    }
    if (panels.empty()) return std::nullopt;
    const std::string x_title = fold_change_axis(evidence.settings);
    const double threshold = evidence.settings.threshold_iu_l;
    const std::string caption = sentences({say("Change of each feature against asparaginase activity, up to n = %1 "
                                               "patients; hollow points and triangles are bounds (below detection).",
                                               {std::to_string(most_points)}),
                                           say("Spearman's rank correlation with its exact p from all permutations."),
                                           say("Dashed: %1 IU/L.", {axis_number(threshold)}),
                                           say("Going together is not causing: there is no control arm.")});
    const FacetGrid grid(panels.size(), double_column_mm);
    return make_figure(evidence, "correlations", "together",
                       say("Do changes of cells follow activity after the rechallenge?"), caption,
                       QSizeF(double_column_mm, tag_band_mm + row_mm * grid.rows), csv.text(), [=](Canvas& canvas) {
                           for (std::size_t i = 0; i < panels.size(); ++i) {
                               const double left = grid.left(i), top = tag_band_mm + row_mm * grid.row(i);
                               draw_panel(panels[i], threshold, x_title, canvas,
                                          QRectF(left + 14, top + 6, grid.facet_mm - 15, plot_mm), true);
                               canvas.paragraph({left + 3, top + 6 + plot_mm + 8.5}, grid.facet_mm - 5, panels[i].words,
                                                {6, palette::muted});
                           }
                       });
}

}  // namespace asparagate
