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

struct ReductionPoint {
    std::string patient, tag;
    Group group = Group::unclassified;
    double percent = 0;
};

struct ReductionFacet {
    std::string specificity;
    std::vector<ReductionPoint> points;
    std::optional<double> catabolism;  ///< median over patients of what IgG catabolism alone would take
    std::vector<std::string> words;
};

ReductionFacet facet_of(const Evidence& evidence, const std::string& specificity) {
    ReductionFacet facet{specificity, {}, {}, {}};
    const PatientTags tags(evidence);
    std::vector<double> catabolism;
    for (const AntibodyChange& change : evidence.antibodies) {
        if (change.specificity != specificity || !change.percent_reduction) continue;
        const PatientEvidence* patient = evidence.patient(change.patient);
        facet.points.push_back({change.patient, tags[change.patient], patient ? patient->group : Group::unclassified,
                                *change.percent_reduction});
        if (change.catabolism_percent) catabolism.push_back(*change.catabolism_percent);
    }
    if (!catabolism.empty()) facet.catabolism = median(catabolism);
    for (const Comparison& comparison : evidence.comparisons) {
        if (comparison.feature != specificity || comparison.n_2 == 0) continue;
        facet.words.push_back(test_words(comparison));
        if (const std::string effect = effect_words(comparison); !effect.empty()) facet.words.push_back(effect);
    }
    return facet;
}

constexpr double top_mm = tag_band_mm + 6, plot_mm = 50, words_top_mm = top_mm + plot_mm + 10;

void draw_group(Canvas& canvas, const ReductionFacet& facet, Group group, const Scale& y, double x, double room) {
    std::vector<double> values, positions;
    std::vector<const ReductionPoint*> points;
    for (const ReductionPoint& point : facet.points)
        if (point.group == group) {
            values.push_back(point.percent);
            positions.push_back(y(point.percent));
            points.push_back(&point);
        }
    if (points.empty()) return;
    const QColor colour = palette::group(group);
    const double middle = y(median(values));
    canvas.line({x - 3.4, middle}, {x + 3.4, middle}, {palette::ink, 1.1});
    const std::vector<double> offsets = beeswarm(positions, 2.0, 3);
    std::vector<PointLabel> labels;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF at(x + offsets[i], positions[i]);
        canvas.mark(Mark::circle, at, 1.8, colour, true);
        labels.push_back({at, points[i]->tag, points[i]->patient, colour});
    }
    draw_labels_right(canvas, labels, x + std::min(4.6, room), std::min(y.from_mm, y.to_mm) + 1,
                      std::max(y.from_mm, y.to_mm) - 1);
}

void draw_facet(const ReductionFacet& facet, const std::vector<Group>& groups, Canvas& canvas, const QRectF& plot,
                bool with_title) {
    std::vector<double> values = {0, 100};
    for (const ReductionPoint& point : facet.points) values.push_back(point.percent);
    Scale y{false, std::min(0.0, *std::min_element(values.begin(), values.end()) - 8), 104, plot.bottom(), plot.top()};
    draw_y_axis(canvas, y, linear_ticks(y.low, 100, 6), plot.left(),
                with_title ? say("reduction from baseline (%)") : "", plot.left() - 10.5);
    canvas.text({plot.left(), plot.top() - 3}, elide(facet.specificity, plot.width(), {7.5, palette::ink, true}),
                {7.5, palette::ink, true});
    canvas.line(plot.bottomLeft(), plot.bottomRight());
    if (y.low < 0) canvas.line({plot.left(), y(0)}, {plot.right(), y(0)}, {palette::faint, 0.5});
    if (facet.catabolism) {
        const double level = y(*facet.catabolism);
        canvas.line({plot.left(), level}, {plot.right(), level}, {palette::muted, 0.5, true});
        // Where the last group has no point: below the line, else above it.
        const bool crowded = std::any_of(facet.points.begin(), facet.points.end(), [&](const ReductionPoint& p) {
            return p.group == groups.back() && y(p.percent) > level - 1 && y(p.percent) < level + 4.5;
        });
        canvas.text({plot.right(), crowded ? level - 0.6 : level + 0.4}, say("IgG catabolism alone"),
                    {6, palette::muted}, Side::right, crowded ? Level::baseline : Level::top);
    }
    const double step = plot.width() / static_cast<double>(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        // One column alone leaves room for what stands at the right end of the line.
        const double x = plot.left() + (static_cast<double>(i) + (groups.size() == 1 ? 0.28 : 0.36)) * step;
        const auto n = std::count_if(facet.points.begin(), facet.points.end(),
                                     [&](const ReductionPoint& p) { return p.group == groups[i]; });
        canvas.text({x, plot.bottom() + 1.2}, column_words(groups[i], groups.size() == 1),
                    {7, palette::group(groups[i])}, Side::centre, Level::top);
        canvas.text({x, plot.bottom() + 1.2 + line_height({7})}, say("n = %1", {std::to_string(n)}),
                    {6.5, palette::muted}, Side::centre, Level::top);
        draw_group(canvas, facet, groups[i], y, x, step * 0.5);
    }
}

