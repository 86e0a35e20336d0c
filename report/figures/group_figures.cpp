#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/patient_tags.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include "asparagate/analysis/statistics/summary.hpp"

namespace asparagate {

namespace {

/// What is known of one value: what counting leaves open, and what the place of the gates does.
struct Range {
    std::optional<double> low, high;
};

struct GroupPoint {
    std::string patient, tag;
    Group group = Group::unclassified;
    std::optional<double> before, after;
    Range before_counting, after_counting, before_placement, after_placement;
    bool tested = false;  ///< the tests of the change use this patient
};

struct GroupPanel {
    Feature feature;
    std::vector<GroupPoint> points;
    std::vector<std::string> words;
    bool cd19_unreliable = false;
};

Range placement(const Evidence& evidence, const FoldChange& change, const std::string& quantity) {
    for (const PlacementBand& band : evidence.uncertainty.bands)
        if (band.feature == change.feature && band.patient == change.patient && band.quantity == quantity)
            return {band.low, band.high};
    return {};
}

/// Changes that are not reliable or lack a visit are in no test of the change.
bool is_tested(const FoldChange& change) {
    return change.log2fc && std::isfinite(*change.log2fc) && change.state != ChangeState::unreliable &&
           change.state != ChangeState::missing;
}

GroupPoint point_of(const Evidence& evidence, const PatientEvidence& patient, const FoldChange& change,
                    const PatientTags& tags) {
    return {patient.patient.id,
            tags[patient.patient.id],
            patient.group,
            change.before,
            change.after,
            {change.before_low, change.before_high},
            {change.after_low, change.after_high},
            placement(evidence, change, "before"),
            placement(evidence, change, "after"),
            is_tested(change)};
}

std::string range_words(const std::string& low, const std::string& high) {
    return low == high ? low : say("%1 to %2", {low, high});
}

/// What becomes of a test when the gates are moved; empty when they were not.
std::string placement_words(const Evidence& evidence, const Comparison& comparison) {
    for (const ConclusionBand& band : evidence.uncertainty.conclusions) {
        const bool same = band.feature == comparison.feature && band.quantity == comparison.quantity &&
                          band.test == comparison.test && band.subject == comparison.sample;
        if (!same || !band.estimate_low || !band.estimate_high || !band.p_low || !band.p_high) continue;
        return say("When the gates are moved: difference %1, p\u00a0%2.",
                   {range_words(number_words(*band.estimate_low), number_words(*band.estimate_high)),
                    range_words(p_words(*band.p_low), p_words(*band.p_high))});
    }
    return {};
}

GroupPanel panel_of(const Evidence& evidence, const Feature& feature) {
    GroupPanel panel{feature, {}, {}, false};
    const PatientTags tags(evidence);
    for (const PatientEvidence& patient : evidence.patients) {
        const FoldChange* change = evidence.fold_change(feature.id, patient.patient.id);
        if (change && (change->before || change->after))
            panel.points.push_back(point_of(evidence, patient, *change, tags));
        if (change)
            panel.cd19_unreliable = panel.cd19_unreliable || std::find(change->flags.begin(), change->flags.end(),
                                                                       "CD19_UNRELIABLE") != change->flags.end();
    }
    for (const Comparison& comparison : evidence.comparisons) {
        const bool baseline = comparison.quantity == evidence.settings.baseline_visit + " value";
        if (comparison.feature != feature.id || comparison.n_2 == 0 || baseline) continue;
        const std::string quantity = quantity_words(comparison.quantity), effect = effect_words(comparison);
        panel.words.push_back(effect.empty() ? say("%1: %2.", {quantity, test_words(comparison)})
                                             : say("%1: %2; %3.", {quantity, test_words(comparison), effect}));
        if (std::string moved = placement_words(evidence, comparison); !moved.empty())
            panel.words.push_back(std::move(moved));
    }
    if (panel.words.empty())
        for (const Comparison& comparison : evidence.comparisons)
            if (comparison.feature == feature.id)
                panel.words.push_back(say("%1 (%2): %3.", {quantity_words(comparison.quantity),
                                                           sample_words(comparison.sample), test_words(comparison)}));
    return panel;
}

std::size_t tested_of(const std::vector<GroupPoint>& points) {
    return static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [](const auto& p) { return p.tested; }));
}

const QColor untested(0x99, 0x99, 0x99);
constexpr double plot_mm = 46, title_mm = 9, axis_mm = 8.5;
constexpr TextStyle words_style{6, QColor(0x55, 0x55, 0x55)};

