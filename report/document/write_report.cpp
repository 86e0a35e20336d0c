#include "document/document.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "document/page.hpp"
#include "document/patient_sheet.hpp"
#include "document/pdf_report.hpp"
#include "document/report_page.hpp"
#include "document/summary.hpp"
#include "figures/feature_names.hpp"
#include "figures/painters.hpp"

#include <set>

namespace asparagate {
namespace {

/// Drawings of an earlier run that this one did not make would be taken for its own, and could show what a blind study
/// hides.
void remove_others(const std::filesystem::path& folder, const std::set<std::string>& written) {
    if (!std::filesystem::is_directory(folder)) return;
    const std::set<std::string> ours{".svg", ".pdf", ".png", ".csv", ".html"};
    std::vector<std::filesystem::path> stale;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path& path = entry.path();
        if (ours.contains(path.extension().string()) && !written.contains(path.filename().string()))
            stale.push_back(path);
    }
    for (const auto& path : stale) std::filesystem::remove(path);
}

/// Better no report than one of boxes.
void require_fonts() {
    if (const std::string font = missing_font(); !font.empty())
        throw Error(ErrorKind::input,
                    "the font " + font +
                        ", which a report in this language needs, is not installed (on Debian: package "
                        "fonts-noto-cjk)");
}

}  // namespace

void write_report(const Evidence& complete, const std::filesystem::path& folder, Language language,
                  const TaskControl& control) {
    const LanguageScope scope(language);
    require_fonts();
    Evidence evidence = complete.settings.blind ? blinded(complete) : complete;
    name_features(evidence);
    const std::vector<Figure> figures = study_figures(evidence);
    const std::uint64_t total = figures.size() + evidence.patients.size() + 2;
    std::uint64_t done = 0;
    const auto step = [&](const std::string& item) {
        control.throw_if_stopped();
        control.update({"report", item, "files", done++, total});
    };
    std::set<std::string> drawings, sheets;
    for (const Figure& figure : figures) {
        step(figure.id);
        for (const char* kind : {".svg", ".pdf", ".png", ".csv"}) drawings.insert(figure.id + kind);
        write_figure(figure, folder / "figures");
    }
    for (const PatientEvidence& patient : evidence.patients) {
        step(patient.patient.id);
        const std::filesystem::path sheet = patient_file(evidence, patient.patient.id);
        sheets.insert(sheet.filename().string());
        write_file(folder / sheet, render_page(patient_sheet(evidence, patient)));
    }
    const ReportDocument report = report_document(evidence, figures);
    step("report.pdf");
    write_file(folder / "report.pdf", report_pdf(report));
    step("report.html");
    write_file(folder / "report.html", render_page(report));
    remove_others(folder / "figures", drawings);
    remove_others(folder / "patients", sheets);
    control.update({"report", "report.html", "files", total, total});
}

}  // namespace asparagate