double words_height(const ReductionFacet& facet, double width) {
    double height = 0;
    for (const std::string& words : facet.words)
        height += static_cast<double>(wrap(words, width, {6}).size()) * line_height({6});
    return height;
}

std::string caption(const std::vector<ReductionFacet>& facets, const Evidence& evidence) {
    std::size_t undefined = 0;
    for (const AntibodyChange& change : evidence.antibodies) undefined += !change.percent_reduction;
    const bool catabolism =
        std::any_of(facets.begin(), facets.end(), [](const ReductionFacet& f) { return f.catabolism.has_value(); });
    const bool tested =
        std::any_of(facets.begin(), facets.end(), [](const ReductionFacet& f) { return !f.words.empty(); });
    return sentences(
        {say("100 × (before − after) / before for each antibody; points: patients; short lines: medians."),
         !tested ? ""
                 : say("Two-sided exact Mann-Whitney tests, one per antibody and never pooled, with the smallest p "
                       "that the design can reach."),
         catabolism ? say("Dashed: fall expected from IgG catabolism alone (half-life %1 d, median over patients); "
                          "a smaller fall means production went on. It is shown, not tested.",
                          {axis_number(evidence.settings.domain.igg_half_life_days)})
                    : "",
         undefined > 0 ? say("Pairs not drawn, without a value or with a baseline at or below the cut-off: %1.",
                             {std::to_string(undefined)})
                       : ""});
}

}  // namespace

std::optional<Figure> reduction_figure(const Evidence& evidence) {
    std::vector<ReductionFacet> facets;
    CsvText csv({"patient", "group", "specificity", "percent_reduction", "catabolism_percent"});
    for (const std::string& specificity : specificities(evidence)) {
        ReductionFacet facet = facet_of(evidence, specificity);
        if (!facet.points.empty()) facets.push_back(std::move(facet));
    }
    if (facets.empty()) return std::nullopt;
    for (const AntibodyChange& change : evidence.antibodies) {
        const PatientEvidence* patient = evidence.patient(change.patient);
        csv.row({change.patient, patient ? group_name(patient->group) : "", change.specificity,
                 cell(change.percent_reduction), cell(change.catabolism_percent)});
    }
    const std::vector<Group> groups = groups_present(patients_in_order(evidence));
    const FacetGrid grid(facets.size(), double_column_mm);
    double words = 0;
    for (const ReductionFacet& facet : facets) words = std::max(words, words_height(facet, grid.facet_mm - 7));
    const double row = words_top_mm - tag_band_mm + words + 2;
    const std::string title = groups.size() > 1 ? say("Did antibodies fall more where activity came back?")
                                                : say("How far did antibodies fall?");
    return make_figure(
        evidence, "antibody_reduction", "antibodies", title, caption(facets, evidence),
        QSizeF(double_column_mm, tag_band_mm + row * grid.rows), csv.text(), [=](Canvas& canvas) {
            for (std::size_t i = 0; i < facets.size(); ++i) {
                const double left = grid.left(i), top = grid.row(i) * row;
                draw_facet(facets[i], groups, canvas, QRectF(left + 14, top + top_mm, grid.facet_mm - 16, plot_mm),
                           i % static_cast<std::size_t>(grid.columns) == 0);
                double y = top + words_top_mm;
                for (const std::string& sentence : facets[i].words)
                    y += canvas.paragraph({left + 4, y}, grid.facet_mm - 7, sentence, {6, palette::muted});
            }
        });
}

}  // namespace asparagate