double words_height(const GroupPanel& panel, double width) {
    double height = 0;
    for (const std::string& sentence : panel.words)
        height += static_cast<double>(wrap(sentence, width, words_style).size()) * line_height(words_style) + 0.4;
    return height;
}

/// Ends that the axis has to hold; zero would need a longer axis than any logarithm has.
void add_ends(std::vector<double>& values, const Range& moved, const Range& counting) {
    for (const auto& end : {moved.low, moved.high})
        if (end) values.push_back(*end);
    if (!moved.low || !moved.high) return;
    for (const auto& end : {counting.low, counting.high})
        if (end && *end > 0) values.push_back(*end);
}

class PanelPainter {
public:
    PanelPainter(const GroupPanel& panel, Canvas& canvas, const QRectF& plot)
        : panel_(panel), canvas_(canvas), plot_(plot) {
        std::vector<double> values;
        for (const GroupPoint& point : panel.points) {
            for (const auto& value : {point.before, point.after})
                if (value) values.push_back(*value);
            // Intervals are drawn only beside the bands of moved gates: without those they would crowd the points.
            add_ends(values, point.before_placement, point.before_counting);
            add_ends(values, point.after_placement, point.after_counting);
        }
        y_ = fitted_scale(values, wants_logarithm(values), plot.bottom(), plot.top());
    }

    void draw(const std::vector<Group>& groups) {
        const TextStyle title{7.5, palette::ink, true};
        canvas_.text({plot_.left() - 9, plot_.top() - 5.4}, elide(panel_.feature.name, plot_.width() + 10, title),
                     title);
        std::string unit = measure_words(panel_.feature);
        if (panel_.feature.primary) unit = say("%1, primary", {unit});
        if (panel_.cd19_unreliable) unit = say("%1, %2", {unit, "CD19_UNRELIABLE"});
        canvas_.text({plot_.left() - 9, plot_.top() - 2.2}, elide(unit, plot_.width() + 10, {6.5, palette::muted}),
                     {6.5, palette::muted});
        draw_y_axis(canvas_, y_, ticks_for(y_, 6), plot_.left(), "", 0);
        canvas_.line(plot_.bottomLeft(), plot_.bottomRight());
        const double step = plot_.width() / static_cast<double>(groups.size());
        for (std::size_t i = 0; i < groups.size(); ++i)
            group(groups[i], plot_.left() + static_cast<double>(i) * step, step);
    }

private:
    const GroupPanel& panel_;
    Canvas& canvas_;
    QRectF plot_;
    Scale y_;

