#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/patient_tags.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

std::vector<std::string> specificities(const Evidence& evidence) {
    std::vector<std::string> result;
    for (const AntibodyChange& change : evidence.antibodies)
        if ((change.before || change.after) &&
            std::find(result.begin(), result.end(), change.specificity) == result.end())
            result.push_back(change.specificity);
    return result;
}

namespace {

struct AntibodyLine {
    PatientLook patient;
    std::optional<Measurement> before, after;
};

struct AntibodyFacet {
    std::string specificity, unit;
    std::vector<AntibodyLine> lines;
    std::optional<double> cutoff;
    bool logarithmic = true;
    std::vector<std::string> words;
};

AntibodyFacet facet_of(const Evidence& evidence, const std::string& specificity) {
    AntibodyFacet facet{specificity, "", {}, {}, true, {}};
    const PatientTags tags(evidence);
    bool one_cutoff = true;
    for (const AntibodyChange& change : evidence.antibodies) {
        if (change.specificity != specificity || (!change.before && !change.after)) continue;
        const PatientEvidence* patient = evidence.patient(change.patient);
        AntibodyLine line{
            {change.patient, tags[change.patient], patient ? patient->group : Group::unclassified}, {}, {}};
        for (const auto* sample : {&change.before, &change.after}) {
            if (!*sample) continue;
            (sample == &change.before ? line.before : line.after) = (*sample)->result;
            facet.unit = (*sample)->result.unit;
            facet.logarithmic = facet.logarithmic && (*sample)->result.value > 0;
            if (!(*sample)->cutoff) continue;
            one_cutoff = one_cutoff && (!facet.cutoff || *facet.cutoff == *(*sample)->cutoff);
            facet.cutoff = (*sample)->cutoff;
        }
        facet.lines.push_back(std::move(line));
    }
    if (!one_cutoff) facet.cutoff.reset();
    for (const Comparison& comparison : evidence.comparisons)
        if (comparison.feature == specificity && comparison.n_2 == 0)
            facet.words.push_back(say("%1: %2", {sample_words(comparison.sample), test_words(comparison)}));
    return facet;
}

constexpr double top_mm = tag_band_mm + 6, plot_mm = 52, words_top_mm = top_mm + plot_mm + 7;

void draw_value(Canvas& canvas, QPointF at, const Measurement& value, const QColor& colour, bool after) {
    if (value.qualifier == '<') return canvas.mark(Mark::triangle_down, at, 1.8, colour, false);
    if (value.qualifier == '>') return canvas.mark(Mark::triangle_up, at, 1.8, colour, false);
    canvas.mark(Mark::circle, at, 1.8, colour, after);
}

void draw_facet(const AntibodyFacet& facet, Canvas& canvas, const QRectF& plot) {
    std::vector<double> values;
    for (const AntibodyLine& line : facet.lines)
        for (const auto* value : {&line.before, &line.after})
            if (*value) values.push_back((*value)->value);
    if (facet.cutoff && (*facet.cutoff > 0 || !facet.logarithmic)) values.push_back(*facet.cutoff);
    const Scale y = fitted_scale(values, facet.logarithmic, plot.bottom(), plot.top());
    draw_y_axis(canvas, y, ticks_for(y, 7), plot.left(), facet.unit, plot.left() - 10.5);
    canvas.text({plot.left(), plot.top() - 3}, elide(facet.specificity, plot.width(), {7.5, palette::ink, true}),
                {7.5, palette::ink, true});
    const double before = plot.left() + plot.width() * 0.24, after = plot.left() + plot.width() * 0.74;
    canvas.line(plot.bottomLeft(), plot.bottomRight());
    canvas.text({before, plot.bottom() + 1.2}, say("before"), {7}, Side::centre, Level::top);
    canvas.text({after, plot.bottom() + 1.2}, say("after"), {7}, Side::centre, Level::top);
    if (facet.cutoff && *facet.cutoff >= y.low && *facet.cutoff <= y.high) {
        canvas.line({plot.left(), y(*facet.cutoff)}, {plot.right(), y(*facet.cutoff)}, {palette::muted, 0.5, true});
        canvas.text({plot.left() + 0.6, y(*facet.cutoff) - 0.6}, say("cut-off"), {6, palette::muted});
    }
    std::vector<PointLabel> after_labels, only_before;
    for (const AntibodyLine& line : facet.lines) {
        const QColor colour = palette::group(line.patient.group);
        if (line.before && line.after)
            canvas.line({before, y(line.before->value)}, {after, y(line.after->value)},
                        {palette::tint(colour, 0.65), 0.8});
        if (line.before) draw_value(canvas, {before, y(line.before->value)}, *line.before, colour, false);
        if (line.after) draw_value(canvas, {after, y(line.after->value)}, *line.after, colour, true);
        const PointLabel label{{line.after ? after : before, y((line.after ? line.after : line.before)->value)},
                               line.patient.tag,
                               line.patient.id,
                               colour};
        (line.after ? after_labels : only_before).push_back(label);
    }
    draw_labels_right(canvas, after_labels, after + 2.2, plot.top(), plot.bottom() - 1);
    draw_labels_right(canvas, only_before, before + 1.8, plot.top(), plot.bottom() - 1);
}

double words_height(const AntibodyFacet& facet, double width) {
    double height = 0;
    for (const std::string& words : facet.words)
        height += static_cast<double>(wrap(words, width, {6}).size()) * line_height({6});
    return height;
}

std::string caption(const Evidence& evidence, const std::vector<AntibodyFacet>& facets) {
    std::vector<std::string> without;
    for (const PatientEvidence& patient : evidence.patients)
        if (!patient.has_antibodies) without.push_back(patient.patient.id);
    std::size_t most = 0;
    for (const AntibodyFacet& facet : facets) most = std::max(most, facet.lines.size());
    return sentences(
        {say("Antibodies before (hollow) and after (filled) blinatumomab, n = %1; a line joins a patient's "
             "samples.",
             {std::to_string(most)}),
         say("Triangles: below or above a limit of the assay."),
         say("The assays overlap (anti-PEG is part of anti-PEG-ASP) and are not independent confirmations."),
         say("There is no control arm: antibodies also fall with time, chemotherapy and steroids."),
         without.empty() ? "" : say("No antibody data: %1.", {list_words(without)})});
}

std::string table(const Evidence& evidence) {
    CsvText csv({"patient", "group", "specificity", "before_day", "before_qualifier", "before", "after_day",
                 "after_qualifier", "after", "unit", "cutoff", "percent_reduction", "log2_ratio",
                 "catabolism_percent"});
    for (const AntibodyChange& c : evidence.antibodies) {
        const PatientEvidence* patient = evidence.patient(c.patient);
        const auto& any = c.before ? c.before : c.after;
        csv.row({c.patient, patient ? group_name(patient->group) : "", c.specificity,
                 c.before ? cell(c.before->day) : "", c.before ? qualifier_cell(c.before->result.qualifier) : "",
                 c.before ? cell(c.before->result.value) : "", c.after ? cell(c.after->day) : "",
                 c.after ? qualifier_cell(c.after->result.qualifier) : "", c.after ? cell(c.after->result.value) : "",
                 any ? any->result.unit : "", any ? cell(any->cutoff) : "", cell(c.percent_reduction),
                 cell(c.log2_ratio), cell(c.catabolism_percent)});
    }
    return csv.text();
}

/// Per antibody, as the assays overlap; only pairs whose baseline is above the cut-off.
std::string finding(const Evidence& evidence) {
    std::vector<std::string> parts;
    for (const std::string& specificity : specificities(evidence)) {
        std::size_t fell = 0, pairs = 0;
        for (const AntibodyChange& change : evidence.antibodies) {
            if (change.specificity != specificity || !change.percent_reduction) continue;
            ++pairs;
            fell += *change.percent_reduction > 0;
        }
        if (pairs > 0) parts.push_back(say("%1 in %2", {specificity, of_words(fell, pairs)}));
    }
    return parts.empty() ? say("Antibodies before and after blinatumomab")
                         : say("Fall of antibodies: %1", {list_words(parts)});
}

}  // namespace

std::optional<Figure> antibody_figure(const Evidence& evidence) {
    std::vector<AntibodyFacet> facets;
    for (const std::string& specificity : specificities(evidence)) facets.push_back(facet_of(evidence, specificity));
    if (facets.empty()) return std::nullopt;
    const FacetGrid grid(facets.size(), double_column_mm);
    double words = 0;
    for (const AntibodyFacet& facet : facets) words = std::max(words, words_height(facet, grid.facet_mm - 7));
    const double row = words_top_mm - tag_band_mm + words + 2;
    return make_figure(
        evidence, "antibodies", "antibodies", finding(evidence), caption(evidence, facets),
        QSizeF(double_column_mm, tag_band_mm + row * grid.rows), table(evidence), [=](Canvas& canvas) {
            for (std::size_t i = 0; i < facets.size(); ++i) {
                const double left = grid.left(i), top = grid.row(i) * row;
                draw_facet(facets[i], canvas, QRectF(left + 14, top + top_mm, grid.facet_mm - 16, plot_mm));
                double y = top + words_top_mm;
                for (const std::string& sentence : facets[i].words)
                    y += canvas.paragraph({left + 4, y}, grid.facet_mm - 7, sentence, {6, palette::muted});
            }
        });
}

}  // namespace asparagate
