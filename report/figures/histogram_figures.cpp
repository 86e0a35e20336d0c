#include "figures/histogram_data.hpp"

#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/scale_axis.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

constexpr double ridge_mm = 11, ridge_step_mm = 11.5, axis_height_mm = 8.5, panel_title_mm = 5.5;

double panel_height(const HistogramPanel& panel) {
    return panel_title_mm + ridge_step_mm * static_cast<double>(std::max<std::size_t>(1, panel.ridges.size())) +
           axis_height_mm;
}

std::vector<QPointF> outline(const MarkerHistogram& data, double left, double width, double base, double height) {
    const auto& counts = data.histogram.counts;
    const std::uint32_t mode = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    std::vector<QPointF> points = {{left, base}};
    if (mode == 0) return {};
    // Small samples are ragged: a 1-2-1 running mean over neighbouring bins keeps the mode where it is.
    std::vector<double> smooth(counts.size());
    double highest = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double before = counts[i == 0 ? 0 : i - 1], after = counts[i + 1 == counts.size() ? i : i + 1];
        smooth[i] = (before + 2.0 * counts[i] + after) / 4;
        highest = std::max(highest, smooth[i]);
    }
    for (std::size_t i = 0; i < smooth.size(); ++i)
        points.emplace_back(left + width * (static_cast<double>(i) + 0.5) / static_cast<double>(smooth.size()),
                            base - height * smooth[i] / highest);
    points.emplace_back(left + width, base);
    return points;
}

class HistogramPainter {
public:
    HistogramPainter(const HistogramPanel& panel, Canvas& canvas, const QRectF& area)
        : panel_(panel), canvas_(canvas), area_(area) {}

    void draw() {
        const TextStyle title{7, palette::group(panel_.group), true};
        canvas_.text({area_.left(), area_.top() + 2.6}, elide(panel_.patient, 30, title), title);
        const double used = std::min(30.0, text_width(panel_.patient, title)) + 1.5;
        // The gate, not its marker: there may be one for the cells below the cut as well.
        const std::string what = panel_.population + "  " + population_name(panel_.population_path);
        canvas_.text({area_.left() + used, area_.top() + 2.6}, elide(what, area_.width() - used, {6.5, palette::ink}),
                     {6.5, palette::ink});
        double base = area_.top() + panel_title_mm;
        for (const HistogramRidge& ridge : panel_.ridges) {
            base += ridge_step_mm;
            draw_ridge(ridge, base);
        }
        const double top = area_.top() + panel_title_mm;
        if (panel_.cut) {
            const double x = position(*panel_.cut);
            canvas_.line({x, top}, {x, base}, {palette::ink, 0.75});
        }
        axis(base);
    }

private:
    const HistogramPanel& panel_;
    Canvas& canvas_;
    QRectF area_;

    /// Of a value on the transformed scale.
    [[nodiscard]] double place(double transformed) const {
        const Histogram& histogram = panel_.ridges.front().sample.histogram;
        return area_.left() + area_.width() * (transformed - histogram.low) / (histogram.high - histogram.low);
    }
    [[nodiscard]] double position(double data_units) const {
        return std::clamp(place(apply(panel_.ridges.front().sample.transform, data_units)), area_.left(),
                          area_.right());
    }

    void draw_ridge(const HistogramRidge& ridge, double base) {
        if (ridge.control) {
            const auto grey = outline(*ridge.control, area_.left(), area_.width(), base, ridge_mm * 0.92);
            canvas_.area(grey, QColor(0xDA, 0xDA, 0xDA));
            canvas_.polyline(grey, {QColor(0xB0, 0xB0, 0xB0), 0.4});
        }
        const QColor colour = palette::group(panel_.group);
        const auto line = outline(ridge.sample, area_.left(), area_.width(), base, ridge_mm * 0.92);
        if (ridge.after) {
            QColor fill = colour;
            fill.setAlpha(70);
            canvas_.area(line, fill);
        }
        canvas_.polyline(line, {colour, 0.9});
        canvas_.line({area_.left(), base}, {area_.right(), base}, {palette::axis, 0.4});
        canvas_.text({area_.left(), base - ridge_mm + 2.0}, visit_words(ridge.sample.visit), {6, palette::muted});
        const std::string percent =
            ridge.sample.percent_positive ? percent_words(*ridge.sample.percent_positive) + "\u00A0%" : "";
        canvas_.text({area_.right(), base - ridge_mm + 2.0}, percent, {6.5, palette::ink, true}, Side::right);
        canvas_.text({area_.right(), base - ridge_mm + 2.0 + line_height({6})},
                     say("n %1", {count_words(ridge.sample.events)}), {6, palette::muted}, Side::right);
    }

    void axis(double base) {
        const MarkerHistogram& sample = panel_.ridges.front().sample;
        draw_scale_axis_below(
            canvas_, {sample.transform, sample.histogram.low, sample.histogram.high, area_.left(), area_.right()},
            base);
        draw_marker_title(canvas_, {area_.center().x(), base + 1.4 + line_height({6})}, area_.width(), sample.marker,
                          sample.channel);
    }
};

struct HistogramPage {
    std::string id, title, note;
    std::vector<HistogramPanel> panels;
    std::size_t columns = 4;
};

