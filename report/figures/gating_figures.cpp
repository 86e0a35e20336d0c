#include "figures/csv_text.hpp"
#include "figures/density_image.hpp"
#include "figures/gating_layout.hpp"
#include "figures/label_place.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/scale_axis.hpp"
#include "figures/term_words.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <QImage>
#include <QPolygonF>

#include <set>

namespace asparagate {

namespace {

constexpr LineStyle outline_style{QColor(0x1E, 0x20, 0x24), 1.25}, arrow_style{QColor(0x55, 0x55, 0x55), 0.7};
constexpr TextStyle gate_style{6, QColor(0x1E, 0x20, 0x24), true}, percent_style{6, QColor(0x1E, 0x20, 0x24)};

/// A grid whose bins are joined so that a lone event stays visible in a picture of few.
DensityGrid for_few_events(const DensityGrid& grid, std::uint64_t events) {
    const int join = events < 300 ? 4 : events < 20000 ? 2 : 1;
    if (join == 1 || grid.bins_x % join != 0 || grid.bins_y % join != 0) return grid;
    DensityGrid joined{grid.bins_x / join, grid.bins_y / join, grid.x_low, grid.x_high, grid.y_low, grid.y_high, {}, 0};
    joined.counts.assign(static_cast<std::size_t>(joined.bins_x) * static_cast<std::size_t>(joined.bins_y), 0);
    for (int y = 0; y < grid.bins_y; ++y)
        for (int x = 0; x < grid.bins_x; ++x) {
            auto& count = joined.counts[static_cast<std::size_t>(y / join) * static_cast<std::size_t>(joined.bins_x) +
                                        static_cast<std::size_t>(x / join)];
            count += grid.at(x, y);
            joined.maximum = std::max(joined.maximum, count);
        }
    return joined;
}

/// One plot of the page.
class GatePlotPainter {
public:
    GatePlotPainter(const GatePlot& plot, const QRectF& area, Canvas& canvas)
        : plot_(plot),
          area_(area),
          canvas_(canvas),
          x_{plot.x.transform, plot.x.low, plot.x.high, area.left(), area.right()},
          y_{plot.y ? plot.y->transform : Transform{}, plot.y ? plot.y->low : 0, plot.y ? plot.y->high : 1,
             area.bottom(), area.top()} {}

    void data() {
        canvas_.rectangle(area_, palette::paper);
        if (plot_.y)
            canvas_.image(area_, density_image(for_few_events(plot_.grid, plot_.events)));
        else
            curve();
        canvas_.line(area_.bottomLeft(), area_.bottomRight(), {palette::axis, 0.5});
        canvas_.line(area_.bottomLeft(), area_.topLeft(), {palette::axis, 0.5});
        draw_scale_axis_below(canvas_, x_, area_.bottom());
        draw_marker_title(canvas_, {area_.center().x(), area_.bottom() + 3.9}, area_.width() + 1.6, plot_.x.marker,
                          plot_.x.channel);
        const QPointF left(area_.left() - 7.6, area_.center().y());
        if (!plot_.y) return canvas_.text_upwards({area_.left() - 2, left.y()}, say("events"), {6, palette::muted});
        draw_scale_axis_left(canvas_, y_, area_.left());
        draw_marker_title_upwards(canvas_, left, area_.height() + 2, plot_.y->marker, plot_.y->channel);
    }

    void outlines() {
        for (const DrawnGate& gate : plot_.gates)
            for (const auto& line : visible_edges(gate)) canvas_.outline(line, outline_style);
    }

    void labels() {
        std::vector<QRectF> taken;
        for (const DrawnGate& gate : plot_.gates) label(gate, taken);
    }

    /// Where the arrow to a gate's own plots starts: the right edge of its outline.
    [[nodiscard]] QPointF exit(const std::string& population) const {
        for (const DrawnGate& gate : plot_.gates)
            if (gate.population == population) {
                const QRectF box = bounds(gate);
                return {box.right(), box.center().y()};
            }
        return {area_.right(), area_.center().y()};
    }

private:
    const GatePlot& plot_;
    QRectF area_;
    Canvas& canvas_;
    ScaleAxis x_, y_;

