#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/patient_tags.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <sstream>

namespace asparagate {

namespace {

struct DetectionPoint {
    std::string patient, tag;
    Group group = Group::unclassified;
    std::optional<std::uint64_t> before, after;
    std::string before_class, after_class;
};

bool is_not_above_blank(const std::string& detection_class) {
    return detection_class == "not above blank";
}

struct DetectionPanel {
    std::string name;
    std::vector<DetectionPoint> points;
    bool cd19_unreliable = false;
};

/// "B", "B cells", "memory B (CD19-independent)", "plasmablasts": names of the B lineage by their words.
bool is_b_lineage(const Feature& feature) {
    std::istringstream words(feature.name + " " + population_name(feature.population));
    for (std::string word; words >> word;) {
        const std::string bare = word.substr(word.starts_with('(') ? 1 : 0);
        if (bare == "B" || bare.starts_with("B-") || bare.starts_with("B(") || bare.starts_with("plasma") ||
            bare.starts_with("Plasma") || bare.starts_with("transitional"))
            return true;
    }
    return false;
}

std::vector<DetectionPanel> panels_of(const Evidence& evidence) {
    std::vector<DetectionPanel> panels;
    std::vector<std::string> populations;
    const PatientTags tags(evidence);
    for (const Feature& feature : evidence.features) {
        const std::string key = feature.tube + "|" + feature.population;
        // Percent and cells/µL of one population are the same events.
        if (!is_b_lineage(feature) || feature.measure == "median" ||
            std::find(populations.begin(), populations.end(), key) != populations.end())
            continue;
        DetectionPanel panel{feature.name, {}, false};
        for (const PatientEvidence& patient : evidence.patients) {
            const FoldChange* change = evidence.fold_change(feature.id, patient.patient.id);
            if (!change || (!change->before_events && !change->after_events)) continue;
            panel.points.push_back({patient.patient.id, tags[patient.patient.id], patient.group, change->before_events,
                                    change->after_events, change->before_state, change->after_state});
            panel.cd19_unreliable = panel.cd19_unreliable || std::find(change->flags.begin(), change->flags.end(),
                                                                       "CD19_UNRELIABLE") != change->flags.end();
        }
        if (panel.points.empty()) continue;
        panels.push_back(std::move(panel));
        populations.push_back(key);
    }
    return panels;
}

constexpr double plot_mm = 44, row_mm = 8 + plot_mm + 7;

/// Counts with a place for zero: log10(count + 1).
double shifted(std::uint64_t count) {
    return std::log10(static_cast<double>(count) + 1);
}

void strike(Canvas& canvas, const QPointF& at) {
    constexpr double arm = 1.3;
    canvas.line({at.x() - arm, at.y() + arm}, {at.x() + arm, at.y() - arm}, {palette::ink, 0.8});
}

void draw_panel(const DetectionPanel& panel, const DetectionLimits& limits, Canvas& canvas, const QRectF& plot,
                bool with_title) {
    double highest = shifted(limits.lloq * 4);
    for (const DetectionPoint& point : panel.points)
        for (const auto& count : {point.before, point.after})
            if (count) highest = std::max(highest, shifted(*count));
    const Scale y{false, -0.08, highest * 1.06, plot.bottom(), plot.top()};
    std::vector<AxisTick> ticks = {{0, "0"}};
    for (int exponent = 0; std::log10(std::pow(10.0, exponent) + 1) <= y.high; ++exponent)
        ticks.push_back({std::log10(std::pow(10.0, exponent) + 1), axis_number(std::pow(10.0, exponent))});
    draw_y_axis(canvas, y, ticks, plot.left(), with_title ? say("events counted") : "", plot.left() - 12);
    canvas.line(plot.bottomLeft(), plot.bottomRight());
    const TextStyle title{7.5, palette::ink, true};
    canvas.text({plot.left() - 3, plot.top() - 2.4},
                elide(panel.name + (panel.cd19_unreliable ? " *" : ""), plot.width() + 3, title), title);
    const double lod = y(shifted(limits.lod)), lloq = y(shifted(limits.lloq));
    canvas.rectangle(QRectF(plot.left(), lod, plot.width(), plot.bottom() - lod), QColor(0xF1, 0xF1, 0xF1));
    canvas.line({plot.left(), lod}, {plot.right(), lod}, {palette::muted, 0.5, true});
    canvas.line({plot.left(), lloq}, {plot.right(), lloq}, {palette::muted, 0.5});
    canvas.text({plot.left() + 0.7, lod + 0.5}, say("LOD %1", {std::to_string(limits.lod)}), {6, palette::muted},
                Side::left, Level::top);
    canvas.text({plot.left() + 0.7, lloq - 0.6}, say("LLOQ %1", {std::to_string(limits.lloq)}), {6, palette::muted});
    const double before = plot.left() + plot.width() * 0.36, after = plot.left() + plot.width() * 0.76;
    std::vector<double> from, to;
    for (const DetectionPoint& point : panel.points) {
        from.push_back(point.before ? y(shifted(*point.before)) : -1e6);
        to.push_back(point.after ? y(shifted(*point.after)) : -1e6);
    }
    const std::vector<double> from_offset = beeswarm(from, 1.9, 6.5), to_offset = beeswarm(to, 1.9, 6.5);
    std::vector<PointLabel> labels;
    for (std::size_t i = 0; i < panel.points.size(); ++i) {
        const DetectionPoint& point = panel.points[i];
        const QColor colour = palette::group(point.group);
        const QPointF a(before + from_offset[i], from[i]), b(after + to_offset[i], to[i]);
        if (point.before && point.after) canvas.line(a, b, {palette::tint(colour, 0.45), 0.6});
        if (point.before) canvas.mark(Mark::circle, a, 1.7, colour, false);
        if (point.after) canvas.mark(Mark::circle, b, 1.7, colour, true);
        if (point.before && is_not_above_blank(point.before_class)) strike(canvas, a);
        if (point.after && is_not_above_blank(point.after_class)) strike(canvas, b);
        labels.push_back({point.after ? b : a, point.tag, point.patient, colour});
    }
    draw_labels_right(canvas, labels, std::min(plot.right() - 5.5, after + 10), plot.top(), plot.bottom() - 1);
    canvas.text({before, plot.bottom() + 1}, say("before"), {6.5}, Side::centre, Level::top);
    canvas.text({after, plot.bottom() + 1}, say("after"), {6.5}, Side::centre, Level::top);
}

}  // namespace

std::optional<Figure> detection_figure(const Evidence& evidence) {
    std::vector<DetectionPanel> panels = panels_of(evidence);
    if (panels.empty()) return std::nullopt;
    constexpr std::size_t most = 12;
    if (panels.size() > most) panels.resize(most);
    CsvText csv({"population", "patient", "group", "events_before", "events_after", "class_before", "class_after"});
    bool unreliable = false, blank = false;
    for (const DetectionPanel& panel : panels) {
        unreliable = unreliable || panel.cd19_unreliable;
        for (const DetectionPoint& p : panel.points) {
            csv.row({panel.name, p.patient, group_name(p.group), p.before ? std::to_string(*p.before) : "",
                     p.after ? std::to_string(*p.after) : "", p.before_class, p.after_class});
            blank = blank || is_not_above_blank(p.before_class) || is_not_above_blank(p.after_class);
        }
    }
    const DetectionLimits limits = evidence.settings.detection;
    const std::string caption = sentences(
        {say("Events counted per patient before (hollow) and after (filled)."),
         say("Below LOD (%1 events, shaded) a population is not detected, which does not mean that there is "
             "none; up to LLOQ (%2 events) it is detected but not quantified.",
             {std::to_string(limits.lod), std::to_string(limits.lloq)}),
         say("Fold changes from there measure how many events were acquired."),
         blank ? say("Struck through: not above the limit of blank and so not detected, however many events.") : "",
         unreliable ? say("* The CD19 epitope is masked or lost during blinatumomab (CD19_UNRELIABLE): read "
                          "the CD19-independent population.")
                    : ""});
    const FacetGrid grid(panels.size(), double_column_mm);
    return make_figure(evidence, "detection", "cells", say("Are B cells still there to be counted?"), caption,
                       QSizeF(double_column_mm, tag_band_mm + row_mm * grid.rows + 1), csv.text(), [=](Canvas& canvas) {
                           for (std::size_t i = 0; i < panels.size(); ++i) {
                               const QRectF plot(grid.left(i) + 14, tag_band_mm + row_mm * grid.row(i) + 8,
                                                 grid.facet_mm - 16, plot_mm);
                               draw_panel(panels[i], limits, canvas, plot,
                                          i % static_cast<std::size_t>(grid.columns) == 0);
                           }
                       });
}

}  // namespace asparagate