    void group(Group group, double left, double width) {
        const double labels = 7.5, reach = std::max(0.0, std::min(2.2, (width - labels - 9) / 4));
        const double before = left + 2.6 + reach, after = left + width - labels - reach - 1.2;
        const QColor colour = palette::group(group);
        std::vector<GroupPoint> points;
        for (const GroupPoint& point : panel_.points)
            if (point.group == group) points.push_back(point);
        const std::vector<QPointF> from = places(points, &GroupPoint::before, before, reach),
                                   to = places(points, &GroupPoint::after, after, reach);
        summary(points, &GroupPoint::before, before, colour);
        summary(points, &GroupPoint::after, after, colour);
        std::vector<PointLabel> names, unpaired;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const QColor& own = points[i].tested ? colour : untested;
            if (points[i].before) ranges(points[i].before_counting, points[i].before_placement, from[i].x(), own);
            if (points[i].after) ranges(points[i].after_counting, points[i].after_placement, to[i].x(), own);
        }
        for (std::size_t i = 0; i < points.size(); ++i) {
            const QColor& own = points[i].tested ? colour : untested;
            if (points[i].before && points[i].after) canvas_.line(from[i], to[i], {palette::tint(own, 0.45), 0.6});
        }
        for (std::size_t i = 0; i < points.size(); ++i) {
            const QColor& own = points[i].tested ? colour : untested;
            if (points[i].before) canvas_.mark(Mark::circle, from[i], 1.7, own, false);
            if (points[i].after) canvas_.mark(Mark::circle, to[i], 1.7, own, points[i].tested);
            (points[i].after ? names : unpaired)
                .push_back({points[i].after ? to[i] : from[i], points[i].tag, points[i].patient, own});
        }
        draw_labels_right(canvas_, names, after + reach + 1.7, plot_.top() - 0.5, plot_.bottom() - 0.8);
        draw_labels_right(canvas_, unpaired, before + reach + 1.7, plot_.top() - 0.5, plot_.bottom() - 0.8);
        labels_below(group, before, after, points);
    }

    /// Behind a point: the band of moved gates, and in it the counting interval as a thin line.
    void ranges(const Range& counting, const Range& moved, double x, const QColor& colour) {
        if (!moved.low || !moved.high) return;
        const double top = y_.clamped(*moved.high), bottom = y_.clamped(*moved.low);
        canvas_.rectangle(QRectF(x - 0.6, top, 1.2, std::max(0.2, bottom - top)), palette::tint(colour, 0.3));
        if (counting.low && counting.high)
            canvas_.line({x, y_.clamped(*counting.high)}, {x, y_.clamped(*counting.low)}, {colour, 0.4});
    }

    void labels_below(Group group, double before, double after, const std::vector<GroupPoint>& points) {
        const std::size_t tested = tested_of(points), n = points.size();
        const std::string name = column_words(group, n == panel_.points.size());
        const double y = plot_.bottom() + 1;
        canvas_.text({before, y}, say("before"), {6.5}, Side::centre, Level::top);
        canvas_.text({after, y}, say("after"), {6.5}, Side::centre, Level::top);
        canvas_.text({(before + after) / 2, y + line_height({6.5})},
                     tested == n ? say("%1, n = %2", {name, std::to_string(n)})
                                 : say("%1, %2 of %3", {name, std::to_string(tested), std::to_string(n)}),
                     {6.5, palette::group(group), true}, Side::centre, Level::top);
    }

    [[nodiscard]] std::vector<QPointF> places(const std::vector<GroupPoint>& points,
                                              std::optional<double> GroupPoint::*side, double x, double reach) const {
        std::vector<double> y;
        for (const GroupPoint& point : points)
            if (point.*side) y.push_back(y_(*(point.*side)));
        const std::vector<double> offsets = beeswarm(y, 1.9, reach);
        std::vector<QPointF> result;
        std::size_t used = 0;
        for (const GroupPoint& point : points) {
            if (!(point.*side)) {
                result.emplace_back();
                continue;
            }
            result.emplace_back(x + offsets[used], y[used]);
            ++used;
        }
        return result;
    }

    /// Median as a short line; a box of the quartiles only where five patients or more stand behind it.
    void summary(const std::vector<GroupPoint>& points, std::optional<double> GroupPoint::*side, double x,
                 const QColor& colour) {
        std::vector<double> values;
        for (const GroupPoint& point : points)
            if (point.*side) values.push_back(*(point.*side));
        if (values.empty()) return;
        constexpr double half = 2.4;
        if (values.size() >= 5) {
            const double top = y_(quantile(values, 0.75)), bottom = y_(quantile(values, 0.25));
            canvas_.rectangle(QRectF(x - half, top, 2 * half, bottom - top), palette::tint(colour, 0.14));
        }
        const double middle = y_(median(values));
        canvas_.line({x - half, middle}, {x + half, middle}, {palette::ink, 1.1});
    }
};

struct GroupPage {
    std::string id, title;
    std::vector<GroupPanel> panels;
};