    /// The outline as a ring, cut off at the frame.
    [[nodiscard]] QPolygonF polygon(const DrawnGate& gate) const {
        QPolygonF corners;
        for (const auto& [x, y] : gate.outline) corners << QPointF(x_(x), y_(y));
        if (!corners.isEmpty()) corners << corners.front();
        const QRectF reach = area_.adjusted(-0.01, -0.01, 0.01, 0.01);
        const bool inside =
            std::all_of(corners.begin(), corners.end(), [&](QPointF corner) { return reach.contains(corner); });
        return inside ? corners : corners.intersected(QPolygonF(area_));
    }

    /// True for rectangles, ranges and quadrants: the outline fills its bounds.
    static bool is_box(const DrawnGate& gate) {
        const auto& corners = gate.outline;
        return corners.size() == 4 && corners[0][1] == corners[1][1] && corners[1][0] == corners[2][0] &&
               corners[2][1] == corners[3][1] && corners[3][0] == corners[0][0];
    }

    [[nodiscard]] QRectF bounds(const DrawnGate& gate) const { return polygon(gate).boundingRect(); }

    /// The outline without its edges on the frame: there the gate is open or goes on.
    [[nodiscard]] std::vector<std::vector<QPointF>> visible_edges(const DrawnGate& gate) const {
        const auto on_frame = [&](QPointF a, QPointF b) {
            const auto both = [](double p, double q, double edge) {
                return std::abs(p - edge) < 0.02 && std::abs(q - edge) < 0.02;
            };
            return both(a.x(), b.x(), area_.left()) || both(a.x(), b.x(), area_.right()) ||
                   both(a.y(), b.y(), area_.top()) || both(a.y(), b.y(), area_.bottom());
        };
        const QPolygonF corners = polygon(gate);
        std::vector<std::vector<QPointF>> lines(1);
        for (qsizetype i = 0; i + 1 < corners.size(); ++i) {
            if (on_frame(corners[i], corners[i + 1])) {
                if (!lines.back().empty()) lines.emplace_back();
                continue;
            }
            if (lines.back().empty()) lines.back().push_back(corners[i]);
            lines.back().push_back(corners[i + 1]);
        }
        // The first corner of a ring is no end of a line.
        if (lines.size() > 1 && !lines.back().empty() && !lines.front().empty() &&
            lines.back().back() == lines.front().front()) {
            lines.back().insert(lines.back().end(), lines.front().begin() + 1, lines.front().end());
            lines.erase(lines.begin());
        }
        return lines;
    }

    void curve() {
        const auto& counts = plot_.grid.counts;
        if (plot_.grid.maximum == 0) return;
        std::vector<QPointF> points = {area_.bottomLeft()};
        for (std::size_t i = 0; i < counts.size(); ++i)
            points.emplace_back(
                area_.left() + area_.width() * (static_cast<double>(i) + 0.5) / static_cast<double>(counts.size()),
                area_.bottom() - area_.height() * 0.92 * counts[i] / plot_.grid.maximum);
        points.push_back(area_.bottomRight());
        const QColor colour = QColor::fromRgb(density_colour(0.35));
        canvas_.area(points, palette::tint(colour, 0.35));
        canvas_.polyline(points, {colour, 0.7});
    }

    [[nodiscard]] double hidden(const QRectF& box) const {
        if (plot_.y) return events_below(plot_.grid, area_, box);
        const auto bins = static_cast<double>(plot_.grid.counts.size());
        double events = 0;
        for (std::size_t i = 0; i < plot_.grid.counts.size(); ++i) {
            const double x = area_.left() + area_.width() * (static_cast<double>(i) + 0.5) / bins;
            const double top =
                area_.bottom() - area_.height() * 0.92 * plot_.grid.counts[i] / std::max(1u, plot_.grid.maximum);
            if (x > box.left() && x < box.right()) events += std::max(0.0, box.bottom() - top);
        }
        return events;
    }

