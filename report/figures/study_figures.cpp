#include "figures/feature_names.hpp"
#include "figures/file_key.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/patient_tags.hpp"
#include "figures/svg_device.hpp"
#include "figures/term_words.hpp"
#include "language/say.hpp"

#include "asparagate/fcs/output_file.hpp"

#include <QPainter>

#include <set>

namespace asparagate {

Figure make_figure(const Evidence& evidence, std::string id, std::string section, std::string title,
                   std::string caption, QSizeF size_mm, std::string data_csv, std::function<void(Canvas&)> draw) {
    const bool synthetic = evidence.settings.synthetic;
    if (synthetic)
        caption = sentences({caption, say("Synthetic data: made by a simulator, not measured in patients.")});
    const Language spoken = language();
    const auto paint = [synthetic, size_mm, spoken, draw = std::move(draw)](QPainter& painter, const QRectF& area) {
        const LanguageScope scope(spoken);
        painter.save();
        painter.translate(area.topLeft());
        const double scale = std::min(area.width() / size_mm.width(), area.height() / size_mm.height());
        if (std::abs(scale - 1) > 1e-9) painter.scale(scale, scale);
        Canvas canvas(painter);
        draw(canvas);
        if (synthetic)
            canvas.text({size_mm.width() - 1, 0.6}, say("SYNTHETIC DATA"), {6, palette::muted, true}, Side::right,
                        Level::top);
        painter.restore();
    };
    return {
        std::move(id), std::move(title), std::move(caption), std::move(section), size_mm, paint, std::move(data_csv),
        spoken};
}

double drawn_height(const std::function<double(Canvas&)>& draw) {
    SvgDevice nowhere(QSizeF(double_column_mm, double_column_mm));
    QPainter painter(&nowhere);
    Canvas canvas(painter);
    return draw(canvas);
}

std::vector<PatientLook> patients_in_order(const Evidence& evidence) {
    std::vector<PatientLook> result;
    const PatientTags tags(evidence);
    for (const PatientEvidence& patient : evidence.patients)
        result.push_back({patient.patient.id, tags[patient.patient.id], patient.group});
    return result;
}

std::vector<Group> groups_present(const std::vector<PatientLook>& patients) {
    std::vector<Group> result;
    for (const Group group : {Group::aar, Group::aanr, Group::unclassified}) {
        const bool any =
            std::any_of(patients.begin(), patients.end(), [&](const PatientLook& p) { return p.group == group; });
        if (any) result.push_back(group);
    }
    return result;
}

std::string column_words(Group group, bool only_one) {
    return only_one && group == Group::unclassified ? say("all patients") : group_words(group);
}

namespace {

/// Ids are file names and anchors: families named by people may differ only in case or in characters that
/// neither can hold.
void make_ids_unique(std::vector<Figure>& figures) {
    std::set<std::string> used;
    for (Figure& figure : figures) {
        const std::string stem = safe_file_name(figure.id);
        figure.id = stem;
        for (int i = 2; !used.insert(file_key(figure.id)).second; ++i) figure.id = stem + "_" + std::to_string(i);
    }
}

}  // namespace

std::vector<Figure> study_figures(const Evidence& complete) {
    Evidence evidence = complete.settings.blind ? blinded(complete) : complete;
    name_features(evidence);
    std::vector<Figure> figures;
    const auto add = [&](std::optional<Figure> figure) {
        if (figure) figures.push_back(std::move(*figure));
    };
    const auto add_all = [&](std::vector<Figure> more) {
        for (Figure& figure : more) figures.push_back(std::move(figure));
    };
    add(swimlane_figure(evidence));
    add(missing_data_figure(evidence));
    add(activity_figure(evidence));
    add(concordance_figure(evidence));
    add(antibody_figure(evidence));
    add(reduction_figure(evidence));
    add(heatmap_figure(evidence));
    add_all(effects_figures(evidence));
    add_all(group_figures(evidence));
    add_all(histogram_figures(evidence));
    add(detection_figure(evidence));
    add_all(gating_figures(evidence));
    add_all(correlation_figures(evidence));
    make_ids_unique(figures);
    return figures;
}

}  // namespace asparagate