Figure page_figure(const Evidence& evidence, const GroupPage& page, const std::vector<Group>& groups) {
    const FacetGrid grid(page.panels.size(), double_column_mm);
    std::vector<double> tops = {tag_band_mm};
    for (int row = 0; row < grid.rows; ++row) {
        double words = 0;
        for (std::size_t i = 0; i < page.panels.size(); ++i)
            if (grid.row(i) == row) words = std::max(words, words_height(page.panels[i], grid.facet_mm - 5));
        tops.push_back(tops.back() + title_mm + plot_mm + axis_mm + words + 4);
    }
    CsvText csv({"feature", "name", "family", "measure", "patient", "group", "before", "before_low", "before_high",
                 "before_placement_low", "before_placement_high", "after", "after_low", "after_high",
                 "after_placement_low", "after_placement_high"});
    std::size_t without = 0, left_out = 0;
    for (const GroupPanel& panel : page.panels) left_out += panel.points.size() - tested_of(panel.points);
    for (const GroupPanel& panel : page.panels)
        for (const GroupPoint& point : panel.points)
            csv.row({panel.feature.id, panel.feature.name, panel.feature.family, panel.feature.measure, point.patient,
                     group_name(point.group), cell(point.before), cell(point.before_counting.low),
                     cell(point.before_counting.high), cell(point.before_placement.low),
                     cell(point.before_placement.high), cell(point.after), cell(point.after_counting.low),
                     cell(point.after_counting.high), cell(point.after_placement.low),
                     cell(point.after_placement.high)});
    for (const PatientEvidence& patient : evidence.patients) without += !patient.has_flow;
    const std::string caption =
        sentences({say("Every patient is a labelled point, %1 hollow and %2 filled, joined by a line.",
                       {visit_words(evidence.settings.baseline_visit), visit_words(evidence.settings.followup_visit)}),
                   left_out == 0 ? ""
                                 : say("Hollow and grey at both visits: the change is not reliable or a visit is "
                                       "missing, so that no test of the change uses the patient; below each panel, how "
                                       "many of the patients drawn are used. Medians and boxes are of all drawn."),
                   say("Short lines: medians; shaded boxes: quartiles, only from five patients on."),
                   say("Exact two-sided tests with the smallest p that the design can reach; differences are "
                       "Hodges-Lehmann estimates, first group minus second."),
                   evidence.uncertainty.bands.empty()
                       ? ""
                       : say("Behind each point: the 95 % counting interval as a thin line, and the range of the value "
                             "when every gate is moved within its tolerance as a band."),
                   without > 0 ? say("Patients without flow data: %1.", {std::to_string(without)}) : ""});
    return make_figure(evidence, page.id, "cells", page.title, caption, QSizeF(double_column_mm, tops.back()),
                       csv.text(), [=](Canvas& canvas) {
                           for (std::size_t i = 0; i < page.panels.size(); ++i) {
                               const double left = grid.left(i), top = tops[static_cast<std::size_t>(grid.row(i))];
                               PanelPainter(page.panels[i], canvas,
                                            QRectF(left + 11, top + title_mm, grid.facet_mm - 12.5, plot_mm))
                                   .draw(groups);
                               double y = top + title_mm + plot_mm + axis_mm;
                               for (const std::string& sentence : page.panels[i].words)
                                   y += canvas.paragraph({left + 2, y}, grid.facet_mm - 5, sentence, words_style) + 0.4;
                           }
                       });
}

constexpr std::size_t panels_per_page = 6;

bool is_cytotoxic(const Feature& feature) {
    return feature.primary || feature.family.find("cytotoxic") != std::string::npos;
}

/// Pages of at most six panels, which fill a printed page: primary and cytotoxic features first, then one set of pages
/// per family.
std::vector<GroupPage> pages_of(const Evidence& evidence, bool compared) {
    std::vector<std::string> sets = {""};
    for (const Feature& feature : evidence.features)
        if (!is_cytotoxic(feature) && std::find(sets.begin(), sets.end(), feature.family) == sets.end())
            sets.push_back(feature.family);
    std::vector<GroupPage> pages;
    for (const std::string& set : sets) {
        std::vector<GroupPanel> panels;
        for (const Feature& feature : evidence.features) {
            const bool here = set.empty() ? is_cytotoxic(feature) : !is_cytotoxic(feature) && feature.family == set;
            if (!here) continue;
            GroupPanel panel = panel_of(evidence, feature);
            if (!panel.points.empty()) panels.push_back(std::move(panel));
        }
        const std::string stem = set.empty() ? "groups_cytotoxic" : "groups_" + set;
        const std::string title = set.empty() ? compared
                                                    ? say("Do primary and cytotoxic features differ between groups?")
                                                    : say("Do primary and cytotoxic features change?")
                                  : compared ? say("Do subsets differ between groups? %1", {set})
                                              : say("Do subsets change? %1", {set});
        const std::size_t count = (panels.size() + panels_per_page - 1) / panels_per_page;
        for (std::size_t i = 0; i < count; ++i) {
            GroupPage page{stem + (count > 1 ? "_" + std::to_string(i + 1) : ""), title, {}};
            if (count > 1) page.title = say("%1 (%2)", {page.title, of_words(i + 1, count)});
            const std::size_t begin = i * panels_per_page, end = std::min(panels.size(), begin + panels_per_page);
            for (std::size_t k = begin; k < end; ++k) page.panels.push_back(panels[k]);
            pages.push_back(std::move(page));
        }
    }
    return pages;
}

}  // namespace

std::vector<Figure> group_figures(const Evidence& evidence) {
    const std::vector<Group> groups = groups_present(patients_in_order(evidence));
    std::vector<Figure> figures;
    for (const GroupPage& page : pages_of(evidence, groups.size() > 1))
        figures.push_back(page_figure(evidence, page, groups));
    return figures;
}

}  // namespace asparagate
