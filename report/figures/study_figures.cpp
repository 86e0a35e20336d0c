#include "figures/painters.hpp"
#include "figures/palette.hpp"

#include "asparagate/fcs/output_file.hpp"

#include <QPainter>

#include <set>

namespace asparagate {

Figure make_figure(const Evidence& evidence, std::string id, std::string section, std::string title,
                   std::string caption, QSizeF size_mm, std::string data_csv, std::function<void(Canvas&)> draw) {
    const bool synthetic = evidence.settings.synthetic;
    if (synthetic) caption += " Synthetic data: made by a simulator, not measured in patients.";
    const auto paint = [synthetic, size_mm, draw = std::move(draw)](QPainter& painter, const QRectF& area) {
        painter.save();
        painter.translate(area.topLeft());
        const double scale = std::min(area.width() / size_mm.width(), area.height() / size_mm.height());
        if (std::abs(scale - 1) > 1e-9) painter.scale(scale, scale);
        Canvas canvas(painter);
        draw(canvas);
        if (synthetic)
            canvas.text({size_mm.width() - 1, 0.6}, "SYNTHETIC DATA", {6, palette::muted, true}, Side::right,
                        Level::top);
        painter.restore();
    };
    return {std::move(id), std::move(title),   std::move(caption), std::move(section), size_mm,
            paint,         std::move(data_csv)};
}

std::vector<PatientLook> patients_in_order(const Evidence& evidence) {
    std::vector<PatientLook> result;
    for (const PatientEvidence& patient : evidence.patients) result.push_back({patient.patient.id, patient.group});
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

Evidence blinded(const Evidence& evidence) {
    Evidence result = evidence;
    for (PatientEvidence& patient : result.patients) {
        patient.group = Group::unclassified;
        patient.label.clear();
        patient.status.clear();
        patient.restored = Restoration::not_evaluable;
        patient.rules.clear();
        patient.log2_activity_change_d7.reset();
        patient.tolerated.reset();
    }
    std::erase_if(result.activity, [](const ActivitySample& sample) { return sample.period == Period::after; });
    std::erase_if(result.comparisons, [](const Comparison& c) { return c.n_2 > 0 || c.sample != "all"; });
    result.correlations.clear();
    std::erase_if(result.influences, [](const Influence& influence) { return influence.subject != "all"; });
    std::erase_if(result.clustering, [](const ClusterStatistic& statistic) { return statistic.quantity.starts_with("adjusted Rand"); });
    std::erase_if(result.kinetics, [](const ActivityKinetics& course) { return course.period == Period::after; });
    std::erase_if(result.uncertainty.conclusions, [](const ConclusionBand& band) { return band.subject != "all"; });
    const auto names_a_group = [](const Finding& finding) {
        const bool derived = finding.segment == "comparisons" || finding.segment == "outcomes";
        return derived || finding.message.find("AAR") != std::string::npos ||
               finding.message.find("AANR") != std::string::npos;
    };
    std::erase_if(result.findings, names_a_group);
    for (PatientEvidence& patient : result.patients)
        std::erase_if(patient.flags, [](const std::string& flag) {
            return flag == "LABEL_CONFLICT" || flag == "SYMPTOMS_BUT_ADEQUATE" || flag == "SINGLE_SAMPLE_SI";
        });
    return result;
}

namespace {

/// Ids are file names and anchors: families named by people may differ only in characters that neither can hold.
void make_ids_unique(std::vector<Figure>& figures) {
    std::set<std::string> used;
    for (Figure& figure : figures) {
        const std::string stem = safe_file_name(figure.id);
        figure.id = stem;
        for (int i = 2; !used.insert(figure.id).second; ++i) figure.id = stem + "_" + std::to_string(i);
    }
}

}  // namespace

std::vector<Figure> study_figures(const Evidence& complete) {
    const Evidence evidence = complete.settings.blind ? blinded(complete) : complete;
    std::vector<Figure> figures;
    const auto add = [&](std::optional<Figure> figure) {
        if (figure) figures.push_back(std::move(*figure));
    };
    const auto add_all = [&](std::vector<Figure> more) {
        for (Figure& figure : more) figures.push_back(std::move(figure));
    };
    add(activity_figure(evidence));
    add(concordance_figure(evidence));
    add(antibody_figure(evidence));
    add(reduction_figure(evidence));
    add(heatmap_figure(evidence));
    add_all(group_figures(evidence));
    add_all(histogram_figures(evidence));
    add(detection_figure(evidence));
    add(correlation_figure(evidence));
    make_ids_unique(figures);
    return figures;
}

}  // namespace asparagate