    void label(const DrawnGate& gate, std::vector<QRectF>& taken) {
        const std::string percent = gate.percent ? percent_words(*gate.percent) + "\u00A0%" : say("not computable");
        const QRectF box = bounds(gate);
        const bool straight = is_box(gate);
        const std::string name = elide(population_name(gate.population), area_.width() - 2.4, gate_style);
        const double name_width = text_width(name, gate_style), percent_width = text_width(percent, percent_style);
        const double line = line_height(gate_style), beside = name_width + 1 + percent_width + 0.8;
        const bool one_line = beside < std::min(area_.width() * 0.62, straight ? box.width() - 1.2 : 1e9);
        const QSizeF size(one_line ? beside : std::max(name_width, percent_width) + 0.8,
                          (one_line ? 1 : 2) * line + 0.1);
        // Outside of its box, a label would be read as the neighbour's; only gates too small for it have it beside
        // them.
        const bool inside = straight && box.width() > size.width() + 1.1 && box.height() > size.height() + 1.1;
        const QRectF place =
            place_label(size, box, inside ? box : area_, taken, 0.5, [&](const QRectF& at) { return hidden(at); });
        taken.push_back(place);
        canvas_.rectangle(place, QColor(255, 255, 255, 215));
        const double left = place.left() + 0.4, first = place.top() + line / 2;
        canvas_.text({left, first}, name, gate_style, Side::left, Level::middle);
        if (one_line)
            canvas_.text({left + name_width + 1, first}, percent, percent_style, Side::left, Level::middle);
        else
            canvas_.text({left, first + line}, percent, percent_style, Side::left, Level::middle);
    }
};

void draw_page(const std::vector<GatePlot>& plots, const GatingLayout& layout, Canvas& canvas) {
    std::vector<GatePlotPainter> painters;
    for (std::size_t i = 0; i < plots.size(); ++i) painters.emplace_back(plots[i], layout.plots[i].area, canvas);
    for (std::size_t i = 0; i < plots.size(); ++i) {
        painters[i].data();
        painters[i].outlines();
    }
    for (const GatingArrow& arrow : layout.arrows)
        canvas.arrow(arrow.path(painters[arrow.from].exit(arrow.population)), arrow_style);
    for (std::size_t i = 0; i < plots.size(); ++i) {
        painters[i].labels();
        const QRectF& area = layout.plots[i].area;
        const TextStyle bold{7, palette::ink, true}, quiet{6, palette::muted};
        const std::string name = plots[i].parent == "/" ? say("all events") : population_name(plots[i].parent);
        canvas.text({area.left() - 4, area.top() - 4.0}, elide(name, area.width() + 4, bold), bold);
        std::string words = "n = " + count_words(plots[i].events);
        if (!plots[i].within.empty()) words += "; " + plots[i].within;
        canvas.text({area.left() - 4, area.top() - 1.2}, elide(words, area.width() + 4, quiet), quiet);
    }
}

std::string table(const std::vector<GatePlot>& plots) {
    CsvText csv({"patient", "tube", "visit", "parent", "population", "events", "percent_of_parent", "parent_events",
                 "control", "x_channel", "x_marker", "y_channel", "y_marker", "vertex", "x", "y"});
    for (const GatePlot& plot : plots)
        for (const DrawnGate& gate : plot.gates)
            for (std::size_t v = 0; v < gate.outline.size(); ++v)
                csv.row({plot.patient, plot.tube, plot.visit, plot.parent, gate.population,
                         gate.count ? std::to_string(*gate.count) : "", cell(gate.percent), std::to_string(plot.events),
                         gate.control, plot.x.channel, plot.x.marker, plot.y ? plot.y->channel : "",
                         plot.y ? plot.y->marker : "", std::to_string(v + 1),
                         cell(inverse(plot.x.transform, gate.outline[v][0])),
                         plot.y ? cell(inverse(plot.y->transform, gate.outline[v][1])) : ""});
    return csv.text();
}

/// Populations of the sample that no outline shows.
std::vector<std::string> undrawn(const Evidence& evidence, const std::vector<GatePlot>& plots) {
    std::set<std::string> drawn;
    for (const GatePlot& plot : plots)
        for (const DrawnGate& gate : plot.gates) drawn.insert(gate.population);
    std::set<std::string> others;
    for (const SampleSummary& sample : evidence.samples) {
        const StudySample& s = sample.sample;
        const GatePlot& plot = plots.front();
        if (s.patient != plot.patient || s.tube != plot.tube || s.visit != plot.visit || !s.control.empty()) continue;
        for (const PopulationRow& row : evidence.populations)
            if (row.sample == s.id && row.count && !drawn.contains(row.population))
                others.insert(population_name(row.population));
    }
    return {others.begin(), others.end()};
}

std::string caption(const Evidence& evidence, const std::vector<GatePlot>& plots) {
    const bool within =
        std::any_of(plots.begin(), plots.end(), [](const GatePlot& plot) { return !plot.within.empty(); });
    std::set<std::string> controls;
    for (const GatePlot& plot : plots)
        for (const DrawnGate& gate : plot.gates)
            if (!gate.control.empty()) controls.insert(gate.control);
    const std::vector<std::string> others = undrawn(evidence, plots);
    return sentences(
        {say("Every gate that has an outline, in the order of the strategy, on patient %1 at %2.",
             {plots.front().patient, visit_words(plots.front().visit)}),
         say("This is the patient with the most complete data, not a typical or a best one; the page of the other "
             "visit "
             "has the same axes."),
         say("Colours: few events dark, many bright, one scale per plot; percent of the population named above the "
             "plot, from all events."),
         say("Arrows lead from a gate to the plots of what it holds."),
         !within ? ""
                 : say("Where a gate has further bounds, only the events within them are drawn, and they are named."),
         controls.empty()
             ? ""
             : say("Thresholds from the patient's own controls: %1.", {list_words({controls.begin(), controls.end()})}),
         others.empty()
             ? ""
             : say("Not drawn, because they combine others or lie in more dimensions: %1.", {list_words(others)})});
}

Figure page_figure(const Evidence& evidence, const std::vector<GatePlot>& plots, bool after) {
    const GatePlot& first = plots.front();
    const GatingLayout layout(plots, double_column_mm, tag_band_mm);
    const std::string id = "gating" + (first.tube.empty() ? "" : "_" + first.tube) + (after ? "_after" : "_before");
    const std::string title = first.tube.empty() ? say("How were the populations gated? %1", {visit_words(first.visit)})
                                                 : say("How were the populations of tube %1 gated? %2",
                                                       {first.tube, visit_words(first.visit)});
    return make_figure(evidence, id, "cells", title, caption(evidence, plots), QSizeF(double_column_mm, layout.height),
                       table(plots), [plots, layout](Canvas& canvas) { draw_page(plots, layout, canvas); });
}

}  // namespace

std::vector<Figure> gating_figures(const Evidence& evidence) {
    std::vector<std::string> tubes;
    for (const GatePlot& plot : evidence.gate_plots)
        if (std::find(tubes.begin(), tubes.end(), plot.tube) == tubes.end()) tubes.push_back(plot.tube);
    std::vector<Figure> figures;
    for (const std::string& tube : tubes)
        for (const bool after : {false, true}) {
            const std::string& visit = after ? evidence.settings.followup_visit : evidence.settings.baseline_visit;
            std::vector<GatePlot> plots;
            for (const GatePlot& plot : evidence.gate_plots)
                if (plot.tube == tube && plot.visit == visit) plots.push_back(plot);
            if (!plots.empty()) figures.push_back(page_figure(evidence, plots, after));
        }
    return figures;
}

}  // namespace asparagate