Figure page_figure(const Evidence& evidence, const HistogramPage& page) {
    const double gap = 5, left_margin = 4,
                 width = (double_column_mm - left_margin - 3 - gap * static_cast<double>(page.columns - 1)) /
                         static_cast<double>(page.columns);
    double row_height = 0;
    CsvText csv({"patient", "visit", "control", "tube", "population", "channel", "marker", "events", "threshold",
                 "percent_positive", "bin_low", "bin_high", "count"});
    for (const HistogramPanel& panel : page.panels) {
        row_height = std::max(row_height, panel_height(panel) + 2.5);
        append_bins(csv, panel);
    }
    const std::size_t rows = (page.panels.size() + page.columns - 1) / page.columns;
    const std::vector<LegendItem> keys = {
        {say("%1 line", {visit_words(evidence.settings.baseline_visit)}), palette::muted, Mark::circle, false, true},
        {say("%1 filled", {visit_words(evidence.settings.followup_visit)}), palette::tint(palette::muted, 0.5),
         Mark::square, true},
        {say("control (FMO)"), QColor(0xC8, 0xC8, 0xC8), Mark::square, true},
        {say("cut shared by all visits of a patient"), palette::ink, Mark::circle, true, true}};
    const double height =
        tag_band_mm + row_height * static_cast<double>(rows) + legend_height(double_column_mm - 8, keys) + 1;
    const std::string caption =
        sentences({page.note,
                   say("Histograms on the transformed scale with ticks in data units, each "
                       "scaled to its highest bin; smoothed over three bins."),
                   say("Percent: share of the n cells that lie in the gate of the panel's title."),
                   say("Cells are ex vivo, resting content.")});
    return make_figure(evidence, page.id, "cells", page.title, caption, QSizeF(double_column_mm, height), csv.text(),
                       [=](Canvas& canvas) {
                           for (std::size_t i = 0; i < page.panels.size(); ++i) {
                               const QPointF at(left_margin + static_cast<double>(i % page.columns) * (width + gap),
                                                tag_band_mm + static_cast<double>(i / page.columns) * row_height);
                               HistogramPainter(page.panels[i], canvas, QRectF(at, QSizeF(width, row_height))).draw();
                           }
                           draw_legend(canvas, {left_margin, tag_band_mm + row_height * static_cast<double>(rows)},
                                       double_column_mm - 8, keys);
                       });
}

/// The patient whose change of percent positive is the middle one of the group: typical, not best.
std::vector<std::string> representatives(const std::vector<HistogramPanel>& panels, const Evidence& evidence) {
    std::vector<std::string> result;
    for (const Group group : {Group::aar, Group::aanr}) {
        std::vector<std::pair<double, std::string>> changes;
        for (const PatientEvidence& patient : evidence.patients) {
            if (patient.group != group) continue;
            for (const HistogramPanel& panel : panels) {
                const auto change = panel.patient == patient.patient.id ? panel_change(panel) : std::nullopt;
                if (!change) continue;
                changes.emplace_back(*change, patient.patient.id);
                break;
            }
        }
        std::sort(changes.begin(), changes.end());
        if (!changes.empty()) result.push_back(changes[(changes.size() - 1) / 2].second);
    }
    return result;
}

/// Markers in the order they come.
std::vector<std::string> markers_of(const std::vector<HistogramPanel>& panels) {
    std::vector<std::string> markers;
    for (const HistogramPanel& panel : panels)
        if (std::find(markers.begin(), markers.end(), panel.marker) == markers.end()) markers.push_back(panel.marker);
    return markers;
}

}  // namespace

std::vector<Figure> histogram_figures(const Evidence& evidence) {
    const std::vector<HistogramPanel> all = histogram_panels(evidence);
    if (all.empty()) return {};
    std::vector<Figure> figures;
    const std::vector<std::string> chosen = representatives(all, evidence);
    const std::vector<std::string> cd8 = representative_populations(all);
    HistogramPage pair{
        "histograms_representative", say("What does the change look like in one patient of each group?"), "", {}, 2};
    std::vector<std::string> described;
    for (const std::string& id : chosen) {
        for (const HistogramPanel& panel : all)
            if (panel.patient == id && std::find(cd8.begin(), cd8.end(), panel.key()) != cd8.end())
                pair.panels.push_back(panel);
        const PatientEvidence* patient = evidence.patient(id);
        described.push_back(say("%1 (%2)", {id, patient ? group_words(patient->group) : ""}));
    }
    pair.columns = std::clamp<std::size_t>(cd8.size(), 1, 3);
    pair.note = say("Patients with the median change of their group: %1.", {list_words(described)});
    if (!pair.panels.empty()) figures.push_back(page_figure(evidence, pair));

    // Pages short enough to print: rows of four, five rows at most.
    constexpr std::size_t per_page = 20;
    const std::size_t pages = (all.size() + per_page - 1) / per_page;
    for (std::size_t i = 0; i < pages; ++i) {
        HistogramPage page{pages > 1 ? "histograms_all_" + std::to_string(i + 1) : "histograms_all",
                           say("%1 in every patient", {list_words(markers_of(all))}),
                           say("Every population that is parted by one cut on the marker."),
                           {},
                           4};
        if (pages > 1) page.title = say("%1 (%2)", {page.title, of_words(i + 1, pages)});
        for (std::size_t k = i * per_page; k < std::min(all.size(), (i + 1) * per_page); ++k)
            page.panels.push_back(all[k]);
        figures.push_back(page_figure(evidence, page));
    }
    return figures;
}

}  // namespace asparagate
